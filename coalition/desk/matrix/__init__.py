"""The comment matrix of a draft at the desk: a page and files."""
