"""The GraphQL layer: thin types over the use cases of the platform."""
