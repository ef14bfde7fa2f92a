"""Sentences about the state of a memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from coalition.languages import LastDay, Message
from coalition.memoranda.tables import MemorandumKind, SigningState
from coalition.partial_dates import PartialDate
from coalition.public.memoranda.count_sentences import numbers, signed
from coalition.published.rule_sentences import about_effect
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from coalition.acts.status import Counts
    from coalition.memoranda.queries import MemorandumView
    from coalition.published.memorandum import PublicMemorandum


_OPEN = Message("Open for signature.")


class Standing(Struct, frozen=True):
    """A state as two or three words with a tone, and as a sentence."""

    words: Message
    tone: str
    sentence: Message


class Listed(Struct, frozen=True):
    """A memorandum in a list: its kind, its state, and the sentences about its signatures, none where there are none."""

    view: MemorandumView
    kind: MemorandumKind
    standing: Standing
    signed: Sequence[Message]


def standing(view: MemorandumView, today: date) -> Standing:
    """Return whether a memorandum can be signed on a day."""
    if view.terminated_on:
        return Standing(Message("Terminated"), "", Message("It was terminated on {date}.", date=view.terminated_on))
    if view.historical:
        announced = Message("Announced: {date}.", date=PartialDate(view.announced)) if view.announced else Message("Its date is not known.")
        return Standing(Message("Record of the past"), "", announced)
    return _STAGES[SigningState(view.signing_state)].standing(view, today)


def listed(views: Sequence[MemorandumView], counts: Mapping[int, Counts], today: date) -> list[Listed]:
    """Return memoranda for a list; `counts` are the public numbers by id."""
    return [Listed(view, MemorandumKind(view.kind), standing(view, today), _signed_if_any(counts[view.id])) for view in views]


def _signed_if_any(counts: Counts) -> Sequence[Message]:
    return signed(counts, awaited=False) if counts.parties else ()


def _not_open(_: MemorandumView, __: date) -> Standing:
    return Standing(Message("Not open for signature"), "", Message("It is not open for signature."))


def _closed(view: MemorandumView, _: date) -> Standing:
    day = view.closes_on
    sentence = Message("It was open for signature until {date}.", date=day) if day else Message("It is closed for signature.")
    return Standing(Message("Closed for signature"), "", sentence)


def _open_for_accession(view: MemorandumView, _: date) -> Standing:
    day = view.accession_opened_on
    sentence = Message("It has been open for accession since {date}.", date=day) if day else Message("It is open for accession.")
    return Standing(Message("Open for accession"), "good", sentence)


def _ended(view: MemorandumView, _: date) -> Standing:
    day = view.accession_ended_on
    sentence = Message("It was open for accession until {date}.", date=day) if day else Message("It cannot be signed any more.")
    return Standing(Message("No longer open"), "", sentence)


def _open(view: MemorandumView, today: date) -> Standing:
    if view.closes_on and view.closes_on < today:
        return _closed(view, today)
    if view.opens_on and view.opens_on > today:
        return Standing(Message("Opens soon"), "warn", Message("It opens for signature on {date}.", date=view.opens_on))
    words = Message("Open for signature")
    if not view.closes_on:
        return Standing(words, "good", _OPEN)
    return Standing(words, "good", Message("Open for signature until {date}.", date=LastDay(view.closes_at) if view.closes_at else view.closes_on))


def _ends_at_an_hour(view: MemorandumView) -> bool:
    """Whether it is an open appeal, whose page says the hour in its time zone beside what is asked."""
    return view.is_open and view.closes_at is not None


class Stage(NamedTuple):
    """The sentence for a signing state, and whether more signatures are awaited."""

    standing: Callable[[MemorandumView, date], Standing]
    awaits: bool


_STAGES: Mapping[SigningState, Stage] = for_each(
    SigningState,
    {
        SigningState.NOT_OPEN: Stage(_not_open, awaits=True),
        SigningState.OPEN: Stage(_open, awaits=True),
        SigningState.CLOSED: Stage(_closed, awaits=False),
        SigningState.ACCESSION_ONLY: Stage(_open_for_accession, awaits=True),
        SigningState.ENDED: Stage(_ended, awaits=False),
    },
)


def tally(public: PublicMemorandum) -> Sequence[Message]:
    """Return the numbers of signatories and the rule for counting them."""
    return numbers(public, awaited=_STAGES[SigningState(public.view.signing_state)].awaits)


def summary(public: PublicMemorandum, today: date) -> Sequence[Message]:
    """Return the state of a memorandum: its window, its effect, then its numbers."""
    effect = about_effect(public.effect, public.forum.countries if public.forum else ())
    where = [_OPEN if _ends_at_an_hour(public.view) else standing(public.view, today).sentence]
    return [*effect, *where, *tally(public)] if public.view.terminated_on else [*where, *effect, *tally(public)]
