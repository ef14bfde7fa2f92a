"""The search of every list: what can be found by which words, and pages of what was found. It knows none of the tables that it searches."""
