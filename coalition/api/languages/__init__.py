"""Provisions in all languages, who works on a language, and glossaries, for programs."""
