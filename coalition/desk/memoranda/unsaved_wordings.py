"""Texts in other languages that were typed and not saved: the page carries them along while somebody goes from language to language."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import msgspec

from coalition.languages import Message, is_language, own_language_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.tables import Wording

FIELD = "others"  # the hidden field
_COLUMNS = ("title", "body", "status", "version")
_MOST = 200
Unsaved = dict[str, dict[str, str]]  # what was typed, by language


def unsaved_in(given: Mapping[str, Any]) -> Unsaved:
    """Return the texts that a posted form carries along."""
    value = str(given.get(FIELD, ""))
    try:
        unsaved = msgspec.json.decode(urlsafe_b64decode(value + "=" * (-len(value) % 4)) or b"{}", type=Unsaved)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return {}
    return {code: typed for code, typed in list(unsaved.items())[:_MOST] if is_language(code)}


def carried(unsaved: Unsaved) -> str:
    """Return the value of the hidden field."""
    return urlsafe_b64encode(msgspec.json.encode(unsaved)).rstrip(b"=").decode() if unsaved else ""


def with_typed(unsaved: Unsaved, code: str, given: Mapping[str, Any], saved: Wording | None) -> Unsaved:
    """Return the texts with that of the present language, unless it is what is saved, or empty."""
    others = {language: typed for language, typed in unsaved.items() if language != code}
    typed = {name: str(given.get(name, "")) for name in _COLUMNS}
    before = (saved.title, saved.body) if saved else ("", "")
    changed = any(_plain(typed[name]) != _plain(text) for name, text in zip(("title", "body"), before, strict=True))
    return others | {code: typed} if changed else others


def still_unsaved(unsaved: Unsaved) -> Message:
    """Say which texts are not saved after another one was."""
    return Message("Saved. Not saved yet: {languages}.", languages=[own_language_name(code) for code in unsaved])


def _plain(text: str) -> str:
    return "\n".join(text.split("\r\n")).strip()
