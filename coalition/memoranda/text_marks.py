"""What stands above every page of a text that leaves the system: whether it is a draft, or the digest that is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.languages import Message
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from datetime import date


def draft_mark(saved: date, revision: int) -> Message:
    """Say that a text is not adopted, from which day it is, and which revision."""
    return Message("Draft of {day}, revision {number} – not adopted", day=saved, number=revision)


def unadopted_mark() -> Message:
    """Say that a text is not adopted, where readers know of no revisions."""
    return Message("Draft – not adopted")


def fixed_mark(digest: str, *, is_authentic: bool) -> Message:
    """Say which digest a fixed text has, or that a translation of it is not signed."""
    if is_authentic:
        return Message("Digest {digest}", digest=digest)
    return Message("Translation, not signed. The authentic texts have the digest {digest}", digest=digest)


def mark_language(language: str) -> str:
    """Return the language of what stands above a text: its own, else English."""
    known = language.split("-", maxsplit=1)[0]
    return known if known in SUPPORTED_LANGUAGES else SUPPORTED_LANGUAGES[0]
