"""The text engine: Markdown, provisions and their numbers, differences, digests; no database."""
