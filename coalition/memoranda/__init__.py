"""Memoranda: their numbered editions, wordings and provisions, and the steps by which a text becomes fixed and open for signature."""
