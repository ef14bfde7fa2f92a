"""What a forum agrees on: the memorandum, its numbered editions, their wordings and provisions, how a text becomes fixed and open for signature."""
