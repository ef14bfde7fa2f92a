"""Rounds of a draft, for programs."""
