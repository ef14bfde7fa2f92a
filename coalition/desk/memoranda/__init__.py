"""Memoranda at the desk."""
