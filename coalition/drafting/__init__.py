"""Drafting a text together: provisions that are changed, moved, divided and joined, and the languages that follow each other."""
