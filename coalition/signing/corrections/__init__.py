"""Corrections and new editions after an organisation answered."""
