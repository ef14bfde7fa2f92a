"""The forms of a page as a person fills them in: with a mark in every field that takes text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXT = {"", "text", "search", "email", "url", "tel"}
_FINDS = "find"  # fields whose names begin so only find rows of a list
_PRESSED = {"submit", "button", "image", "reset"}


@dataclass
class Filled:
    """A form that is posted: its address, its fields in their order, those in which somebody types or chooses, and the parts it may have."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)  # places in `fields`
    choices: set[str] = field(default_factory=set)
    has_files: bool = False
    parts: list[str] = field(default_factory=list)  # the addresses of their buttons
    radios: set[tuple[int, str]] = field(default_factory=set)  # the number of the part, and the name
    first_button: str | None = None

    @property
    def is_typed_in(self) -> bool:
        """Whether somebody can type or choose something in it."""
        return bool(self.texts or self.choices or self.has_files)

    @property
    def groups_are_apart(self) -> bool:
        """Whether no two parts have radio buttons of the same name, which a browser takes for one group."""
        return len({name for _, name in self.radios}) == len(self.radios)

    @property
    def actions(self) -> list[str]:
        """The addresses to which it can be sent with what is typed."""
        return self.parts or [self.action]

    @property
    def marks(self) -> dict[int, str]:
        """A text of its own for each field in which somebody types."""
        return {at: f"mark {at} for {self.fields[at][0]} é" for at in self.texts}

    @property
    def body(self) -> str:
        """The fields with their marks, as a browser sends them."""
        return urlencode([(name, self.marks.get(at, value)) for at, (name, value) in enumerate(self.fields)])

    def lost_in(self, html: str) -> set[str]:
        """Return the names of the fields whose marks are not in the fields of a page."""
        return {self.fields[at][0] for at, mark in self.marks.items() if mark not in values_in(html)}

    def with_values(self, typed: Mapping[str, Mapping[str, str]]) -> str:
        """Return the body with what was typed, by the address of the part and the name of the field."""
        part, sent = "", []
        for name, value in self.fields:
            part = value if name == "part" else part
            own = typed.get(part, {})
            given = {pair[0] for pair in self.fields}
            sent += [pair for pair in own.items() if pair[0] not in given] if name == "part_shown" else []
            sent.append((name, own.get(name, value)))
        return urlencode(sent)


class _Reader(HTMLParser):
    """Reads the forms of a page, and the texts that stand in its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Filled] = []
        self.form: Filled | None = None
        self.area = self.menu = ""
        self.option: str | None = None
        self.values: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self.form = Filled(given.get("action", "")) if given.get("method") == "post" else None
            self.forms += [self.form] if self.form else []
        elif tag == "input":
            self.values.add(value)
            self._input(name, value, given)
        elif tag == "textarea":
            self.area = name
            if self.form:
                self.form.texts.append(len(self.form.fields))
                self.form.fields.append((name, ""))
        elif tag == "select":
            self.menu, self.option = name, None
        elif tag == "button" and self.form and self.form.first_button is None:
            self.form.first_button = name
        elif tag == "option" and (self.option is None or "selected" in given):
            self.option = value

    def _input(self, name: str, value: str, given: dict[str, str]) -> None:
        if self.form is None or not name or given.get("type") in _PRESSED:
            return
        if given.get("type") == "file":
            self.form.has_files = True
            return
        if given.get("type", "") in _TEXT and not name.startswith(_FINDS) and not {"readonly", "hidden"} & set(given):
            self.form.texts.append(len(self.form.fields))
        elif given.get("type") != "hidden" and not {"readonly", "hidden"} & set(given):
            self.form.choices.add(name)
            self.form.radios |= {(len(self.form.parts), name)} if given["type"] == "radio" else set()
        if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
            self.form.fields.append((name, value))
            self.form.parts += [value] if name == "part" else []

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values.add(data.strip())
            if self.form:
                self.form.fields[-1] = (self.area, data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.form and self.menu:
            self.form.choices.add(self.menu)
            self.form.fields.append((self.menu, self.option or ""))
        self.form = None if tag == "form" else self.form
        self.area = "" if tag == "textarea" else self.area
        self.menu = "" if tag == "select" else self.menu


def forms_of(html: str) -> list[Filled]:
    """Return the forms of a page that are posted."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def values_in(html: str) -> set[str]:
    """Return the texts that stand in the inputs and text areas of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.values
