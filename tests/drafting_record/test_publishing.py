"""A person publishes what the organisations agreed to after the adoption; nothing else is public, and it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.amendments import public_queries
from coalition.amendments.entering import enter_for
from coalition.amendments.forms import PublicAnswerForm
from coalition.amendments.public_answers import answer_at_desk, answer_in_seat
from coalition.amendments.tables import AmendmentState
from coalition.drafting_record import queries
from coalition.drafting_record.errors import LinesChanged, NoSuchLine
from coalition.drafting_record.public_proposals import Found, is_recorded, record_page
from coalition.drafting_record.publishing import take_back
from coalition.drafting_record.record_candidates import candidates_of
from coalition.drafting_record.tables import PublishedProposal
from coalition.search.match_marks import Words
from tests import factories
from tests.amendments import proposed
from tests.drafting_record import recorded_lines
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio


def says(answer: str) -> PublicAnswerForm:
    return PublicAnswerForm.parse({"published": answer})


async def test_only_agreed_lines_become_public(consulted: Memorandum) -> None:
    seats = await recorded_lines.three(consulted)
    for number in (1, 2, 3):
        await proposed.decided(consulted, number, "rejected")
    with pytest.raises(LinesChanged):
        await recorded_lines.publish(consulted, 1)
    memorandum = await recorded_lines.adopted(consulted)
    assert not await is_recorded(memorandum.id)
    page = await candidates_of(memorandum.id)
    assert [(line.number, line.by_name, line.is_published) for line in page.lines] == [(1, True, False), (2, False, False)]
    assert page.others == 1
    with pytest.raises(LinesChanged):
        await recorded_lines.publish(memorandum, 1, 3)
    await recorded_lines.publish(memorandum, 1, 2)
    assert await recorded_lines.shown(memorandum) == [("The parties meet twice.", "ben"), ("The parties publish all.", "")]
    [first, second] = await recorded_lines.lines(memorandum)
    assert (str(first.title), first.outcome, first.original, first.reason, first.decision_reason) == (
        "Provision 1",
        AmendmentState.REJECTED,
        "The parties meet.",
        "The reason of ben.",
        "",
    )
    assert (second.author, second.supporters, str(second.title)) == (None, [], "Provision 3")
    # raising an answer shows nothing before it is published again; lowering one takes the name or the line away at once
    await answer_in_seat(seats["cleo"], 2, says("named"))
    assert await recorded_lines.shown(memorandum) == [("The parties meet twice.", "ben"), ("The parties publish all.", "")]
    await answer_in_seat(seats["ben"], 1, says("unnamed"))
    assert await recorded_lines.shown(memorandum) == [("The parties meet twice.", ""), ("The parties publish all.", "")]
    await answer_in_seat(seats["ben"], 1, says("named"))
    assert ("The parties meet twice.", "") in await recorded_lines.shown(memorandum)
    await answer_at_desk(memorandum, 1, says("no"))
    assert await recorded_lines.shown(memorandum) == [("The parties publish all.", "")]
    assert await PublishedProposal.count() == 1


async def test_lines_are_taken_back_and_published_again(consulted: Memorandum) -> None:
    await recorded_lines.three(consulted)
    for number in (1, 2):
        await proposed.decided(consulted, number, "rejected")
    memorandum = await recorded_lines.adopted(consulted)
    with pytest.raises(NoSuchLine):
        await take_back(memorandum)
    await recorded_lines.publish(memorandum, 1, 2, reasons=True)
    assert {line.decision_reason for line in await recorded_lines.lines(memorandum)} == {"It goes too far."}
    assert len((await record_page(memorandum.id, Found(Words("twice")))).lines) == 1
    assert len((await record_page(memorandum.id, Found(Words("Party ben")))).lines) == 1
    assert not (await record_page(memorandum.id, Found(Words("Party cleo")))).lines
    await take_back(memorandum, 1)
    assert await recorded_lines.shown(memorandum) == [("The parties publish all.", "")]
    assert not (await record_page(memorandum.id, Found(Words("twice")))).lines
    taken = await PublishedProposal.select().where(PublishedProposal.shown.eq(False))
    assert [(row["text"], row["base"], row["reason"]) for row in taken] == [("", "", "")]
    assert [(line.number, line.is_published, line.was_taken_back) for line in (await candidates_of(memorandum.id)).lines] == [
        (1, False, True),
        (2, True, False),
    ]
    await recorded_lines.publish(memorandum, 1, 2)
    assert [line.decision_reason for line in await recorded_lines.lines(memorandum)] == ["", "It goes too far."]
    await take_back(memorandum)
    assert not await recorded_lines.lines(memorandum)
    first = await record_page(memorandum.id)
    assert (first.lines, first.after) == ([], "")


async def test_supporters_and_quoted_words_need_an_answer_too(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    seats = await proposed.sessions(consulted)
    number = await recorded_lines.handed_in(seats["ben"], await proposed.replacing(consulted, "1", "The parties meet twice."), "named")
    await recorded_lines.supported(seats["cleo"], number, "unnamed")
    await proposed.decided(consulted, number)
    row = await factories.reloaded(consulted)
    # Far replaces the accepted words, and agreed; the words it read before are Ben's
    again = await proposed.replacing(row, "1", "The parties meet three times.")
    later = await enter_for(row, proposed.entered("far", again, published="named"))
    await proposed.decided(row, later, "rejected")
    memorandum = await recorded_lines.adopted(row)
    await recorded_lines.publish(memorandum, number, later)
    assert await recorded_lines.shown(memorandum) == [("The parties meet three times.", "far"), ("The parties meet twice.", "")]
    await answer_in_seat(seats["cleo"], number, says("named"))
    await recorded_lines.publish(memorandum, number)
    assert ("The parties meet twice.", "") in await recorded_lines.shown(memorandum)  # it was published without names before
    await take_back(memorandum, number)
    await recorded_lines.publish(memorandum, number)
    [line] = [line for line in await recorded_lines.lines(memorandum) if line.author and line.author.slug == "ben"]
    assert [view.slug for view in line.supporters] == ["cleo"]
    with monkeypatch.context() as patched:
        wrong = mutated(public_queries, "NOT EXISTS ({_supporters(alias)} AND c.published = 'no')", "1 = 1")
        patched.setattr(queries, "ids_readable_by_everybody", wrong["ids_readable_by_everybody"])
        await answer_in_seat(seats["cleo"], number, says("no"))
        assert len(await PublishedProposal.select()) == 2
    assert await recorded_lines.shown(memorandum) == []  # both are gone: the later one quotes words that may not be read any more
