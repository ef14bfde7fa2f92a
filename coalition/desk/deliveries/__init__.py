"""Deliveries of a memorandum: its addressees, what happened with it, and publishing that."""
