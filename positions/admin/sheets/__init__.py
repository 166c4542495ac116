"""Statements and positions as CSV files: out of the lists, and in again after a dry run, all or nothing."""
