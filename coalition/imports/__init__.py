"""Records from files: a plan is shown first, and carried out after it is confirmed."""
