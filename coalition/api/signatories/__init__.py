"""Signatories."""
