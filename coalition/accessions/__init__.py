"""Requests of organisations to accede: confirmed by mail, decided by coordinators."""
