"""The front page, what the site says of itself, and files that programs look for."""
