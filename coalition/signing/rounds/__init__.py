"""The pages of a seat in a round: the draft, the answer, its receipt."""
