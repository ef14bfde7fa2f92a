"""The forms of a page as a person fills them in: with a mark in every field that takes text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_TEXT = {"", "text", "search", "email", "url", "tel"}


@dataclass
class Filled:
    """A form that is posted: its address, its fields as the page gives them, and the fields in which somebody types."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    has_files: bool = False

    def marked(self) -> dict[str, list[str]]:
        """Return a text of its own for each field in which somebody types, by name."""
        marks: dict[str, list[str]] = {}
        for at, name in enumerate(self.typed):
            marks.setdefault(name, []).append(f"mark {at} for {name} é")
        return marks

    def as_sent(self) -> dict[str, Any]:
        """Return the fields with the marks typed, as the form is sent with its first button."""
        sent: dict[str, Any] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        return sent | self.marked()


class _Reader(HTMLParser):
    """Reads the forms of a page, and the texts that stand in its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Filled] = []
        self.form: Filled | None = None
        self.area = self.menu = ""
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
        elif tag == "textarea" and self.form:
            self.form.typed.append(name)
            self.area = name
        elif tag == "select":
            self.menu = name
        elif tag == "option" and self.menu and "selected" in given and self.form:
            self.form.fields.append((self.menu, value))

    def _input(self, name: str, value: str, given: dict[str, str]) -> None:
        if self.form is None or not name:
            return
        if given.get("type", "") in _TEXT and not {"readonly", "hidden"} & set(given):
            self.form.typed.append(name)
        elif given.get("type") == "file":
            self.form.has_files = True
        elif given.get("type") not in {"radio", "checkbox"} or "checked" in given:
            self.form.fields.append((name, value))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values.add(data.strip())

    def handle_endtag(self, tag: str) -> None:
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
