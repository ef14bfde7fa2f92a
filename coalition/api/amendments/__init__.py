"""Amendments of a draft, comments on it and the comment matrix, for programs."""
