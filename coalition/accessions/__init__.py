"""Organisations that ask to accede: their requests, confirmed by mail, decided by coordinators."""
