"""The letters about memoranda, and what became of them."""
