"""A record in a careful forum, through the API, and beside signatures without names and a number of withheld names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from coalition.acts import standing_queries
from coalition.acts.withheld_numbers import candidates
from coalition.amendments import public_queries
from coalition.approvals import deciding
from coalition.approvals.errors import CannotBeDone
from coalition.approvals.tables import Approval
from coalition.database import counting_queries
from coalition.drafting_record import queries
from coalition.drafting_record.errors import LinesChanged
from coalition.drafting_record.public_proposals import record_page
from coalition.drafting_record.record_candidates import candidates_of
from coalition.drafting_record.tables import PublishedProposal
from coalition.forums.tables import Forum, RiskProfile
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation
from coalition.people.tables import Scope
from tests import factories
from tests.api.conftest import program
from tests.conftest import sign_in, visitor
from tests.drafting_record import recorded_lines
from tests.mutants import mutated

if TYPE_CHECKING:
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
HERE = "/api/v1/memoranda/cooperation/drafting"


async def parties(*slugs: str) -> list[Organisation]:
    made = [await factories.organisation(slug, f"Party {slug}") for slug in slugs]
    await Organisation.update({Organisation.listed: True}, force=True)
    return made


async def unpublished(memorandum: Memorandum, organisation: Organisation, number: int) -> None:
    """Let an organisation have a rejected amendment that it lets everybody read."""
    await recorded_lines.put_line(memorandum, organisation, number)
    await PublishedProposal.delete().where(PublishedProposal.memorandum == memorandum.id)


async def test_in_a_careful_forum_two_coordinators_publish(app: ASGIApp, ada_account: Coordinator) -> None:
    eve = await factories.coordinator("eve@example.org", "Eve")
    forum = await factories.forum()
    memorandum = await factories.opened(ada_account, forum=forum.slug)
    [ben] = await parties("ben")
    await unpublished(memorandum, ben, 1)
    await Forum.update({Forum.risk_profile: RiskProfile.CAREFUL.value}).where(Forum.id == forum.id)
    async with program(app, ada_account.email, Scope.WRITE) as script:
        assert [item["published"] for item in (await script.get(f"{HERE}/candidates")).json()["items"]] == [False]
        asked = await script.post(HERE, json={"amendments": [1]})
        assert (asked.status_code, asked.json()["made"]) == (202, "asked")
        assert (await script.post(HERE, json={"amendments": [1]})).status_code == 409
        assert (await script.get(HERE)).status_code == 404
        [waiting] = await Approval.select(Approval.id)
        await Organisation.update({Organisation.at_risk: True}).where(Organisation.id == ben.id)
        with pytest.raises(CannotBeDone):
            await deciding.approve(waiting["id"], eve)
        await Organisation.update({Organisation.at_risk: False}).where(Organisation.id == ben.id)
        await deciding.approve(waiting["id"], eve)
        assert [item["organisation"] for item in (await script.get(HERE)).json()["items"]] == ["ben"]
        taken = await script.delete(f"{HERE}/1")
        assert [(item["published"], item["taken_back"]) for item in taken.json()["items"]] == [(False, True)]
        assert (await script.delete(HERE)).status_code == 404


async def test_the_second_coordinator_reads_the_lines(ada_account: Coordinator, app: ASGIApp) -> None:
    eve = await factories.coordinator("eve@example.org", "Eve")
    forum = await factories.forum()
    memorandum = await factories.opened(ada_account, forum=forum.slug)
    await unpublished(memorandum, (await parties("ben"))[0], 1)
    await Forum.update({Forum.risk_profile: RiskProfile.HIGH.value}).where(Forum.id == forum.id)
    async with program(app, ada_account.email, Scope.WRITE) as script:
        await script.post(HERE, json={"amendments": [1]})
    async with visitor(app) as browser:
        await sign_in(browser, eve)
        [waiting] = await Approval.select(Approval.id)
        page = (await browser.get(f"/en/desk/approvals/{waiting['id']}")).text
    assert ("They meet 1 times." in page, "Party ben" in page) == (True, True)


async def test_who_signed_without_a_name_gets_no_line_and_loses_none(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account)
    ben, cleo = await parties("ben", "cleo")
    await recorded_lines.put_line(memorandum, ben, 1)
    await recorded_lines.put_line(memorandum, cleo, 2)
    await PublishedProposal.delete().where(PublishedProposal.text == "They meet 2 times.")
    for organisation in (ben, cleo):
        await factories.signed(memorandum, organisation, disclosure="counted")
    assert await recorded_lines.shown(memorandum) == [("They meet 1 times.", "ben")]
    with pytest.raises(LinesChanged):
        await recorded_lines.publish(memorandum, 2)
    monkeypatch.setattr(queries, "signed_by_name", mutated(public_queries, "s.shown <> 'named' AND", "1 = 0 AND")["signed_by_name"])
    await recorded_lines.publish(memorandum, 2)
    assert len(await recorded_lines.shown(memorandum)) == 2


async def test_the_names_of_a_record_are_a_list_to_compare_with(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    ben, cleo = await parties("ben", "cleo")
    await factories.signed(memorandum, ben)

    async def unnamed() -> list[int]:
        known: Any = standing_queries.known(memorandum.id)
        return await candidates(memorandum, known)

    await recorded_lines.put_line(memorandum, ben, 1)
    without = await unnamed()
    await recorded_lines.put_line(memorandum, cleo, 2)
    assert await unnamed() == [*without, 1]


async def test_a_long_record_takes_no_more_queries_and_has_pages(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    [ben] = await parties("ben")
    counted = []
    for numbers in (range(1, 3), range(3, 41)):
        for number in numbers:
            await recorded_lines.put_line(memorandum, ben, number)
        for read in (partial(record_page, limit=20), partial(candidates_of, limit=20)):
            with counting_queries() as queries_made:
                await read(memorandum.id)
            counted.append(queries_made.count)
    assert counted[:2] == counted[2:]
    first = await record_page(memorandum.id, limit=30)
    rest = await record_page(memorandum.id, after=first.after, limit=30)
    assert (len(first.lines), len(rest.lines), rest.after) == (30, 10, "")
    assert len({line.text for line in [*first.lines, *rest.lines]}) == 40
    page = await candidates_of(memorandum.id, after=35)
    assert ([line.number for line in page.lines], page.after) == ([36, 37, 38, 39, 40], 0)
