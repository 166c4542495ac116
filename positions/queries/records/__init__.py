"""What was held when, and with what evidence: the rows of positions as records."""
