"""Corrections and further editions at the desk."""
