"""Signing, and what a signatory may do afterwards."""
