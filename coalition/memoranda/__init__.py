"""What a forum agrees on: the memorandum, its numbered editions, their wordings and provisions, and how a text becomes fixed and open for signature."""
