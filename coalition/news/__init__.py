"""What happened, for those who work on a memorandum: letters at once, once a day or once a week, without names that are not public."""
