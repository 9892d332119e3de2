"""What is served beside GraphQL: health, sign-in, files, pictures."""
