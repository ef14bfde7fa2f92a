"""Word files: texts read from them with their computed numbers, and texts written as them."""
