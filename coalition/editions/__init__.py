"""Editions after the first: corrections of a fixed text, and drafting and adopting the next edition."""
