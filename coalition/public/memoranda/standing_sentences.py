"""Sentences about the state of a memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from coalition.acts.act_kinds import BINDING
from coalition.acts.status_changes import Change
from coalition.languages import Message
from coalition.memoranda.tables import MemorandumKind, SigningState
from coalition.partial_dates import PartialDate
from coalition.published.rule_sentences import about_effect
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from coalition.acts.status import Counts
    from coalition.acts.status_changes import Comparison
    from coalition.acts.status_lines import StatusLine
    from coalition.memoranda.queries import MemorandumView
    from coalition.published.memorandum import PublicMemorandum, ReportedCount


class Standing(Struct, frozen=True):
    """A state as two or three words with a tone, and as a sentence."""

    words: Message
    tone: str
    sentence: Message


class Listed(Struct, frozen=True):
    """A memorandum in a list: its kind, its state, and a sentence about its signatures, None where there are none."""

    view: MemorandumView
    kind: MemorandumKind
    standing: Standing
    signed: Message | None


# Shown for every memorandum whose number of withheld names is not given, also if no name is withheld.
_NOT_GIVEN = Message("Some organisations may have signed without being named: they are in no number here.")


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


def _signed_if_any(counts: Counts) -> Message | None:
    return signed(counts, awaited=False) if counts.signed else None


def _not_open(_: MemorandumView, __: date) -> Standing:
    return Standing(Message("Not open for signature"), "", Message("It is not open for signature."))


def _closed(view: MemorandumView, _: date) -> Standing:
    day = view.closes_on
    sentence = Message("It was open for signature until {date}.", date=day) if day else Message("It is closed for signature.")
    return Standing(Message("Closed for signature"), "", sentence)


def _open_for_accession(_: MemorandumView, __: date) -> Standing:
    return Standing(Message("Open for accession"), "good", Message("It is open for accession."))


def _ended(_: MemorandumView, __: date) -> Standing:
    return Standing(Message("No longer open"), "", Message("It cannot be signed any more."))


def _open(view: MemorandumView, today: date) -> Standing:
    if view.closes_on and view.closes_on < today:
        return _closed(view, today)
    if view.opens_on and view.opens_on > today:
        return Standing(Message("Opens soon"), "warn", Message("It opens for signature on {date}.", date=view.opens_on))
    words = Message("Open for signature")
    if not view.closes_on:
        return Standing(words, "good", Message("Open for signature."))
    return Standing(words, "good", Message("Open for signature until {date}.", date=view.closes_on))


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


def signed(counts: Counts, *, awaited: bool) -> Message:
    """Return the number of signatures, and of those with a withheld name if that is given; `awaited`: more may sign."""
    number, withheld = counts.signed, counts.names_withheld
    if withheld is None:
        return _named(number, awaited=awaited)
    if not number:
        return Message("No organisation has signed yet.") if awaited else Message("No organisation has signed.")
    if not withheld:
        return Message.plural("{n} organisation has signed.", "{n} organisations have signed.", number)
    if number == 1:
        return Message("One organisation has signed, with its name withheld.")
    if withheld == 1:
        return Message.plural(
            "{n} organisation has signed, one of them with its name withheld.",
            "{n} organisations have signed, one of them with its name withheld.",
            number,
        )
    return Message.plural(
        "{n} organisation has signed, {withheld} of them with their names withheld.",
        "{n} organisations have signed, {withheld} of them with their names withheld.",
        number,
        withheld=withheld,
    )


def _named(number: int, *, awaited: bool) -> Message:
    """Return how many are named, where nothing is said of those who are not."""
    if not number:
        return Message("No organisation is named as a signatory yet.") if awaited else Message("No organisation is named as a signatory.")
    return Message.plural("{n} organisation is named as a signatory.", "{n} organisations are named as signatories.", number)


def supported(counts: Counts) -> Message | None:
    """Return the number of supporters, None if there are none."""
    number, withheld = counts.supported, counts.supporters_withheld
    if not number:
        return None
    if withheld is None:
        return Message.plural("{n} organisation is named as a supporter.", "{n} organisations are named as supporters.", number)
    if not withheld:
        return Message.plural("{n} organisation supports it without signing.", "{n} organisations support it without signing.", number)
    return Message.plural(
        "{n} organisation supports it without signing; names withheld: {withheld}.",
        "{n} organisations support it without signing; names withheld: {withheld}.",
        number,
        withheld=withheld,
    )


def reported(count: ReportedCount) -> Message:
    """Return a number of signatories that a source reports without names."""
    if count.act not in BINDING:
        return Message.plural(
            "At least {n} organisation supported it; its name is not recorded here.",
            "At least {n} organisations supported it; their names are not recorded here.",
            count.at_least,
        )
    return Message.plural(
        "At least {n} organisation signed; its name is not recorded here.",
        "At least {n} organisations signed; their names are not recorded here.",
        count.at_least,
    )


def tally(public: PublicMemorandum) -> Sequence[Message]:
    """Return the numbers of signatories and the rule for counting them; a record of the past has the numbers of its source."""
    counts = public.status.counts
    support = supported(counts)
    sentences = [reported(count) for count in public.reported]
    if counts.signed or not sentences:
        sentences.insert(0, signed(counts, awaited=_STAGES[SigningState(public.view.signing_state)].awaits))
    rule = [_NOT_GIVEN] if counts.names_withheld is None and not public.reported else []
    return [*sentences, support, *rule] if support else [*sentences, *rule]


def summary(public: PublicMemorandum, today: date) -> Sequence[Message]:
    """Return the state of a memorandum: its window, its effect, then its numbers."""
    effect = about_effect(public.effect, public.forum.countries if public.forum else ())
    where = [standing(public.view, today).sentence]
    return [*effect, *where, *tally(public)] if public.view.terminated_on else [*where, *effect, *tally(public)]


def compared(difference: Comparison) -> list[tuple[Message, Sequence[StatusLine]]]:
    """Return the changes between two days, each sentence with the lines it is about; changes without lines are omitted."""
    lines = difference.lines
    return [(_change(change, len(lines[change])), lines[change]) for change in Change if lines[change]]


def _change(change: Change, number: int) -> Message:
    match change:
        case Change.ADDED:
            return Message.plural("{n} organisation was added.", "{n} organisations were added.", number)
        case Change.ENDED:
            return Message.plural("The act of {n} organisation ended.", "The acts of {n} organisations ended.", number)
        case Change.CHANGED:
            return Message.plural("The line of {n} organisation changed.", "The lines of {n} organisations changed.", number)
