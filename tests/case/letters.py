"""The letters in the tray, as those who get them read them."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Letter:
    """A letter to one address."""

    number: int
    to: str
    subject: str
    text: str
    raw: bytes


class Tray:
    """The folder into which the server puts its letters."""

    def __init__(self, folder: Path, base: str) -> None:
        self._folder, self._link = folder, re.compile(re.escape(base) + r"(/[^\s<>\"]+)")
        self._read: dict[str, Letter] = {}

    def letters(self) -> list[Letter]:
        """Return all letters, oldest first."""
        for path in sorted(self._folder.glob("*.eml")):
            if path.name not in self._read:
                self._read[path.name] = _letter(int(path.stem), path.read_bytes())
        return [self._read[name] for name in sorted(self._read)]

    def links_to(self, address: str, containing: str) -> list[str]:
        """Return the paths of the links to an address that contain a word, the last first."""
        texts = [letter.text for letter in reversed(self.letters()) if letter.to == address]
        return [path for text in texts for path in self._link.findall(text) if containing in path]


def _letter(number: int, raw: bytes) -> Letter:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [part.get_content() for part in message.walk() if part.get_content_type() == "text/plain"]
    return Letter(number, str(message["To"]), str(message["Subject"]), "\n".join(parts), raw)
