"""The pages of a seat about single provisions: reading, proposing, handing in, and answering what others handed in."""
