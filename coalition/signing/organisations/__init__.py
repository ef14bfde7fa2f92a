"""A second person of the organisation; proof of its domain."""
