"""Notifications: pages, feeds, letters."""
