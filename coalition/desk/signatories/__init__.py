"""Signatories and their acts at the desk."""
