"""Which languages have to be compared again: a wording is confirmed against the authentic texts of one time, and those may change."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.memoranda.tables import WordingStatus
from coalition.remembered import WHOLE_TEXTS, bounded_cache
from coalition.text.digests import edition_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from coalition.memoranda.tables import Edition, Wording


class Confirmation(Struct, frozen=True):
    """Who confirmed a wording and when, with the digests of the authentic texts of that time by language; `who` is empty if it is not known."""

    at: datetime
    who: str
    compared: Mapping[str, str]


def digest_of_wording(wording: Wording) -> str:
    """Return the digest of a title and a text, by which a change is recognised: a text that is changed back is the same again."""
    return _digest_of_text(wording.body, wording.title)


@bounded_cache(*WHOLE_TEXTS)
def _digest_of_text(body: str, title: str) -> str:
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


def others_of(wording: Wording, wordings: Sequence[Wording]) -> list[Wording]:
    """Return the authentic wordings that a wording has to agree with."""
    return [other for other in wordings if other.status == WordingStatus.AUTHENTIC and other.language != wording.language]


def changed_since(wording: Wording, wordings: Sequence[Wording], confirmation: Confirmation | None) -> list[str]:
    """Return the authentic languages, other than its own, whose text is not the one against which a wording was confirmed."""
    compared = confirmation.compared if confirmation else {}
    return [other.language for other in others_of(wording, wordings) if compared.get(other.language) != digest_of_wording(other)]


def to_confirm(edition: Edition, wordings: Sequence[Wording], confirmations: Mapping[int, Confirmation]) -> set[str]:
    """Return the languages that nobody has confirmed since an authentic text changed.

    Authentic texts that are fixed were adopted together and need no confirmation any more; translations do.
    """
    asked = [wording for wording in wordings if not (edition.digest and wording.status == WordingStatus.AUTHENTIC)]
    return {wording.language for wording in asked if changed_since(wording, wordings, confirmations.get(wording.id))}


def digest_compared(wording: Wording, wordings: Sequence[Wording]) -> str:
    """Return the digest of everything that is compared when a wording is confirmed, which the form sends back."""
    return edition_digest({each.language: (each.title, each.body) for each in (wording, *others_of(wording, wordings))})
