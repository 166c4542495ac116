"""What `0001_schema` makes in an empty database, one idea a file. Frozen: what changes is a migration of its own."""
