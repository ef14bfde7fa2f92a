"""The API of drafts: provisions, what a change did, revisions."""
