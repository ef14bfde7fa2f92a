"""Accounts of coordinators and editors: sign-in links, sessions, passwords, API tokens."""
