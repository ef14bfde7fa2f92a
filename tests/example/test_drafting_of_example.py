"""The example shows how a text is written: a memorandum that was agreed in two rounds, and one in its first."""

from __future__ import annotations

from collections import Counter

import pytest

from coalition.amendments.readers import coordinators_of
from coalition.amendments.views import private_amendments
from coalition.drafting_record.public_proposals import record_page
from coalition.drafting_record.record_candidates import candidates_of
from coalition.example.example_files import titled_text
from coalition.example.story import load_example
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.rounds.queries import all_rounds
from coalition.rounds.round_results import Outcome, results_of
from coalition.rounds.seat_links import follow_seat
from coalition.text.provisions import normalised
from tests.amendments import proposed

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]


@pytest.fixture
async def link(ada_account) -> str:
    return (await load_example(ada_account.id)).seat


async def the_open_memorandum_was_agreed_in_two_rounds():
    tbilisi = await memoranda.by_slug("tbilisi-2026-memorandum")
    rounds = sorted(await all_rounds(tbilisi.id), key=lambda row: row.number)
    results = await results_of(rounds)
    amendments = await proposed.lines(coordinators_of(tbilisi.id))

    assert [(results[row.id].outcome, row.broken_at is not None) for row in rounds] == [(Outcome.NOT_AGREED, True), (Outcome.AGREED, False)]
    assert Counter(line.language for line in amendments) == {"en": 3, "ru": 4, "ar": 4}
    assert Counter(line.state for line in amendments) == {"accepted": 7, "accepted_modified": 1, "rejected": 1, "merged": 1, "withdrawn": 1}
    for language in ("en", "ru", "ar", "nb"):
        wording = await edition_queries.wording((await edition_queries.latest_edition(tbilisi.id)).id, language)
        title, body = titled_text("tbilisi-2026", language)
        assert (wording.title, wording.body) == (title, normalised(body))
    read = [line.author.slug if line.author else "" for line in (await record_page(tbilisi.id)).lines]
    assert sorted(read) == ["", "aragats-monitors", "jordan-river-clinic", "palm-shade", "seven-passes", "word-bridge"]
    assert (await candidates_of(tbilisi.id)).others == 3


async def a_visitor_reads_a_first_round(link, cleo):
    opened = await follow_seat(link.rpartition("/")[2])
    everything = await proposed.lines(coordinators_of(opened.memorandum.id))

    assert (opened.memorandum.slug, opened.takes_answers) == ("joint-appeals-2026", True)
    assert [(line.language, [each.number for each in line.collisions]) for line in everything] == [("en", [2]), ("en", [1]), ("ru", []), ("ar", [])]
    assert [each.provision_number for each in await private_amendments(opened)] == ["(а)"]
    assert (await cleo.get("/en/memoranda/joint-appeals-2026")).status_code == 404


async def test_the_example_shows_how_a_text_is_written(link, cleo):
    """It takes seconds to load, so it is loaded once."""
    await the_open_memorandum_was_agreed_in_two_rounds()
    await a_visitor_reads_a_first_round(link, cleo)
