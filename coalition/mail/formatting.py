"""A letter as HTML: the same words as its text, with its language and direction, so that Arabic is read from the right."""

from __future__ import annotations

import re

from msgspec import Struct

from coalition.directions import lines_joined
from coalition.rendering import render

_LINK = re.compile(r"https?://\S+")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


class Paragraph(Struct, frozen=True):
    """A paragraph of a letter; `link` is its address if it is nothing but a link, else empty."""

    text: str
    link: str


def as_html(text: str, subject: str, language: str) -> str:
    """Return a letter that was wrapped for reading as text as a page of HTML: short lines, no pictures, nothing that reports back."""
    paragraphs = [_paragraph(on_one_line(lines_joined(block))) for block in text.split("\n\n") if block.strip()]
    return render("mails/letter.html", "en", paragraphs=paragraphs, subject=subject, lang=language)


def on_one_line(text: str) -> str:
    """Return a text on one line; spaces that hold a number or a date together stay what they are."""
    return _SPACES.sub(" ", text).strip()


def _paragraph(text: str) -> Paragraph:
    return Paragraph(text, text if _LINK.fullmatch(text) else "")
