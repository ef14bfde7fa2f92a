"""Who reads what: a seat its own private work, and of others what they handed in as they disclosed it; builds with one fault fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.amendments import disclosed, queries, reply_views
from coalition.amendments.comment_matrix import MatrixKind, matrix_page
from coalition.amendments.comment_views import comment_view, comments_of
from coalition.amendments.deciding_amendments import recommend
from coalition.amendments.entering import enter_for
from coalition.amendments.errors import ChangedByColleague, NoSuchAmendment, NoSuchComment, OwnAmendment
from coalition.amendments.filters import AmendmentFilters
from coalition.amendments.forms import CoSponsorForm, DispositionForm, RecommendationForm, ReplyForm
from coalition.amendments.margins import Waiting, waiting_beside
from coalition.amendments.open_proposals import open_proposals
from coalition.amendments.proposing import remove_amendment, save_amendment
from coalition.amendments.readers import coordinators_of
from coalition.amendments.replying_to_amendments import dispose_comment, reply_at_desk, reply_in_seat
from coalition.amendments.supporting import join_amendment, leave_amendment
from coalition.amendments.tables import Disposition
from coalition.amendments.views import amendment_view, private_amendments
from coalition.organisations.queries import ids_by_slug
from coalition.rounds.answering_rounds import hand_in_comments
from coalition.rounds.closing_rounds import close_round
from coalition.rounds.forms import SeatCommentsForm
from coalition.rounds.queries import open_round
from coalition.rounds.seat_sessions import hold_seat
from tests.amendments import proposed
from tests.drafting.conftest import key_of
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.amendments.readers import Reader
    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio


async def three_ways(memorandum: Memorandum) -> dict[str, str]:
    """Let Ben be named with an amendment, Cleo propose one without her name, and Far one for the coordinators only; Ben has a private one."""
    links = await proposed.sessions(memorandum)
    for slug, disclosure in (("ben", "named"), ("cleo", "unnamed"), ("far", "coordinators")):
        await proposed.handed_in(links[slug], await proposed.replacing(memorandum, "1", f"The parties meet as {slug} says."), disclosure=disclosure)
    await save_amendment(links["ben"], await proposed.replacing(memorandum, "3", "The parties say nothing."), "en")
    return links


async def seen(reader: Reader) -> list[tuple[int, str]]:
    """Return the numbers that somebody reads, each with the organisation that they know, and the numbers with which it collides for them."""
    return [(line.number, line.organisation.slug if line.organisation else "") for line in await proposed.lines(reader)]


async def test_everybody_reads_what_was_disclosed_to_them(consulted: Memorandum) -> None:
    links = await three_ways(consulted)
    ben, cleo, far = [await proposed.in_seat(links[slug]) for slug in proposed.SLUGS]
    assert await seen(coordinators_of(consulted.id)) == [(1, "ben"), (2, "cleo"), (3, "far")]
    assert await seen(ben) == [(1, "ben"), (2, "")]
    assert await seen(cleo) == [(1, "ben"), (2, "cleo")]
    assert await seen(far) == [(1, "ben"), (2, ""), (3, "far")]
    [first, _] = await proposed.lines(ben)
    assert [collision.number for collision in first.collisions] == [2]
    assert await amendment_view(ben, 3) is None
    other = await proposed.read(ben, 2)
    assert (other.line.disclosure, other.line.submitted_at, other.line.sponsors.number) == (None, None, 0)
    assert len(await private_amendments(await hold_seat(links["ben"]))) == 1
    assert not await private_amendments(await hold_seat(links["cleo"]))
    ids = await ids_by_slug(["cleo", "ben"])
    assert not (await proposed.lines(ben, filters=AmendmentFilters(organisations=[ids["cleo"]])))
    assert len(await proposed.lines(cleo, filters=AmendmentFilters(organisations=[*ids.values()], language="en"))) == 2
    key = await key_of(consulted, "1")
    assert await waiting_beside(far, [key]) == {key: Waiting(0, 3, 3)}
    assert await waiting_beside(ben, [key, "title"]) == {key: Waiting(0, 2, 2)}


async def test_a_colleague_changes_what_is_private_and_nobody_else(consulted: Memorandum) -> None:
    links = await three_ways(consulted)
    [private] = await private_amendments(await hold_seat(links["ben"]))
    form = await proposed.replacing(consulted, "3", "The parties say all.")
    for work in (save_amendment(links["cleo"], form, "en", private.key), remove_amendment(links["cleo"], private.key)):
        with pytest.raises(NoSuchAmendment):
            await work
    assert await save_amendment(links["ben"], form, "en", private.key) == private.key
    [changed] = await private_amendments(await hold_seat(links["ben"]))
    assert changed.texts.proposed == "The parties say all."
    with pytest.raises(ChangedByColleague):
        await save_amendment(links["ben"], form, "en", private.key, private.digest)
    assert await save_amendment(links["ben"], form, "en", private.key, changed.digest) == private.key
    await remove_amendment(links["ben"], private.key)
    assert not await private_amendments(await hold_seat(links["ben"]))


@pytest.mark.sqlite_only
async def test_a_build_that_shows_private_work_is_found(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    links = await three_ways(consulted)
    monkeypatch.setattr(queries, "readable_by", mutated(queries, "& (Amendment.number > 0)\n    if", "\n    if")["readable_by"])
    assert (0, "ben") in [(line.number, "ben") for line in await _all(coordinators_of(consulted.id))]
    assert links


async def _all(reader: Reader) -> list[queries.Amendment]:
    return [*(await queries.amendments_for(reader, AmendmentFilters(), -1, 9))]


@pytest.mark.sqlite_only
async def test_builds_that_disclose_too_much_are_found(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    ben = await proposed.in_seat((await three_ways(consulted))["ben"])
    with monkeypatch.context() as patched:
        patched.setattr(
            queries, "readable_by", mutated(queries, "disclosed = Amendment.disclosure.is_in(_DISCLOSED) & ", "disclosed = ")["readable_by"]
        )
        assert (3, "") in await seen(ben)
    wrong = mutated(disclosed, "or written.disclosure == AnswerDisclosure.NAMED:", "or written.disclosure:")
    monkeypatch.setattr("coalition.amendments.views.named_author", wrong["named_author"])
    assert (2, "cleo") in await seen(ben)


async def test_co_sponsors_are_known_as_they_chose(consulted: Memorandum) -> None:
    links = await three_ways(consulted)
    with pytest.raises(OwnAmendment):
        await join_amendment(links["ben"], 1, CoSponsorForm.parse({"disclosure": "named"}))
    with pytest.raises(NoSuchAmendment):
        await join_amendment(links["ben"], 3, CoSponsorForm.parse({"disclosure": "named"}))
    await join_amendment(links["cleo"], 1, CoSponsorForm.parse({"disclosure": "coordinators"}))
    await join_amendment(links["cleo"], 1, CoSponsorForm.parse({"disclosure": "unnamed"}))
    await join_amendment(links["far"], 1, CoSponsorForm.parse({"disclosure": "coordinators"}))
    known = {slug: (await proposed.read(await proposed.in_seat(links[slug]), 1)).line.sponsors for slug in proposed.SLUGS}
    assert ([view.slug for view in known["ben"].named], known["ben"].unnamed, known["ben"].is_own) == ([], 1, False)
    assert ([view.slug for view in known["far"].named], known["far"].unnamed, known["far"].is_own) == (["far"], 1, True)
    assert [view.slug for view in (await proposed.at_desk(consulted, 1)).line.sponsors.named] == ["cleo", "far"]
    await leave_amendment(links["far"], 1)
    assert (await proposed.at_desk(consulted, 1)).line.sponsors.number == 1


async def test_replies_are_read_as_they_were_written(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    links = await three_ways(consulted)
    for slug, disclosure in (("cleo", "unnamed"), ("far", "coordinators"), ("ben", "named")):
        await reply_in_seat(links[slug], ReplyForm.parse({"text": f"{slug} replies.", "disclosure": disclosure}), "en", amendment=1)
    for disclosure in ("named", "coordinators"):
        await reply_at_desk(consulted, ReplyForm.parse({"text": f"For {disclosure}.", "disclosure": disclosure}), "en", amendment=1)
    with pytest.raises(NoSuchAmendment):
        await reply_in_seat(links["ben"], ReplyForm.parse({"text": "No.", "disclosure": "named"}), "en", amendment=3)
    replies = {slug: (await proposed.read(await proposed.in_seat(links[slug]), 1)).replies for slug in ("ben", "far")}
    assert [reply.text for reply in replies["ben"]] == ["cleo replies.", "ben replies.", "For named."]
    assert [(reply.organisation.slug if reply.organisation else "") for reply in replies["ben"]] == ["", "ben", ""]
    assert [reply.text for reply in replies["far"]][:2] == ["cleo replies.", "far replies."]
    assert len((await proposed.at_desk(consulted, 1)).replies) == 5
    wrong = mutated(reply_views, " or row.disclosure != AnswerDisclosure.COORDINATORS", " or row.disclosure")["replies_beside"]
    monkeypatch.setattr("coalition.amendments.views.replies_beside", wrong)
    assert "For coordinators." in [reply.text for reply in (await proposed.read(await proposed.in_seat(links["ben"]), 1)).replies]


async def test_the_comment_matrix_has_everything_in_the_order_of_the_text(consulted: Memorandum) -> None:
    links = await three_ways(consulted)
    third = await key_of(consulted, "3")
    for slug, disclosure in (("ben", "named"), ("cleo", "coordinators")):
        given = {"comments": {"": f"{slug} says.", third: f"{slug} asks."}, "disclosure": disclosure}
        await hand_in_comments(links[slug], SeatCommentsForm.parse(given), "en")
    desk = coordinators_of(consulted.id)
    rows = [*(await matrix_page(desk, limit=99)).rows]
    assert [(row.kind, row.provision_number) for row in rows] == [
        *[(MatrixKind.COMMENT, "")] * 2,
        *[(MatrixKind.AMENDMENT, "1.")] * 3,
        *[(MatrixKind.COMMENT, "3.")] * 2,
    ]
    comment = rows[-1].number
    await dispose_comment(consulted, comment, DispositionForm.parse({"outcome": "partly", "reason": "As far as it goes."}))
    await reply_at_desk(consulted, ReplyForm.parse({"text": "Thank you.", "disclosure": "named"}), "en", comment=comment)
    await recommend(consulted, 2, RecommendationForm.parse({"outcome": "rejected"}))
    await proposed.decided(consulted, 2, "rejected")
    paged, after = [], ""
    while True:
        page = await matrix_page(desk, after=after, limit=2)
        paged += page.rows
        after = page.after
        if not after:
            break
    assert [row.place for row in paged] == [row.place for row in rows]
    assert (paged[-1].disposition, paged[-1].disposition_reason, paged[3].disposition_reason) == (
        Disposition.PARTLY,
        "As far as it goes.",
        "It goes too far.",
    )
    ben = await proposed.in_seat(links["ben"])
    mine = [(row.proposal, row.organisation.slug if row.organisation else "") for row in (await matrix_page(ben, limit=99)).rows]
    assert mine == [
        ("ben says.", "ben"),
        ("The parties meet as ben says.", "ben"),
        ("The parties meet as cleo says.", ""),
        ("ben asks.", "ben"),
    ]
    with pytest.raises(NoSuchComment):
        await reply_in_seat(links["ben"], ReplyForm.parse({"text": "No.", "disclosure": "named"}), "en", comment=comment)
    assert await waiting_beside(ben, ["", third]) == {"": Waiting(1), third: Waiting(1)}
    page = await comments_of(desk, provisions=[third], limit=1)
    view = await comment_view(desk, comment)
    assert view
    assert (page.after, view.replies, view.disposition) == (page.comments[0].id, 1, Disposition.PARTLY)
    assert [each.id for each in (await comments_of(desk, provisions=[third], after=page.after, limit=9)).comments] == [comment]
    assert [each.text for each in (await comments_of(ben, limit=9)).comments] == ["ben says.", "ben asks."]
    assert await comment_view(ben, comment) is None
    beside = await open_proposals(ben, [await key_of(consulted, "1"), third])
    assert [[(each.number, each.texts.proposed) for each in some] for some in beside.values()] == [[(1, "The parties meet as ben says.")]]
    of_round = await matrix_page(desk, limit=99, round_number=1, kind=MatrixKind.COMMENT)
    assert (len(of_round.rows), (await matrix_page(desk, limit=99, round_number=2)).rows) == (4, [])
    [reply] = await reply_views.replies_to(await proposed.in_seat(links["cleo"]), comment=comment)
    assert reply.of_editors


async def test_what_is_referred_goes_on_to_the_next_round(consulted: Memorandum) -> None:
    links = await three_ways(consulted)
    row = await open_round(consulted.id)
    assert row
    await close_round(row.id)
    await proposed.decided(consulted, 2, "referred")
    again = await proposed.sessions(consulted, "ben", "cleo")
    number = await enter_for(
        consulted, proposed.entered("far", await proposed.replacing(consulted, "3", "The parties publish it."), disclosure="unnamed")
    )
    assert await seen(await proposed.in_seat(again["ben"])) == [(1, "ben"), (2, ""), (number, "")]
    assert await seen(await proposed.in_seat(again["cleo"])) == [(2, "cleo"), (number, "")]
    assert await seen(await proposed.in_seat(links["far"])) == [(1, "ben"), (2, ""), (3, "far"), (number, "far")]
