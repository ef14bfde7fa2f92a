"""Invitations to sign: private links, letters, reminders, and the lists by which coordinators follow them."""
