"""Recording an act of an organisation that came on paper, by letter, or from a source."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath, FromQuery

from coalition import clock, database
from coalition.acts.tables import Channel, Disclosure
from coalition.desk import rows
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.memoranda import queries
from coalition.memoranda.tables import Memorandum
from coalition.signatures.on_behalf_forms import EnteredActForm
from coalition.signatures.recording_on_behalf import enter
from coalition.web.routing import AnyRequest, route


@route("desk.recorded_act.new")
async def new_recorded_act(request: AnyRequest, memorandum: FromPath[str], organisation: FromQuery[str] = "") -> Response[bytes]:
    """Show the form for the act and its source."""
    row = await own_memorandum(request, memorandum)
    channel = Channel.HISTORICAL if row.historical else Channel.PAPER
    acted = "" if row.historical else clock.today().isoformat()
    values = {"organisation": organisation, "kind": "signature", "channel": channel, "acted": acted, "disclosure": Disclosure.PUBLIC}
    return await _page(request, row, values)


@route("desk.recorded_act.create")
async def create_recorded_act(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Record it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        [named] = await rows.resolved([{"organisation": given.get("organisation", "")}])
        form = EnteredActForm.parse(given | named, ignore_unknown=True)
        await enter(row, form, by=person_of(request))
    except InvalidForm as problems:
        return await _page(request, row, given, **refusal(request, _flat(problems)))
    return done(request, "desk.signatory.show", "recorded", memorandum=row.slug, organisation=form.organisation)


def _flat(problems: InvalidForm) -> InvalidForm:
    return InvalidForm({field.rpartition("/")[2]: message for field, message in problems.problems.items()})


async def _page(request: AnyRequest, row: Memorandum, values: dict[str, Any], *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        offered = await rows.offered_organisations()
    shown = {"part": "signatories", "values": values, "offered": offered}
    return workbench_page(request, view, "desk/recorded_acts/new.html", status=status, **shown, **context)
