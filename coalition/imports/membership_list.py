"""Importing networks and their members from a table, row by row, as planned in `membership_plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition import trail
from coalition.acts.changing_networks import add_members
from coalition.fields import InvalidForm
from coalition.networks.queries import network_by_slug
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.imports.membership_plan import PlannedMembership
    from coalition.imports.plans import Plan


async def import_memberships(plan: Plan[PlannedMembership]) -> Plan[PlannedMembership]:
    """Add the memberships of a plan, each in its own transaction; return the plan with what was refused then.

    Whether everybody may know of a membership is as for every new one. Running it again changes nothing.
    """
    await trail.record(TrailAct.MEMBERSHIPS_IMPORTED)
    return replace(plan, rows=[await _write(row) for row in plan.rows])


async def _write(row: PlannedMembership) -> PlannedMembership:
    network = await network_by_slug(row.network) if row.form else None
    if network is None or row.form is None:
        return row
    try:
        await add_members(network, [row.form])
    except InvalidForm as refused:
        problems = {_column(field): message for field, message in refused.problems.items()}
        return replace(row, problems=problems, form=None)
    return row


def _column(field: str) -> str:
    return "member" if field.endswith("organisation") else "network"
