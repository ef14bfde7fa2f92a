"""Urgent appeals: the text, whom it goes to, checking and sending it, and how far its letters are."""
