"""The elements of the parts of a Word file, and a file of parts whose bytes depend on nothing but them."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = {"w": _WORD, "r": _RELATIONS, "xml": "http://www.w3.org/XML/1998/namespace"}
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file can name
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Element = ET.Element
for _prefix, _address in _NAMESPACES.items():
    ET.register_namespace(_prefix, _address)


@cache
def qualified(name: str) -> str:
    """The full name of an element or attribute; without a prefix it is one of Word's."""
    prefix, _, local = name.rpartition(":")
    return f"{{{_NAMESPACES[prefix or 'w']}}}{local}"


def element(name: str, /, *children: Element | None, **attributes: object) -> Element:
    """An element with its children; children and attributes that are None are left out.

    `r_id="x"` writes the attribute `r:id`, a plain name one of Word's.
    """
    given = {qualified(key.replace("_", ":", 1)): writable(str(value)) for key, value in attributes.items() if value is not None}
    made = ET.Element(qualified(name), given)
    made.extend(child for child in children if child is not None)
    return made


def written(name: str, text: str) -> Element:
    """An element that holds a text with all its spaces."""
    made = element(name)
    made.text = writable(text)
    made.set(qualified("xml:space"), "preserve")
    return made


def flag(name: str, *, when: bool = True) -> Element | None:
    """An element that says yes by being there, or nothing."""
    return element(name) if when else None


def value(name: str, setting: object) -> Element:
    """An element with a value and nothing else."""
    return element(name, val=setting)


def writable(text: str) -> str:
    """The text with a replacement character for each that XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def serialised(root: Element) -> bytes:
    """The bytes of a part."""
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def other_part(root: str, namespaces: Mapping[str, str], children: Iterable[tuple[str, Mapping[str, str], str]]) -> bytes:
    """The bytes of a part that is not in Word's own language: a list of elements, each with its attributes and its text.

    `namespaces` has the address of each prefix; the prefix "" is that of names without one.
    """
    made = ET.Element(root, {f"xmlns:{prefix}" if prefix else "xmlns": address for prefix, address in namespaces.items()})
    for name, attributes, text in children:
        child = ET.SubElement(made, name, {key: writable(given) for key, given in attributes.items()})
        child.text = writable(text) or None
    return serialised(made)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The file of these parts, in this order; two files of equal parts have equal bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = 0  # the same on every machine
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 6)
    return written.getvalue()
