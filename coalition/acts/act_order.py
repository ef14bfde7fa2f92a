"""Orders of days that cannot be true: one check for every act, whichever way it comes in.

A date that is known in part is refused only if no day of it is possible; what is not known is not compared.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts.act_kinds import ENDING_KINDS, KINDS
from coalition.acts.deadlines import deadline
from coalition.acts.queries import history_with
from coalition.acts.tables import ActKind, Channel
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.edition_queries import adopted_on
from coalition.memoranda.tables import SigningState
from coalition.organisations.event_queries import lifetime_of
from coalition.partial_dates import PartialDate, cached_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coalition.acts.histories import ActRow
    from coalition.acts.new_acts import NewAct
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import Lifetime

_NOT_COME = Message("This day has not come yet.")
_RECEIVED_BEFORE = Message("It cannot have been received before it was done.")
_NOT_OPENED = Message("The text was not opened for signature.")
_NO_ACCESSION = Message("The text was not opened for accession.")
_AFTER_ACCESSION = {SigningState.ACCESSION_ONLY, SigningState.ENDED}
_FOLLOWING = {ActKind.CONFIRMATION, ActKind.CORRECTION, *ENDING_KINDS}
_SIGNING = {ActKind.SIGNATURE, ActKind.AD_REFERENDUM}


class ImpossibleOrder(InvalidForm):
    """The days of an act cannot be true beside what is on record; a second coordinator can accept them with a remark."""

    def __init__(self, field: str, message: Message) -> None:
        """Hold the message for the field `acted` or `received`."""
        super().__init__({field: message})
        self.field, self.message = field, message


class Dated(Struct, frozen=True):
    """The days of an act, as far as they are known, how it came in, and whether a successor of the organisation did it."""

    kind: ActKind
    acted: PartialDate | None
    received: date | None
    channel: Channel = Channel.PAPER
    by_successor: bool = False

    @property
    def field(self) -> str:
        """The field whose day is wrong: that of receipt if the other is not known; online nobody types a day."""
        if self.channel is Channel.ONLINE:
            return "form"
        return "acted" if self.acted else "received"

    def before(self, day: date) -> bool:
        """Whether it was certainly done before a day: nothing is done after it was received."""
        ends = (self.acted.last if self.acted else None, self.received)
        return any(end is not None and end < day for end in ends)

    def after(self, day: date) -> bool:
        """Whether it was certainly done after a day."""
        return self.acted is not None and self.acted.first > day


class Bounds(Struct, frozen=True):
    """The days that limit an act: those of the text, of its organisation, and of the earlier acts of its history.

    `came_after` are later acts of the history, which a corrected day must not overtake. `last_day` is the last day for the confirmation of
    the signature, `lapsed` the day on which that lapsed.
    """

    window: tuple[date | None, date | None] = (None, None)
    accession: tuple[date | None, date | None] = (None, None)
    not_opened: Message | None = None
    adopted: PartialDate | None = None
    lifetime: Lifetime | None = None
    came_before: Sequence[ActRow] = ()
    came_after: Sequence[ActRow] = ()
    last_day: date | None = None
    lapsed: PartialDate | None = None


def check_days(act: Dated, bounds: Bounds, *, remarked: bool = False) -> None:
    """Refuse days that cannot be true; `remarked`: only what no remark makes possible.

    Raises:
        InvalidForm: a day has not come yet, the act was received before it was done, or a confirmation after its last day.
        ImpossibleOrder: with the first other reason.

    """
    for problem in (*_wrong_days(act), *_late(act, bounds)):
        raise problem
    if remarked:
        return
    for message in (*_outside_the_text(act, bounds), *_outside_the_lifetime(act, bounds), *_out_of_turn(act, bounds)):
        raise ImpossibleOrder(act.field, message)


def _wrong_days(act: Dated) -> Iterator[InvalidForm]:
    """Yield what no remark makes possible: a day that has not come, or a receipt before the act."""
    today = clock.today()
    if act.after(today):
        yield InvalidForm({"acted": _NOT_COME})
    if act.received and act.received > today:
        yield InvalidForm({"received": _NOT_COME})
    if act.received and act.after(act.received):
        yield InvalidForm({"received": _RECEIVED_BEFORE})


def _late(act: Dated, bounds: Bounds) -> Iterator[InvalidForm]:
    """Yield why a confirmation came too late: the signature lapsed on the day after the last one, whether or not that is on record."""
    received = act.received or (act.acted.first if act.acted else None)
    if act.kind is ActKind.CONFIRMATION and bounds.last_day and received and received > bounds.last_day:
        message = Message(
            "It came after {last_day}, the last day for the confirmation, and the signature lapsed on {lapsed}. "
            "The organisation can sign again or accede while the text is open for that.",
            last_day=bounds.last_day,
            lapsed=bounds.last_day + timedelta(days=1),
        )
        yield InvalidForm({"received" if act.received else act.field: message})


def _outside_the_text(act: Dated, bounds: Bounds) -> Iterator[Message]:
    """Yield why an act was not possible under the text: a support only needs a text that is adopted."""
    if not KINDS[act.kind].begins:
        return
    if bounds.not_opened:
        yield bounds.not_opened
    if act.kind in _SIGNING:
        opens, closes = bounds.window
        if opens and act.before(opens):
            yield Message("This is before {date}, the day on which the text was opened for signature.", date=opens)
        if closes and act.after(closes):
            yield Message("This is after {date}, the last day for signature.", date=closes)
    if act.kind is ActKind.ACCESSION:
        opened, ended = bounds.accession
        if opened and act.before(opened):
            yield Message("This is before {date}, the day on which the text was opened for accession.", date=opened)
        if ended and act.after(ended):
            yield Message("This is after {date}, the last day for accession.", date=ended)
    if bounds.adopted and act.before(bounds.adopted.first):
        yield Message("This is before {date}, the day on which the text was adopted.", date=bounds.adopted)


def _outside_the_lifetime(act: Dated, bounds: Bounds) -> Iterator[Message]:
    """Yield why the organisation could not act; what ends an act is possible after it: a successor or a coordinator does it."""
    if bounds.lifetime is None or act.by_successor or not (KINDS[act.kind].begins or act.kind is ActKind.CONFIRMATION):
        return
    founded, ended = bounds.lifetime.founded, bounds.lifetime.ended
    if founded and act.before(founded.first):
        yield Message("By the register the organisation was founded later: {date}.", date=founded)
    if ended and act.after(ended.last):
        yield Message("By the register the organisation ended before: {date}.", date=ended)


def _out_of_turn(act: Dated, bounds: Bounds) -> Iterator[Message]:
    if act.kind is ActKind.CONFIRMATION and bounds.lapsed:
        yield Message("The signature lapsed on {date}, and that is on record, although the confirmation came in time.", date=bounds.lapsed)
    for earlier in bounds.came_before:
        if earlier.acted and act.before(earlier.acted.first):
            yield _turn(earlier.kind, earlier.acted)
    for later in bounds.came_after:
        if act.acted and _dated(later).before(act.acted.first):
            yield _turn_after(later)


def _turn(kind: ActKind, day: PartialDate) -> Message:
    if kind is ActKind.CONFIRMATION:
        return Message("This is before the confirmation: {date}.", date=day)
    return Message("This is before the act that it is about: {date}.", date=day)


def _turn_after(later: ActRow) -> Message:
    return Message("This is after a later act that is about it ({act}): {date}.", act=later.kind.word, date=later.acted or later.received)


def _dated(act: ActRow) -> Dated:
    return Dated(act.kind, act.acted, act.received, act.channel, by_successor=act.successor is not None)


async def check_order(new: NewAct) -> None:
    """Refuse an act whose days cannot be true beside what is on record; a correction is checked with the days that it puts right.

    Of an act that was accepted with a remark only what no remark makes possible is refused.

    Raises:
        InvalidForm, ImpossibleOrder: as `check_days`.

    """
    dated = Dated(new.kind, cached_date(new.acted) if new.acted else None, new.received, new.channel, by_successor=new.successor is not None)
    if new.about is None or new.kind not in _FOLLOWING:
        check_days(dated, await _bounds(dated, new, new.digest), remarked=new.remarked)
        return
    history = await history_with(new.memorandum.id, new.organisation, new.about)
    acts = [history.root, *history.events]
    last_day = _last_day(new.memorandum, history.root)
    if new.correction is None:
        bounds = replace(await _bounds(dated, new, new.digest), last_day=last_day, lapsed=history.lapsed)
        check_days(dated, replace(bounds, came_before=_compared(new.kind, acts)), remarked=new.remarked)
        return
    at = next(place for place, act in enumerate(acts) if act.id == new.correction.act)
    wrong, right = acts[at], new.correction
    if (wrong.acted, wrong.received) != (right.acted, right.received):
        corrected = replace(_dated(wrong), acted=right.acted, received=right.received)
        turn = {"came_before": _compared(wrong.kind, acts[:at]), "came_after": _overtaken(wrong.kind, acts[at + 1 :])}
        bounds = replace(await _bounds(corrected, new, wrong.digest), last_day=last_day, **turn)
        check_days(corrected, bounds, remarked=new.remarked)


def _last_day(memorandum: Memorandum, root: ActRow) -> date | None:
    """Return the last day for the confirmation of a signature ad referendum, None without a deadline."""
    if root.kind is not ActKind.AD_REFERENDUM or root.recorded_on is None:
        return None
    return deadline(memorandum.confirmation_days, root.channel, root.received, root.recorded_on)


def _compared(kind: ActKind, before: Sequence[ActRow]) -> Sequence[ActRow]:
    """Return the earlier acts that an act must follow: the signature or support, and the confirmation if it ends them."""
    return [act for act in before if _follows(kind, act.kind)]


def _overtaken(kind: ActKind, after: Sequence[ActRow]) -> Sequence[ActRow]:
    """Return the later acts that must follow an act."""
    return [act for act in after if _follows(act.kind, kind)]


def _follows(kind: ActKind, other: ActKind) -> bool:
    """Whether an act of a kind cannot precede an act of another kind in its history."""
    return KINDS[other].begins or (KINDS[kind].ends and other is ActKind.CONFIRMATION)


async def _bounds(act: Dated, new: NewAct, digest: str | None) -> Bounds:
    """Read the days that limit an act; one that is done online now is after the adoption, and after every founding."""
    begins, now = KINDS[act.kind].begins, new.channel is Channel.ONLINE and new.correction is None
    adopted = await adopted_on(new.memorandum.id, digest) if begins and not now else None
    lives = begins or act.kind is ActKind.CONFIRMATION
    lifetime = await lifetime_of(new.organisation) if lives and not (now and new.is_active) else None
    return bounds_of(act, new.memorandum, adopted, lifetime)


def bounds_of(act: Dated, memorandum: Memorandum, adopted: PartialDate | None, lifetime: Lifetime | None) -> Bounds:
    """Return the days of the text and of an organisation that limit an act; of a record of the past without them nothing is compared."""
    return Bounds(
        window=(memorandum.opens_on, memorandum.closes_on),
        accession=(memorandum.accession_opened_on, memorandum.accession_ended_on),
        not_opened=_not_opened(act, memorandum),
        adopted=adopted,
        lifetime=lifetime,
    )


def _not_opened(act: Dated, memorandum: Memorandum) -> Message | None:
    """Return why an act is not possible under a text that was not opened for it; a source may tell of an opening that is not on record."""
    from_source = act.channel is Channel.HISTORICAL or memorandum.historical
    if act.kind in _SIGNING and memorandum.signing_state == SigningState.NOT_OPEN and not from_source:
        return _NOT_OPENED
    if act.kind is ActKind.ACCESSION and memorandum.accession_opened_on is None and memorandum.signing_state not in _AFTER_ACCESSION:
        return _NO_ACCESSION if not from_source or _is_signed_now(memorandum) else None
    return None


def _is_signed_now(memorandum: Memorandum) -> bool:
    """Whether the time for signature runs, which ends before a text is opened for accession."""
    return memorandum.signing_state == SigningState.OPEN and (memorandum.closes_on is None or memorandum.closes_on >= clock.today())
