"""Requests that a second coordinator decides."""
