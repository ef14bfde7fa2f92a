"""Measures how the site grows: the same views and signatures over a register and one a tenth of its size; `make bench-scale`."""
