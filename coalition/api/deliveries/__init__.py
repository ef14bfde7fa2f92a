"""Addressees and timelines."""
