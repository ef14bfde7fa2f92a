"""The receipt: the recorded answer, and the private link to withdraw it."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import clock, database
from coalition.addresses import url_for
from coalition.invitations.links import RECEIPT_LASTS
from coalition.invitations.queries import colleague_asked
from coalition.settings import load
from coalition.signing.invitations.scenes import record_of, scene_of
from coalition.signing.signing_pages import signing_page
from coalition.signing.visits import enter
from coalition.statements.queries import own_statements
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route


@route("signing.receipt.show")
async def show_receipt(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the recorded answer; before an answer, redirect to the text."""
    async with database.reading():
        visit = await enter(request)
        if visit.own_record is None:
            return redirect("signing.text.show", lang=language)
        scene = await scene_of(visit.opened)
        record = await record_of(scene, visit.opened.memorandum, visit.own_record)
        asked = await colleague_asked(visit.opened.invitation.id)
        stated = await own_statements(visit.opened.memorandum.id, visit.opened.invitation.organisation) if record.signed else []
    token = visit.manage_token
    link = load().base_url + url_for("signing.invitation.show", lang=language, token=token) if token else ""
    shown: dict[str, Any] = {"colleague_asked": asked, "link": link, "until": clock.now() + RECEIPT_LASTS, "form_token": visit.form_token}
    shown["stated"] = stated
    return signing_page(request, "receipt", scene=scene, record=record, **shown)
