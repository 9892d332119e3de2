"""The one database engine: connections, tenancy, models' root, the embedded PostgreSQL."""
