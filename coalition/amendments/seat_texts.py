"""The text that a seat was sent, provision by provision, and what is new in it since the round before in which its organisation had a seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.proposals import frozen_text
from coalition.drafting.provision_texts import TITLE, shown
from coalition.languages import Message
from coalition.rounds.queries import round_before, round_before_of_all, texts_of
from coalition.text.apart import apart_if_long
from coalition.text.provisions import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.amendments.readers import Reader
    from coalition.drafting.current_texts import TextInLanguage
    from coalition.drafting.provision_texts import ProvisionText
    from coalition.rounds.tables import ConsultationRound
    from coalition.text.differences import DifferencePart

_TITLE = Message("Title")
_AT_END = Message("At the end of the text")
_NOT_HERE = Message("A provision that this text does not have")


class SeatText(Struct, frozen=True):
    """One language of the text that was sent; `earlier` is that of the round with the number `round_before`, None where there was none."""

    text: TextInLanguage
    round_before: int
    earlier: TextInLanguage | None

    @property
    def keys(self) -> Sequence[str]:
        """The keys of the provisions, in order, the title first."""
        return [*self.text.provisions]

    @property
    def new(self) -> Sequence[str]:
        """The keys of the provisions that were added or changed since the round before."""
        if self.earlier is None:
            return []
        before = self.earlier.provisions
        return [key for key, text in self.text.provisions.items() if key not in before or before[key].source != text.source]

    @property
    def number_removed(self) -> int:
        """How many provisions of the round before are gone."""
        return len(self.earlier.provisions.keys() - self.text.provisions.keys()) if self.earlier else 0

    def since(self, key: str) -> Sequence[DifferencePart]:
        """Return the difference of a provision to the round before; nothing if it is not new."""
        if self.earlier is None or key not in self.new:
            return ()
        before = self.earlier.provisions.get(key)
        return shown(self.text.provisions[key], before) if before else ()

    def name(self, key: str) -> Message:
        """Return what a provision is called; an empty key is the end of the text."""
        text = self.text.provisions.get(key)
        if text is None:
            return _AT_END if not key else _NOT_HERE
        return name_of(text.block.label) if text.block else _TITLE


class SentTexts(Struct, frozen=True):
    """The languages of the text that a seat was sent, authentic ones first, with their status."""

    texts: Sequence[SeatText]
    statuses: Mapping[str, str]

    def of(self, *languages: str, key: str = "") -> SeatText | None:
        """Return the text in the first of some languages, else in any, that has a provision; None if none has it."""
        having = {each.text.language: each for each in self.texts if each.text.language in self.having(key)}
        return next((having[code] for code in (*languages, *having) if code in having), None)

    def having(self, key: str) -> Sequence[str]:
        """Return the languages that have a provision; every one has a title and an end."""
        return [each.text.language for each in self.texts if key in {"", TITLE, *each.text.keys}]


async def read_apart(text: SeatText | None) -> None:
    """Read the provisions of a text before a page shows them: a long one in a thread."""
    if text:
        await read_each_apart(text.text, *([text.earlier] if text.earlier else []))


async def read_each_apart(*texts: TextInLanguage) -> None:
    """Read the provisions of some texts, of long ones in a thread."""
    for each in texts:
        await apart_if_long(each.body, _provisions_of, each)


def _provisions_of(text: TextInLanguage) -> Mapping[str, ProvisionText]:
    return text.provisions


async def sent_texts(row: ConsultationRound, reader: Reader) -> SentTexts:
    """Return the texts of a round as the reader in one of its seats was sent them."""
    return await _sent(row, await round_before(row, reader.organisation))


async def sent_to_every_seat(row: ConsultationRound) -> SentTexts:
    """Return the texts of a round beside those of the last round before that went to every organisation in it."""
    return await _sent(row, await round_before_of_all(row))


async def _sent(row: ConsultationRound, before: ConsultationRound | None) -> SentTexts:
    rows = await texts_of(row.id)
    earlier = {each.language: frozen_text(each) for each in await texts_of(before.id)} if before else {}
    number = before.number if before else 0
    texts = [SeatText(frozen_text(each), number, earlier.get(each.language)) for each in rows]
    return SentTexts(texts, {each.language: each.status for each in rows})
