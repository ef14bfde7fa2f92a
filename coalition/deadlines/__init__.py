"""The days on which something ends or is due on a memorandum, for those who work on it: as a list and as a calendar."""
