"""The root of every error that names a broken rule."""

from __future__ import annotations


class CoalitionError(Exception):
    """A rule of the domain was broken; subclasses are named after the rule."""


class StillUsed(CoalitionError):
    """Something rests on a record, or everybody could read it: it cannot be deleted."""
