"""Pages for a second person of the organisation, and for the proof of its domain."""
