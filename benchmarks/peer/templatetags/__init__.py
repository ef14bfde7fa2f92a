"""Filters of the peer's templates."""
