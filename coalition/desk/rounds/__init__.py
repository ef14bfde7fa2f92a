"""Rounds at the desk: the list, sending one, its seats, and what is done with it."""
