"""Declarations, reservations and objections of parties."""
