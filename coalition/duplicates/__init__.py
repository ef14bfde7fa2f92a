"""Organisations that were entered twice: merging two entries, and undoing that."""
