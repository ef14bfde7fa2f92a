"""Editions after the first: corrections of a fixed text, the next edition, its adoption."""
