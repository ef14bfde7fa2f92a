"""The part of a Word file with the comments in the margin; a file whose comments are those of another has the part that was written then."""

from __future__ import annotations

from itertools import islice

from msgspec import Struct

from coalition.remembered import cached_by_value
from coalition.word_files.writing_contents import Words
from coalition.word_files.writing_differences import MarginComment, unchanged
from coalition.word_files.writing_document import Document
from coalition.word_files.writing_xml import element, serialised

_PARTS = 8, 1_000_000  # entries and characters of what is remembered: 300 comments have 100,000


class MarginComments(Struct, frozen=True):
    """The comments of a file in order, and the language of its text: all that the part is written from."""

    comments: tuple[MarginComment, ...]
    language: str

    @property
    def length(self) -> int:
        """The number of characters of their words."""
        inlines = (inline for comment in self.comments for paragraph in comment.paragraphs for inline in paragraph.contents)
        return sum(len(inline.text) for inline in inlines if isinstance(inline, Words))


@cached_by_value(*_PARTS)
def comments_part(written: MarginComments) -> bytes:
    """Return the part with some comments; their numbers are their places."""
    paragraphs = iter(Document(unchanged(comment.paragraphs for comment in written.comments), written.language).elements)
    comments = []
    for number, comment in enumerate(written.comments):
        comments.append(element("comment", id=number, author=comment.author))
        comments[-1].extend(islice(paragraphs, len(comment.paragraphs)))
    return serialised(element("comments", *comments))
