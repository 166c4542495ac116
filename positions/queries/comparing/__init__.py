"""Answers that compare: the matrix and all that is made of it."""
