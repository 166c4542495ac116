"""What a catalog finds in articles and what it lacks: for those who write catalogs."""
