"""Reported mistakes."""
