"""The line of a successor names its predecessors: those with a line that everybody reads, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coalition import clock
from coalition.acts import status, status_queries
from coalition.acts.disclosure_levels import Level
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.tables import Disclosure
from coalition.invitations import links
from coalition.jobs.worker import run_due
from coalition.organisations.event_forms import EventForm
from coalition.signatures import disclosing
from tests import factories
from tests.mutants import mutated
from tests.public.reading import words

pytestmark = pytest.mark.anyio

HERE = "/en/memoranda/cooperation/signatories"


async def succeed(before, after, kind="merged", happened=None):
    given = {"kind": kind, "happened": happened or clock.today().isoformat(), "source": "Decision of the members", "other": after.slug}
    await change_organisation(before, EventForm.parse(given))


async def test_the_line_of_a_successor_names_its_predecessor_on_page_and_in_files(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    alpha, beta, gamma = [await factories.organisation(slug) for slug in ("alpha", "beta", "gamma")]
    await factories.signed(memorandum, alpha)
    await factories.signed(memorandum, gamma)
    signed_on = clock.today()
    with clock.shifted(timedelta(days=10)):
        await succeed(alpha, beta)
        await succeed(gamma, beta, "succeeded")
        before = words((await cleo.get(HERE)).text)
        assert "Successor" not in before
        await factories.signed(memorandum, beta)
        page = words((await cleo.get(HERE)).text)
        assert "Successor of Alpha · Successor of Gamma" in page
        assert f"Successor of Alpha, which signed: {signed_on.day} " in page
        assert page.count("Merged into Beta") == 1
        lines = {line["organisation"]: line for line in (await cleo.get("/api/v1/memoranda/cooperation/signatories")).json()["signatories"]}
        assert [past["organisation"] for past in lines["beta"]["successor_of"]] == ["alpha", "gamma"]
        assert lines["beta"]["successor_of"][0] == {"organisation": "alpha", "name": "Alpha", "act": "signature", "date": signed_on.isoformat()}
        assert (lines["alpha"]["successor_of"], lines["alpha"]["date"]) == ([], signed_on.isoformat())
        assert "alpha; gamma" in (await cleo.get("/memoranda/cooperation.csv")).text


async def past_days_are_right(cleo, ada_account) -> None:
    """The successor is named from the day of the event on, in the table of that day."""
    memorandum = await factories.opened(ada_account, days=60)
    alpha, beta = [await factories.organisation(slug) for slug in ("alpha", "beta")]
    await factories.signed(memorandum, alpha)
    await factories.signed(memorandum, beta)
    today = clock.today()
    with clock.shifted(timedelta(days=20)):
        await succeed(alpha, beta)
    with clock.shifted(timedelta(days=30)):
        for day, known in ((today, False), (today + timedelta(days=19), False), (today + timedelta(days=20), True)):
            answer = (await cleo.get(f"/api/v1/memoranda/cooperation/signatories?at={day}")).json()
            [line] = [line for line in answer["signatories"] if line["organisation"] == "beta"]
            assert bool(line["successor_of"]) is known, day


async def test_a_past_day_does_not_know_of_a_later_succession(cleo, ada_account):
    await past_days_are_right(cleo, ada_account)


@pytest.mark.sqlite_only
async def test_the_story_of_days_fails_on_a_build_that_knows_only_today(cleo, ada_account, monkeypatch):
    changed = mutated(status, "event.other and is_past(event.happened)", "event.other")["status_as_at"]
    monkeypatch.setattr(status_queries, "status_as_at", changed)
    with pytest.raises(AssertionError):
        await past_days_are_right(cleo, ada_account)


async def hidden_predecessors_are_silent(cleo, ada_account) -> None:
    """Alpha signed without its name, Delta not at all, and both merged into Beta: the line of Beta says the same of both, nothing."""
    memorandum = await factories.opened(ada_account)
    alpha, beta, delta, epsilon = [await factories.organisation(slug) for slug in ("alpha", "beta", "delta", "epsilon")]
    await factories.signed(memorandum, alpha, disclosure="counted")
    shown = await factories.signed(memorandum, epsilon)
    await factories.signed(memorandum, beta)
    for before in (alpha, delta, epsilon):
        await succeed(before, beta)
    for days in (0, 2, 40):  # the hidden act counts from the end of its day, its number is given after closing
        with clock.shifted(timedelta(days=days)):
            await run_due()
            page = (await cleo.get(HERE)).text
        assert "Successor of Epsilon" in words(page)
        for name in ("Alpha", "Delta"):
            assert name not in page
    await disclosing.disclose(await links.follow(shown.manage_token), Level(Disclosure.COUNTED))
    page = (await cleo.get(HERE)).text
    assert "Epsilon" not in page
    assert "Successor" not in page


async def test_a_hidden_act_makes_nobody_a_predecessor(cleo, ada_account):
    await hidden_predecessors_are_silent(cleo, ada_account)


@pytest.mark.sqlite_only
async def test_the_story_of_hidden_acts_fails_on_a_build_that_compares_them_too(cleo, ada_account, monkeypatch):
    lines, hidden = "_with_predecessors(lines, earlier_lines,", "_with_predecessors(lines, _lines(hidden, organisations, today),"
    every = mutated(status, lines, hidden)["status_as_at"]
    monkeypatch.setattr(status_queries, "status_as_at", every)
    with pytest.raises(AssertionError):
        await hidden_predecessors_are_silent(cleo, ada_account)


async def test_a_successor_that_is_not_listed_is_never_named(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    alpha, hidden = await factories.organisation("alpha"), await factories.organisation("zeta", "Zeta", listed=False)
    await factories.signed(memorandum, alpha)
    await factories.signed(memorandum, hidden, disclosure="counted")
    await succeed(alpha, hidden)
    for path in (HERE, "/memoranda/cooperation.json", "/memoranda/cooperation.csv", "/en/organisations/alpha"):
        assert "zeta" not in (await cleo.get(path)).text.lower(), path
