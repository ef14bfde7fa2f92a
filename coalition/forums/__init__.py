"""Programmes and forums: dates, places (or withheld), countries, roles of organisations."""
