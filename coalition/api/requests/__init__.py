"""Requests to sign."""
