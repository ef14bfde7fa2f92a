"""Memoranda, their texts, signatories and files."""
