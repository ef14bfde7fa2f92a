"""Imports from files: a plan is shown first, and carried out after confirmation."""
