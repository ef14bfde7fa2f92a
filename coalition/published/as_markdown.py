"""A text in one language as Markdown, and the signed bytes of all authentic texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.text.digests import canonical_bundle

if TYPE_CHECKING:
    from coalition.published.memorandum import PublicMemorandum, PublicText


def markdown_file(text: PublicText) -> bytes:
    """Return a text in one language: its title as the first heading, then its body."""
    return f"# {text.title}\n\n{text.body}".encode()


def bundle_file(public: PublicMemorandum) -> bytes:
    """Return the bytes whose SHA-256 is the digest: the text in every authentic language."""
    return canonical_bundle({text.language: (text.title, text.body) for text in public.authentic_texts})
