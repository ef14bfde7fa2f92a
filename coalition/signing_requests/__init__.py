"""Requests of organisations to sign an open memorandum or to accede: confirmed by mail, decided by coordinators."""
