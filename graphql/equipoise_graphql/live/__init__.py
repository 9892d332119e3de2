"""Operations over connections that stay open: `graphql-transport-ws` and server-sent events."""
