"""What is spoken of: the catalog's issues and proposals, by their cues or by their meaning."""
