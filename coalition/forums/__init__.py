"""Programmes and the forums held within them: when, where (or withheld), about which countries, by whom."""
