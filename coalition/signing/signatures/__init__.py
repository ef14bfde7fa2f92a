"""Signing, and the acts of a signatory afterwards."""
