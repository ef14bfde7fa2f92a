"""Statements at the desk."""
