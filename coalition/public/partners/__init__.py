"""Partners of the host and of programmes."""
