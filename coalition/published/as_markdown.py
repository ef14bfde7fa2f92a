"""One wording as Markdown, and the bytes that were signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.published.memorandum import Published
from coalition.text.digests import canonical_bundle

if TYPE_CHECKING:
    from coalition.memoranda.tables import Wording


def markdown_file(wording: Wording) -> bytes:
    """Return one wording: its title as the first heading, then the text as it was written."""
    return f"# {wording.title}\n\n{wording.body}".encode()


def bundle_file(found: Published) -> bytes:
    """Return the bytes whose SHA-256 is the digest: every authentic wording."""
    return canonical_bundle({one.language: (one.title, one.body) for one in found.authentic})
