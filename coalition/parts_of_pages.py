"""Pages with several forms, each a part of one form: what was typed in the other parts goes along, and is shown again as it was typed.

A part begins with a hidden field that names the address of its button, and ends with a digest of the values with which it was first shown.
Templates ask here for the value of each field, so that no handler needs code for what was typed beside its own part.
"""

from __future__ import annotations

import binascii
import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from coalition.errors import CoalitionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGE, BEGIN, END = "parts_of", "part", "part_shown"  # the hidden fields: the page, where a part begins, and its digest where it ends
CARRIED = "parts_beside"  # the hidden field of a page that asks something before it carries a part out
BACK = "parts_page"  # its button that leads back to the page with the parts
ENTER = "enter"  # the button that a browser presses when somebody presses Enter in a field
_DIGITS = 16

Pairs = list[tuple[str, str]]


class AskedForPage(CoalitionError):
    """The person went back from a page that asks something to the page with several parts; `page` is its address without the language."""

    def __init__(self, page: str) -> None:
        """Hold the address."""
        super().__init__(page)
        self.page = page


class Sent(Struct, frozen=True):
    """The parts of a page as they were sent, without the one whose button was pressed; addresses have no language.

    `digests` has a digest for every part, `typed` the fields of the others.
    """

    page: str
    typed: dict[str, Pairs]
    digests: dict[str, str]

    @property
    def changed(self) -> Sent | None:
        """The parts in which somebody typed, as after another part was carried out; None if nothing was typed."""
        typed = {address: pairs for address, pairs in self.typed.items() if digest_of(pairs) != self.digests.get(address)}
        return Sent(self.page, typed, {address: self.digests.get(address, "") for address in typed}) if typed else None

    @property
    def encoded(self) -> str:
        """The value of the hidden field."""
        return urlsafe_b64encode(msgspec.json.encode(self)).rstrip(b"=").decode()


@dataclass
class _Part:
    """A part that is being rendered: its values as they are saved, and what was typed in it."""

    address: str
    shown: Pairs = field(default_factory=list)
    typed: Pairs | None = None

    def next(self, name: str) -> str:
        """Return what was typed in the next field of a name."""
        pair = next((pair for pair in self.typed or [] if pair[0] == name), (name, ""))
        if self.typed and pair in self.typed:
            self.typed.remove(pair)
        return pair[1]


_SENT: ContextVar[Sent | None] = ContextVar("sent", default=None)
_PART: ContextVar[_Part | None] = ContextVar("part", default=None)
_DIFFERING: ContextVar[int] = ContextVar("differing", default=0)


def without_language(address: str) -> str:
    """Return an address without the language of the pages, which may change while something is typed."""
    return "/" + address.lstrip("/").partition("/")[2]


def digest_of(pairs: Sequence[tuple[str, str]]) -> str:
    """Return the digest of the fields of a part; passwords and the order of the fields do not count."""
    plain = sorted((name, value.replace("\r\n", "\n").strip()) for name, value in pairs if "password" not in name)
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:_DIGITS]


def split(pairs: Pairs, address: str) -> tuple[Pairs, Sent | None, bool]:
    """Return the fields of the part that belongs to an address with those outside all parts, the other parts, and whether nothing may be done.

    Enter presses no button of a part. It is taken for that of the form's own address if nothing was typed elsewhere; else that part too is
    among the others, and nothing may be done. A password is in no part.
    """
    outside, whole = _read(pairs)
    special = dict(outside)
    outside = [pair for pair in outside if pair[0] not in {CARRIED, ENTER}]
    if not whole.typed:
        return outside, _decoded(special.get(CARRIED, "")), False
    own = without_language(address)
    others = Sent(whole.page, {part: fields for part, fields in whole.typed.items() if part != own}, whole.digests)
    if ENTER in special and (others.changed or own not in whole.typed):
        return outside, whole, True
    return [*outside, *whole.typed.get(own, [])], others, False


def _read(pairs: Pairs) -> tuple[Pairs, Sent]:
    """Return the fields outside all parts, and all parts."""
    outside: Pairs = []
    whole, part = Sent("", {}, {}), ""
    for name, value in pairs:
        if name == PAGE:
            whole = Sent(without_language(value), whole.typed, whole.digests)
        elif name == BEGIN:
            part = without_language(value)
            whole.typed[part] = []
        elif name == END:
            whole.digests[part], part = value, ""
        elif part and "password" not in name:
            whole.typed[part].append((name, value))
        elif not part:
            outside.append((name, value))
    return outside, whole


def _decoded(value: str) -> Sent | None:
    if not value:
        return None
    try:
        return msgspec.json.decode(urlsafe_b64decode(value + "=" * (-len(value) % 4)), type=Sent)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return None


def back_to_page(pairs: Pairs, address: str) -> Sent | None:
    """Return all parts of a page, to which the person goes back from a page that asks whether a part is carried out."""
    special = dict(pairs)
    others = _decoded(special.get(CARRIED, "")) if BACK in special else None
    own = [pair for pair in pairs if pair[0] not in {CARRIED, BACK}]
    return Sent(others.page, {**others.typed, without_language(address): own}, others.digests) if others else None


def remember(sent: Sent | None) -> None:
    """From now on the pages of this request show what was typed beside."""
    _SENT.set(sent)


def remembered() -> Sent | None:
    """Return the parts that were sent with this request, if it came from a page with several."""
    return _SENT.get()


@contextmanager
def forgotten_afterwards() -> Iterator[None]:
    """Let what is remembered inside the block end with it."""
    before = _SENT.set(None)
    try:
        yield
    finally:
        _SENT.reset(before)


def begin_part(address: str) -> str:
    """Begin to render a part, for templates; return its address."""
    sent, plain = _SENT.get(), without_language(address)
    typed = sent.typed.get(plain) if sent else None
    _PART.set(_Part(plain, typed=None if typed is None else list(typed)))
    return address


def end_part() -> str:
    """End a part; return the digest of its saved values, or that with which it was first shown."""
    part, sent = _PART.get(), _SENT.get()
    _PART.set(None)
    if part is None:
        return ""
    return (sent.digests.get(part.address) if sent else None) or digest_of(part.shown)


def typed_text(name: str, value: object) -> object:
    """Return the text for a field: what was typed, else the value."""
    part = _PART.get()
    if part is None:
        return value
    part.shown.append((name, str(value)))
    return value if part.typed is None else _noted(part.next(name), str(value))


def chosen_option(name: str, value: object, offered: Sequence[object], *, is_menu: bool) -> object:
    """Return which of the offered values is chosen; a browser chooses the first of a menu itself."""
    part = _PART.get()
    if part is None:
        return value
    value = value if value in offered else offered[0] if is_menu and offered else ""
    part.shown += [(name, str(value))] if is_menu or value in offered else []
    return value if part.typed is None else _noted(part.next(name), str(value))


def is_ticked(name: str, value: str, checked: object) -> bool:
    """Return whether a box is ticked."""
    part = _PART.get()
    if part is None:
        return bool(checked)
    part.shown += [(name, value)] if checked else []
    if part.typed is None:
        return bool(checked)
    was_ticked = (name, value) in part.typed
    _noted(str(was_ticked), str(bool(checked)))
    return was_ticked


def _noted(text: str, value: str) -> str:
    _DIFFERING.set(_DIFFERING.get() + (text.replace("\r\n", "\n").strip() != value.replace("\r\n", "\n").strip()))
    return text


def number_typed() -> int:
    """Return in how many fields something else than their values was shown so far: a folded part with such a field is open."""
    return _DIFFERING.get()


def carried_parts() -> str:
    """Return what a page that asks something carries along; empty if nothing was typed beside."""
    sent = _SENT.get()
    return sent.encoded if sent else ""
