"""The number of withheld names: when it is given, what it includes, and what must not change once it is."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, timedelta

import pytest

from coalition import clock
from coalition.acts import recording, status_queries, unlisting
from coalition.acts.changing_forums import amend_forum
from coalition.acts.changing_rules import change_rules
from coalition.acts.standing_queries import listed_and_not_named
from coalition.acts.unlisting import unlist_organisation
from coalition.acts.withheld_numbers import fewest_candidates, hides
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.forums.forms import ForumChange
from coalition.forums.queries import by_slug as forum_by_slug
from coalition.forums.tables import ForumOrganisation, RiskProfile
from coalition.jobs.queue import claim
from coalition.jobs.worker import run_due
from coalition.memoranda import opening, queries
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.periods import period_end
from coalition.memoranda.rule_forms import RulesChange
from coalition.notices.page_queries import published_version
from coalition.organisations.queries import by_slug
from tests import factories

WEDNESDAY = date(2026, 12, 2)


@pytest.fixture
def days():
    """Move the clock on; the days add up."""
    with ExitStack() as stack:

        def pass_days(number: int) -> None:
            stack.enter_context(clock.shifted(timedelta(days=number)))

        yield pass_days


async def held(ada, *, others: int, profile: str = "open", shown: int = 0, **effect):
    """Hold a forum with some organisations, `shown` of them in public, and open a memorandum for three days."""
    slugs = [f"other-{at}" for at in range(others)]
    for slug in slugs:
        await factories.organisation(slug)
    parts = [{"organisation": slug, "public": True} for slug in slugs[:shown]]
    forum = await factories.forum(risk_profile=profile, organisations=parts)
    memorandum = await factories.draft(ada, forum=forum.slug)
    if effect:
        await change_rules(memorandum, RulesChange.parse({"effect": effect}))
    await factories.authenticating.adopt(memorandum, factories.AdoptionForm(on=clock.today().isoformat()))
    form = OpeningForm(opens=clock.today(), closes=clock.today() + timedelta(days=2), publicity="public")
    await opening.open_for_signature(memorandum, form)
    return await factories.reloaded(memorandum)


async def sign(memorandum, slug: str, **more):
    organisation = await by_slug(slug) or await factories.organisation(slug)
    return await factories.signed(await factories.reloaded(memorandum), organisation, **more)


async def counts(memorandum, as_at: date | None = None):
    shown = (await status_queries.status_of(await factories.reloaded(memorandum), as_at)).counts
    return shown.signed, shown.names_withheld


@pytest.mark.parametrize(
    ("number", "candidates", "given"),
    [(0, [5], True), (0, [4], False), (2, [7], True), (2, [6, 40], False), (3, [8], False), (3, [9], True), (4, [], True), (1, [40, 6], True)],
)
def test_it_is_given_with_five_candidates_more_and_three_for_each_in_every_list(number, candidates, given):
    assert hides(number, candidates) is given


@pytest.mark.parametrize(("profile", "last"), [("open", WEDNESDAY), ("careful", date(2026, 12, 6)), ("high", date(2026, 12, 31))])
def test_a_period_is_a_day_a_week_or_a_month(profile, last):
    assert period_end(RiskProfile(profile), WEDNESDAY) == last
    assert period_end(RiskProfile(profile), last) == last


async def test_the_number_comes_after_the_period_of_the_closing_and_not_for_earlier_days(ada_account, days):
    memorandum = await held(ada_account, others=9)
    await sign(memorandum, "alpha")
    await sign(memorandum, "beta", disclosure="counted")
    for _ in range(3):
        assert await counts(memorandum) == (1, None)
        days(1)
        await run_due()
    assert await counts(memorandum) == (2, 1)
    assert await counts(memorandum, clock.today() - timedelta(days=1)) == (1, None)


async def test_a_late_job_of_an_earlier_period_gives_no_number(ada_account, days):
    memorandum = await held(ada_account, others=9)
    await factories.organisation("beta")
    await sign(memorandum, "beta", disclosure="counted")
    days(1)
    await opening.close(await factories.reloaded(memorandum))
    await run_due()
    row = await factories.reloaded(memorandum)
    assert (row.withheld_since, await counts(memorandum)) == (None, (0, None))
    days(1)
    await run_due()
    assert (await factories.reloaded(memorandum)).withheld_since == clock.today()
    assert await counts(memorandum) == (1, 1)


async def test_the_shortest_list_tells_the_invited_nothing_of_a_text_that_is_not_public(ada_account, days):
    memorandum = await factories.opened(ada_account, publicity="participants")
    for slug in ("alpha", "beta", "gamma"):
        await factories.organisation(slug)
    assert await fewest_candidates(memorandum) == 3
    await sign(memorandum, "alpha")
    assert await fewest_candidates(await factories.reloaded(memorandum)) == 3
    assert await listed_and_not_named(memorandum.id, 2) == 2, "No more are counted than are asked for."


async def test_no_number_is_given_where_the_forum_showed_too_few(ada_account, days):
    memorandum = await held(ada_account, others=20, shown=5)
    await sign(memorandum, "other-0", disclosure="counted")
    days(4)
    await run_due()
    assert await counts(memorandum) == (0, None)


async def test_a_hidden_act_changes_no_version_of_the_pages_and_what_is_missed_is_done_in_order(ada_account, days):
    memorandum = await held(ada_account, others=9, rule="nth_signature", number=2)
    await sign(memorandum, "alpha")
    for slug in ("beta", "gamma"):
        await factories.organisation(slug)
    version, closed_on = await published_version(), clock.today() + timedelta(days=2)
    await sign(memorandum, "beta", disclosure="counted")
    await sign(memorandum, "gamma", disclosure="described", description="A group")
    assert await published_version() == version
    days(9)
    order = []
    while job := await claim():
        order.append((job.kind, job.run_at.date()))
        await factories.Job.update({factories.Job.run_at: job.run_at, factories.Job.leased_until: clock.now() + timedelta(days=1)}).where(
            factories.Job.id == job.id
        )
    assert order == sorted(order, key=lambda step: step[1])
    await factories.Job.update({factories.Job.leased_until: None, factories.Job.lease: None}).where(factories.Job.id > 0)
    await run_due()
    row = await factories.reloaded(memorandum)
    assert (row.effect_state, row.in_effect_on) == ("in_effect", closed_on)
    assert await counts(memorandum) == (3, 2)


async def given_number(ada, days):
    """Return a memorandum that closed with one named and two hidden signatures of eleven listed organisations."""
    memorandum = await held(ada, others=8, shown=8)
    await sign(memorandum, "alpha")
    await sign(memorandum, "beta", disclosure="counted")
    await sign(memorandum, "gamma", disclosure="counted")
    days(4)
    await run_due()
    assert await counts(memorandum) == (3, 2)
    return memorandum


async def test_lists_that_would_become_too_short_are_not_changed(ada_account, days):
    memorandum = await given_number(ada_account, days)
    for slug in ("other-0", "other-1", "other-2"):
        await unlist_organisation(await by_slug(slug), "It asked for that.")
    with pytest.raises(InvalidForm, match="work out who is hidden"):
        await unlist_organisation(await by_slug("other-3"), "It asked for that.")
    assert (await by_slug("other-3")).listed
    assert await counts(memorandum) == (3, 2)


async def test_a_short_list_of_participants_is_not_shown_afterwards(ada_account, days):
    memorandum = await held(ada_account, others=12)
    await sign(memorandum, "alpha", disclosure="counted")
    days(4)
    await run_due()
    forum = await forum_by_slug("kyiv-2013")
    assert forum
    change = {"organisations": [{"organisation": f"other-{at}", "public": True} for at in range(4)]}
    with pytest.raises(InvalidForm, match="work out who is hidden"):
        await amend_forum(forum, ForumChange.parse(change))
    change["organisations"] += [{"organisation": f"other-{at}", "public": True} for at in range(4, 8)]
    await amend_forum(forum, ForumChange.parse(change))
    assert await counts(memorandum) == (1, 1)


async def listed_with_its_part(ada_account, days) -> bool:
    """List an organisation of a forum that shows nobody, beside a number that was given; return whether the forum shows it."""
    await held(ada_account, others=12)
    forum = await forum_by_slug("kyiv-2013")
    assert forum
    await amend_forum(forum, ForumChange.parse({"organisations": [{"organisation": f"other-{at}", "public": False} for at in range(4)]}))
    await sign(await queries.by_slug("cooperation"), "alpha", disclosure="counted")
    days(4)
    await run_due()
    await unlisting.list_with_parts(await by_slug("other-0"), "It asked for that.", [forum.id])
    return await ForumOrganisation.exists().where(ForumOrganisation.public.eq(True))


async def test_a_part_that_would_begin_a_short_list_is_not_shown_with_the_listing(ada_account, days):
    with pytest.raises(InvalidForm, match="work out who is hidden"):
        await listed_with_its_part(ada_account, days)
    assert not await ForumOrganisation.exists().where(ForumOrganisation.public.eq(True))


async def test_a_build_that_shows_parts_without_looking_is_caught(ada_account, days, monkeypatch):
    monkeypatch.setattr(unlisting, "names_stay_hidden", lambda _: transaction())
    assert await listed_with_its_part(ada_account, days)


async def name_until_it_is_refused(memorandum) -> int:
    """Let organisations accede with their names; return how many could before one was refused."""
    await opening.open_for_accession(await factories.reloaded(memorandum))
    for at in range(8):
        try:
            await sign(memorandum, f"other-{at}", kind="accession")
        except InvalidForm as problems:
            assert "work out who is hidden" in str(problems.problems["disclosure"])  # noqa: PT017 -- the number of steps is the result
            await sign(memorandum, f"other-{at}", kind="accession", disclosure="counted")
            return at
    return 8


async def test_a_name_that_would_single_out_others_is_refused(ada_account, days):
    memorandum = await given_number(ada_account, days)
    assert await name_until_it_is_refused(memorandum) == 1
    assert await counts(memorandum) == (1, None)  # the named signatory; a named accession is a party


async def test_names_single_out_others_on_a_build_that_does_not_check_them(ada_account, days, monkeypatch):
    memorandum = await given_number(ada_account, days)

    async def check_nothing(*_):
        return None

    monkeypatch.setattr(recording, "check_naming", check_nothing)
    assert await name_until_it_is_refused(memorandum) == 8


async def test_the_number_is_decided_again_after_accession(ada_account, days):
    memorandum = await given_number(ada_account, days)
    await opening.open_for_accession(await factories.reloaded(memorandum))
    for slug in ("beta-2", "gamma-2", "delta-2"):
        await sign(memorandum, slug, kind="accession", disclosure="counted")
    days(1)
    await opening.close(await factories.reloaded(memorandum))
    assert await counts(memorandum) == (1, None)
    days(1)
    await run_due()
    assert await counts(memorandum) == (1, None)


async def test_a_name_promised_for_a_later_day_is_refused_like_a_name(ada_account, days):
    memorandum = await given_number(ada_account, days)
    await opening.open_for_accession(await factories.reloaded(memorandum))
    await sign(memorandum, "other-0", kind="accession")
    promised = {"disclosure": "sealed_until", "release_on": (clock.today() + timedelta(days=9)).isoformat()}
    with pytest.raises(InvalidForm, match="work out who is hidden"):
        await sign(memorandum, "other-1", kind="accession", **promised)
