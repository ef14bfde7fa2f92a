"""What editors and coordinators answer to an amendment: they recommend, decide, and can take a decision back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.amendments import queries
from coalition.amendments.applying import apply
from coalition.amendments.errors import NoSuchAmendment, NotDecided, NotTogether
from coalition.amendments.forms import DecisionForm
from coalition.amendments.proposing import check_open, check_worked_on
from coalition.amendments.readers import coordinators_of
from coalition.amendments.tables import DECIDED_TEXT, Amendment, AmendmentState, Outcome, Recommendation
from coalition.database import put, transaction
from coalition.drafting.returning import undo_change, when_undone
from coalition.drafting.working_texts import working_on
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.trail import TrailAct
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from piccolo.columns import Column

    from coalition.amendments.forms import RecommendationForm
    from coalition.drafting.returning import Undone
    from coalition.memoranda.tables import Memorandum

    Values = Mapping[Column | str, Any]

_UNDECIDED: Values = {
    Amendment.state: AmendmentState.SUBMITTED.value,
    Amendment.decision_reason: "",
    Amendment.decided_text: "",
    Amendment.merged_into: None,
    Amendment.decided_at: None,
    Amendment.coordinator: None,
    Amendment.applied: None,
    Amendment.change: "",
    Amendment.made: "",
}
CAN_REOPEN = {AmendmentState.ACCEPTED, AmendmentState.ACCEPTED_MODIFIED, AmendmentState.REJECTED, AmendmentState.MERGED}
_CAN_TAKE_UP = {AmendmentState.SUBMITTED, AmendmentState.ACCEPTED, AmendmentState.ACCEPTED_MODIFIED}


async def recommend(memorandum: Memorandum, number: int, form: RecommendationForm) -> None:
    """Recommend what to do with an open amendment; the last recommendation counts, and who may read the amendment reads it.

    Raises:
        NoSuchAmendment: there is none with this number.
        AmendmentNotOpen: it was decided or withdrawn.
        TextFrozen, WasAbandoned: nobody works on the draft any more.

    """
    async with transaction():
        amendment = await _open_one(memorandum, number)
        columns: dict[str, Any] = {"outcome": form.outcome.value, "reason": form.reason, "coordinator": _person()}
        await put(Recommendation, amendment=amendment.id, recommended_at=clock.now(), **columns)
        await trail.record(TrailAct.AMENDMENT_RECOMMENDED, f"amendment:{number}", memorandum.id)


async def decide(memorandum: Memorandum, number: int, form: DecisionForm) -> None:
    """Decide an open amendment; what is accepted is written into the draft in the same transaction, on the text as it is now.

    Raises:
        NoSuchAmendment: there is none with this number.
        AmendmentNotOpen: it was decided or withdrawn before.
        WordsChanged: its words were changed meanwhile: it can be accepted with changes only.
        ProvisionChanged, ProvisionRemoved, SeveralProvisions, OtherNumber, OthersChange, NumberTwice, NumbersUncertain: as `applying.apply`.
        InvalidForm, UncertainLines: the text cannot be published; or it is merged into itself, or into one that is not open or accepted.
        TextFrozen, WasAbandoned: nobody works on the draft any more.

    """
    async with transaction():
        amendment = await _open_one(memorandum, number)
        await Amendment.update(dict(await _decided(memorandum, amendment, form))).where(Amendment.id == amendment.id)
        await trail.record(TrailAct.AMENDMENT_DECIDED, f"amendment:{number}", memorandum.id)


async def accept_together(memorandum: Memorandum, numbers: Collection[int], reason: str = "") -> None:
    """Accept several open amendments as they are, all or none.

    Raises:
        NotTogether: one of them cannot be accepted; its `cause` is what `decide` raises.

    """
    form = DecisionForm(outcome=Outcome.ACCEPTED, reason=reason)
    async with transaction():
        for number in sorted({*numbers}):
            try:
                await decide(memorandum, number, form)
            except CoalitionError as cause:
                raise NotTogether(number, cause) from cause


async def _decided(memorandum: Memorandum, amendment: Amendment, form: DecisionForm) -> dict[Column | str, Any]:
    """Return the columns of a decision; an acceptance is written into the draft."""
    if form.outcome is Outcome.REFERRED:
        return {Amendment.referred_at: clock.now(), Amendment.decision_reason: form.reason}
    values: dict[Column | str, Any] = {
        Amendment.state: AmendmentState(form.outcome.value).value,
        Amendment.decision_reason: form.reason,
        Amendment.decided_at: clock.now(),
        Amendment.coordinator: _person(),
    }
    if form.outcome is Outcome.MERGED:
        await _check_target(memorandum, amendment, form.merged_into)
        return values | {Amendment.merged_into: form.merged_into}
    if form.outcome is Outcome.REJECTED:
        return values
    async with working_on(memorandum) as texts:
        applied = await apply(texts, amendment, form.text if form.outcome is Outcome.ACCEPTED_MODIFIED else None, form.base)
    values |= {Amendment.applied: applied.version, Amendment.change: applied.change, Amendment.made: applied.made}
    return values | {Amendment.decided_text: DECIDED_TEXT.encrypt(applied.text, amendment.key)}


async def _check_target(memorandum: Memorandum, amendment: Amendment, number: int | None) -> None:
    other = await queries.amendment_for(coordinators_of(memorandum.id), number or 0)
    if other is None or other.id == amendment.id or other.state not in _CAN_TAKE_UP or other.edition != amendment.edition:
        raise InvalidForm({"merged_into": Message("Choose another amendment that is open or accepted.")})


async def reopen(memorandum: Memorandum, number: int) -> None:
    """Take the decision about an amendment back; the change of an acceptance is undone while nobody saved the text after it.

    Raises:
        NoSuchAmendment: there is none with this number.
        NotDecided: nothing was decided about it.
        SavedAfter, NoSuchRevision: the text was saved after the acceptance.
        TextFrozen, WasAbandoned: nobody works on the draft any more.

    """
    async with transaction():
        amendment = await _any(memorandum, number)
        await check_worked_on(memorandum, amendment.edition)
        if amendment.state not in CAN_REOPEN:
            raise NotDecided
        if amendment.change:
            await undo_change(memorandum, amendment.change)
        await _reopen(amendment)
        await trail.record(TrailAct.AMENDMENT_REOPENED, f"amendment:{number}", memorandum.id)


@when_undone
async def _reopen_undone(undone: Undone) -> None:
    """Open an amendment again whose acceptance was undone in the text."""
    if amendment := await queries.made_by_change(undone.memorandum, undone.change):
        await _reopen(amendment)


async def _reopen(amendment: Amendment) -> None:
    await Amendment.update(dict(_UNDECIDED)).where(Amendment.id == amendment.id)


async def _open_one(memorandum: Memorandum, number: int) -> Amendment:
    """Return an open amendment of a draft, and lock the memorandum."""
    amendment = await _any(memorandum, number)
    check_open(amendment)
    await check_worked_on(memorandum, amendment.edition)
    return amendment


async def _any(memorandum: Memorandum, number: int) -> Amendment:
    await memoranda.locked(memorandum.id)
    amendment = await queries.amendment_for(coordinators_of(memorandum.id), number)
    if amendment is None:
        raise NoSuchAmendment
    return amendment


def _person() -> int | None:
    actor = current_actor()
    return actor.coordinator if actor else None
