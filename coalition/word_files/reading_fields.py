"""Fields of a Word file: of what a field computed only the result is text, and only some results are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.text.markup import is_allowed_link
from coalition.word_files.reading_document import What

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = re.compile(r"\s*\\?([A-Za-z]+)")
_TARGET = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]+)"', re.IGNORECASE)
_CONTENTS = {"TOC", "INDEX", "TOA"}
_CITED_AGAIN = re.compile(r"\s*NOTEREF\s+(\S+)", re.IGNORECASE)
_NUMBERS = {"LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT"}


class _Field(Struct):
    instruction: str = ""
    in_result: bool = False
    is_cited: bool = False

    @property
    def name(self) -> str:
        match = _NAME.match(self.instruction)
        return match[1].upper() if match else ""


class Fields(Struct):
    """The fields that are open where the text is read, the innermost last; they may begin in one paragraph and end in another."""

    remark: Callable[[What], None]
    open_fields: list[_Field] = field(default_factory=list)

    @property
    def shows(self) -> bool:
        """Whether what stands here is text."""
        return all(each.in_result and each.name not in _CONTENTS for each in self.open_fields)

    @property
    def link(self) -> str:
        """The address that the words here lead to, "" if none."""
        return next((link for each in reversed(self.open_fields) if each.in_result and (link := link_of(each.instruction))), "")

    def cited_again(self) -> tuple[str, bool]:
        """Return the bookmark of the citation whose mark is repeated here, "" if none is, and whether its field is asked for the first time."""
        for each in reversed(self.open_fields):
            if each.in_result and (match := _CITED_AGAIN.match(each.instruction)):
                was_cited, each.is_cited = each.is_cited, True
                return match[1], not was_cited
        return "", False

    def mark(self, kind: str) -> None:
        """Read the beginning, the middle or the end of a field."""
        if kind == "begin":
            self.open_fields.append(_Field())
        elif kind == "separate" and self.open_fields:
            self.open_fields[-1].in_result = True
            if self.open_fields[-1].name in _CONTENTS:
                self.remark(What.CONTENTS)
        elif kind == "end" and self.open_fields:
            ended = self.open_fields.pop()
            if ended.name in _NUMBERS:
                self.remark(What.NUMBER_FIELD)

    def instruct(self, text: str) -> None:
        """Read a part of what a field computes."""
        if self.open_fields and not self.open_fields[-1].in_result:
            self.open_fields[-1].instruction += text


def link_of(instruction: str) -> str:
    """Return the web or mail address of a field of links, "" for another field or address."""
    match = _TARGET.search(instruction)
    return match[1] if match and is_allowed_link(match[1]) else ""
