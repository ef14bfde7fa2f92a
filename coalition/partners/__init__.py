"""The organisations that the host, or those who carry out a programme, work with: in which countries, on what, since when, and how that is known."""
