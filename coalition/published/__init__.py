"""The public view of a memorandum: one typed view, from which page, files and API answers are written."""
