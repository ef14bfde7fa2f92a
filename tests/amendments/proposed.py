"""Amendments for stories: proposed in the seats of a round, handed in, accepted, and read by everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.amendments.deciding_amendments import decide
from coalition.amendments.forms import AmendmentForm, DecisionForm, EnteredAmendmentForm, HandInForm
from coalition.amendments.proposing import hand_in, save_amendment
from coalition.amendments.readers import coordinators_of, reader_in
from coalition.amendments.views import amendment_view, amendments_of
from coalition.rounds.seat_sessions import begin_seat_session, hold_seat
from tests import factories
from tests.drafting.conftest import key_of
from tests.rounds import seated

if TYPE_CHECKING:
    from coalition.amendments.readers import Reader
    from coalition.amendments.views import AmendmentLine, AmendmentView
    from coalition.memoranda.tables import Memorandum

SLUGS = ("ben", "cleo", "far")


async def parties() -> None:
    """Add three organisations, each with a contact."""
    for slug in SLUGS:
        await factories.organisation(slug, f"Party {slug}", email=f"{slug}@example.org")


async def sessions(memorandum: Memorandum, *slugs: str, **more: Any) -> dict[str, str]:
    """Send a round to organisations, and begin a session in each seat."""
    await seated.sent(memorandum, *(slugs or SLUGS), **{"kind": "comments"} | more)
    return {slug: await begin_seat_session(token) for slug, token in (await seated.deliver()).items()}


def form(text: str = "", *, operation: str = "replace", language: str = "en", **more: Any) -> AmendmentForm:
    """Return the form of an amendment."""
    return AmendmentForm.parse({"operation": operation, "language": language, "text": text, **more})


async def replacing(memorandum: Memorandum, label: str, text: str, **more: Any) -> AmendmentForm:
    """Return the form of an amendment about the provision with a label."""
    return form(text, provision=await key_of(memorandum, label, more.get("language", "en")), **more)


async def handed_in(session: str, *forms: AmendmentForm, disclosure: str = "named") -> list[int]:
    """Propose amendments in a seat, and hand them in."""
    for each in forms:
        await save_amendment(session, each, "en")
    return await hand_in(session, HandInForm.parse({"disclosure": disclosure}))


def entered(organisation: str, proposal: AmendmentForm, **more: Any) -> EnteredAmendmentForm:
    """Return the form with which coordinators enter an amendment for an organisation."""
    return EnteredAmendmentForm.parse({**proposal.model_dump(mode="json"), "organisation": organisation, "disclosure": "named", **more})


async def decided(memorandum: Memorandum, number: int, outcome: str = "accepted", **more: Any) -> None:
    """Decide an amendment."""
    reason = "It goes too far." if outcome == "rejected" else ""
    await decide(memorandum, number, DecisionForm.parse({"outcome": outcome, "reason": reason} | more))


async def in_seat(session: str) -> Reader:
    """Return the reader in a seat."""
    return reader_in(await hold_seat(session))


async def read(reader: Reader, number: int) -> AmendmentView:
    """Return an amendment, which the reader may read."""
    view = await amendment_view(reader, number)
    assert view
    return view


async def at_desk(memorandum: Memorandum, number: int) -> AmendmentView:
    """Return an amendment as those who work on the draft read it."""
    return await read(coordinators_of(memorandum.id), number)


async def lines(reader: Reader, **more: Any) -> list[AmendmentLine]:
    """Return the amendments that somebody may read."""
    return [*(await amendments_of(reader, limit=500, **more)).lines]
