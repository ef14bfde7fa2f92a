"""Invitations and requests to accede at the desk."""
