"""The languages of a Word file as Word names them."""

from __future__ import annotations

from babel.core import get_global

from coalition.directions import direction
from coalition.word_files.writing_xml import Element, element

_USUAL = {"en": "GB", "ar": "SA"}


def spoken(language: str) -> Element:
    """The property that says in which language words are; the spelling is checked by it."""
    tagged = language_tag(language)
    return element("lang", val="en-GB", bidi=tagged) if direction(language) == "rtl" else element("lang", val=tagged)


def language_tag(language: str) -> str:
    """The language as Word names it, with a country: "ru" gives "ru-RU"."""
    known = language.split("-", maxsplit=1)[0]
    territory = _USUAL.get(known) or get_global("likely_subtags").get(known, "").rpartition("_")[2]
    return f"{known}-{territory}" if territory and language == known else language
