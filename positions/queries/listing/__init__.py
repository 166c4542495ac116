"""Rows one by one: positions, statements, articles, changes, and all that the public may see."""
