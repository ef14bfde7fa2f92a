"""Memoranda."""
