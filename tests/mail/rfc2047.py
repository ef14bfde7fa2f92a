"""Reading a header with one named address by the rules of RFC 5322 and RFC 2047 themselves.

Python's own parser decodes encoded words before it looks for commas, and loses spaces, so that it misreads most correct headers.
"""

from __future__ import annotations

import base64
import re

_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?\s]*)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t]+(=\?)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
MOST_OF_A_LINE = 78
MOST_OF_A_WORD = 75


def header(raw: bytes, name: str) -> list[str]:
    """Return the lines of a header, as they were sent."""
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("ascii")
    found: list[str] = []
    for line in head.split("\n"):
        if found and line[:1] in " \t":
            found.append(line)
        elif found:
            break
        elif line.lower().startswith(f"{name.lower()}:"):
            found.append(line)
    return found


def named_address(raw: bytes, name: str) -> tuple[str, str]:
    """Return the name and the address of a header that holds one address; the limits of its lines and words are checked."""
    lines = header(raw, name)
    assert lines, name
    assert all(len(line) <= MOST_OF_A_LINE for line in lines), lines
    value = "".join(lines).partition(":")[2].strip()
    phrase, address = value.rsplit("<", 1) if value.endswith(">") else ("", value)
    assert _WORD.sub("", _QUOTED.sub("", phrase)).strip() == "", phrase  # nothing outside quotes and encoded words
    return decoded(phrase.strip()), address.removesuffix(">")


def decoded(phrase: str) -> str:
    """Return a phrase of quoted strings and encoded words as a person reads it."""
    if quoted := _QUOTED.fullmatch(phrase):
        return re.sub(r"\\(.)", r"\1", quoted[1])
    assert all(len(word[0]) <= MOST_OF_A_WORD for word in _WORD.finditer(phrase))
    return _WORD.sub(_text_of, _BETWEEN.sub(r"\1\2", phrase))


def _text_of(word: re.Match[str]) -> str:
    charset, encoding, text = word.groups()
    if encoding.lower() == "b":
        return base64.b64decode(text, validate=True).decode(charset)
    octets = re.sub(rb"=([0-9A-F]{2})", lambda code: bytes([int(code[1], 16)]), text.replace("_", " ").encode("ascii"))
    return octets.decode(charset)
