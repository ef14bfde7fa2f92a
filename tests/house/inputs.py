"""The inputs of the forms on a page, as a browser would post them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Forms(HTMLParser):
    """Collects name and value of every input, choice, menu and text area, form by form."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.named: list[set[str]] = []
        self.menu = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = {name: value if value is not None else "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self.forms.append({})
            self.named.append(set())
        elif tag in {"input", "select", "textarea"} and name and self.forms:
            self.named[-1].add(name)
        if tag == "input" and name and self.forms and (given.get("type") not in {"radio", "checkbox"} or "checked" in given):
            self.forms[-1][name] = value
        self.menu = name if tag == "select" else self.menu
        self.area = name if tag == "textarea" else ""
        if tag == "option" and self.menu and "selected" in given and self.forms:
            self.forms[-1][self.menu] = value

    def handle_data(self, data: str) -> None:
        if self.area and self.forms:
            self.forms[-1][self.area] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area
        self.menu = "" if tag == "select" else self.menu


def _read(html: str) -> _Forms:
    reader = _Forms()
    reader.feed(html)
    return reader


def inputs_of(html: str) -> list[dict[str, str]]:
    """Return name and value of what each form of a page would post as it is."""
    return _read(html).forms


def names_of_inputs(html: str) -> set[str]:
    """Return the names of all inputs of a page."""
    return set().union(*_read(html).named)
