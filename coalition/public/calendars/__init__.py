"""The private calendars of those who work at the desk."""
