"""Amendments: what organisations propose for single provisions of a draft, and what the editors make of it."""
