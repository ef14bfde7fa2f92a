"""Depositary notifications: each public act has one, under a number of its year (`N.3.2026`)."""
