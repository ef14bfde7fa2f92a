"""Signing in, and the person's account."""
