"""Amendments and comments at the desk: the lists, one of them, and what is answered and decided."""
