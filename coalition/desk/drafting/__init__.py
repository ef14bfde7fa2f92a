"""Work on a draft at the desk: its outline, its provisions, its revisions."""
