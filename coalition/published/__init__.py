"""A memorandum as everybody may read it: one typed view, from which page, files and API answers are written."""
