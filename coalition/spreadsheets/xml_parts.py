"""Reading parts of packed files as XML, element by element, without entities: a small file must not unpack to a huge one."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NO_NAMESPACES = None


class DamagedPart(ValueError):
    """A part of a packed file is missing or is not the XML it should be."""


def local_name(name: str) -> str:
    """Return the name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def read_part(
    packed: zipfile.ZipFile,
    path: str,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call `start` and `end` for every element of a part, by its local name and those of its attributes, and `text` for its text.

    Raises:
        DamagedPart: the part is missing, is not XML, or declares a document type.

    """
    parser = expat.ParserCreate(_NO_NAMESPACES)
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(local_name(name), {local_name(key): value for key, value in attributes.items()})
    if end:
        parser.EndElementHandler = lambda name: end(local_name(name))
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with packed.open(path) as part:
            parser.ParseFile(part)
    except (KeyError, expat.ExpatError) as damaged:
        raise DamagedPart(path) from damaged


def _refuse(*_: object) -> None:
    raise DamagedPart
