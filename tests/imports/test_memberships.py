"""Networks and their members are read from a table: who is meant, since when, and what is left out and why."""

from __future__ import annotations

import pytest

from coalition.imports.left_out import left_out_rows
from coalition.imports.membership_list import import_memberships
from coalition.imports.membership_plan import plan_memberships
from coalition.imports.plans import RowAction
from coalition.networks import queries
from coalition.spreadsheets.workbooks import sheets_of
from tests import factories
from tests.imports.tables import answered

TABLE = """Сеть,Организация,Роль,С,До,Примечание
Union,Alpha,секретариат,2015,,Minutes
union,beta,member,03.2016,unknown,
Union,Nobody,member,,,
alpha,beta,member,,,
Union,quiet,,,2010,
Union,beta,member,2015,,
"""


@pytest.fixture
async def net(store):
    for slug in ("alpha", "beta"):
        await factories.organisation(slug)
    await factories.organisation("quiet", at_risk=True)
    return await factories.network("union")


async def plan_of(table, answers=None):
    return await plan_memberships(sheets_of(table.encode()), answered(answers))


async def test_members_are_entered_and_the_same_table_again_changes_nothing(net):
    plan = await import_memberships(await plan_of(TABLE))
    assert {row.number: set(row.problems) for row in plan.refused} == {4: {"member"}, 5: {"network"}}
    page = await queries.desk_page_of_members(net.id, "", language="en", after="", limit=10)
    assert [(member.organisation.slug, member.role, member.since, member.until, member.source, member.public) for member in page.members] == [
        ("alpha", "secretariat", "2015", None, "Minutes", False),
        ("beta", "member", "2016-03", "unknown", "", False),
        ("beta", "member", "2015", None, "", False),
        ("quiet", "member", None, "2010", "", False),
    ]
    again = await plan_of(TABLE)
    assert (again.count(RowAction.NEW), again.count(RowAction.UNCHANGED), len(again.refused)) == (0, 4, 2)
    left_out = left_out_rows(plan.file, plan.rows, "en")
    assert "No organisation in the register is called Nobody." in left_out
    assert "Choose “network” as its kind first." in left_out


@pytest.mark.sqlite_only
async def test_what_the_register_refuses_is_left_out_with_its_reason(net):
    plan = await import_memberships(await plan_of("network,member,since\nunion,alpha,2015\nunion,alpha,2016\n"))
    assert {row.number: {field: str(message) for field, message in row.problems.items()} for row in plan.refused} == {
        3: {"member": "It was a member at that time already. Change that membership, or write when it ended."}
    }


@pytest.mark.sqlite_only
async def test_an_unknown_role_and_an_unclear_date_are_asked_about(net):
    plan = await plan_of("network,member,role,since\nunion,alpha,patron,03/04/2015\n")
    assert [question.key.partition(":")[0] for question in plan.questions] == ["role", "dates"]
    assert plan.rows[0].form.role == "member"
    answers = {question.key: {"role": "observer", "dates": "0"}[question.key.partition(":")[0]] for question in plan.questions}
    form = (await plan_of("network,member,role,since\nunion,alpha,patron,03/04/2015\n", answers)).rows[0].form
    assert (form.role, form.since) == ("observer", "2015-04-03")
