"""Corrections and new editions since an organisation answered."""
