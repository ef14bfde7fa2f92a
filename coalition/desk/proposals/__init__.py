"""A draft at the desk together with what is proposed for it."""
