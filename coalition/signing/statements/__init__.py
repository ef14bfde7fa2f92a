"""Statements of a party."""
