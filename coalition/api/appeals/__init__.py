"""Urgent appeals."""
