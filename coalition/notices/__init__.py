"""Depositary notifications: each public act is told once, under a number of its year (`N.3.2026`)."""
