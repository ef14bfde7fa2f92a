"""The latest time that the database has seen, so that a clock set back revives nothing, not even over a restart."""
