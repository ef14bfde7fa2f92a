"""The receipt: the recorded answer with the private link to withdraw it, as a page and as a file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromQuery

from coalition import clock, database
from coalition.addresses import url_for
from coalition.deliveries.timeline_subscribing import own_letters
from coalition.invitations.links import RECEIPT_LASTS
from coalition.invitations.queries import colleague_asked
from coalition.memoranda.edition_queries import number_with_digest
from coalition.settings import load
from coalition.signing.invitations.scenes import record_of, scene_of
from coalition.signing.signing_pages import signing_page
from coalition.signing.visits import enter
from coalition.statements.queries import own_statements
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.acts.queries import OwnRecord
    from coalition.signing.visits import Visit

_NEW_FOR = timedelta(hours=1)  # how long a receipt says what follows: letters leave within 30 minutes
_NAME_OF_FILE = "document.html"  # it says nothing to whoever looks over a list of files


@route("signing.receipt.show")
async def show_receipt(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the recorded answer; before an answer, redirect to the text."""
    async with database.reading():
        visit = await enter(request)
        if visit.own_record is None:
            return redirect("signing.text.show", lang=language)
        shown = await _receipt(visit, visit.own_record, language)
        asked = await colleague_asked(visit.opened.invitation.id)
        shown["letters"] = await own_letters(visit.opened)
    shown |= {"colleague_asked": asked, "is_new": clock.now() - visit.own_record.last.recorded_at < _NEW_FOR}
    return signing_page(request, "receipt", **shown, until=clock.now() + RECEIPT_LASTS, form_token=visit.form_token)


@route("signing.receipt_file.show")
async def show_receipt_file(request: AnyRequest, language: NamedDependency[str], link: FromQuery[str] = "") -> Response[bytes]:
    """Send the receipt of a signature or support as a file; it holds the private link only if that is asked for, because files are copied."""
    async with database.reading():
        visit = await enter(request)
        if visit.own_record is None or visit.own_record.root is None:
            return redirect("signing.text.show", lang=language)
        shown = await _receipt(visit, visit.own_record, language)
        edition = await number_with_digest(visit.opened.memorandum.id, visit.own_record.root.digest)
    shown |= {"edition": edition, "site": load().base_url, "link": _if_chosen(link, shown["link"])}
    answer = signing_page(request, "receipt_file", **shown)
    answer.headers["Content-Disposition"] = f'attachment; filename="{_NAME_OF_FILE}"'
    return answer


def _if_chosen(chosen: str, link: str) -> str:
    return link if chosen else ""


async def _receipt(visit: Visit, own: OwnRecord, language: str) -> dict[str, Any]:
    """Return what the receipt shows; its link is empty unless the session made it."""
    scene = await scene_of(visit.opened)
    record = await record_of(scene, visit.opened.memorandum, own)
    stated = await own_statements(visit.opened.memorandum.id, visit.opened.invitation.organisation) if record.signed else []
    token = visit.manage_token
    link = load().base_url + url_for("signing.invitation.show", lang=language, token=token) if token else ""
    return {"scene": scene, "record": record, "stated": stated, "link": link}
