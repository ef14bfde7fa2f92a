"""What organisations do about a memorandum: acts that are never changed, their histories, and the status computed from them."""
