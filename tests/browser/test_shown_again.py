"""Every form of the desk and of signing, sent when its session has ended: with a new session it is shown as it was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx

from coalition.addresses import ROUTES
from tests.browser.filled_forms import forms_of, values_in
from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.filled_forms import Filled
    from tests.browser.serving import Site

SHOWN = {httpx.codes.OK, httpx.codes.UNPROCESSABLE_ENTITY}  # the latter where a mark is no name of the register
WITH_FORMS = [shown for shown in PAGES if shown.act is None and shown.route.startswith(("desk.", "signing.")) and shown.who != "cleo"]
POSTED = {name for name, row in ROUTES.items() if row.method == "POST" and row.path.startswith(("/{lang}/desk/", "/{lang}/signing/"))}
# Why some addresses are not walked to.
NOT_WALKED = {
    "a button, beside which nobody types": """
        desk.accession_opening.create desk.alignment.update desk.annulments.confirm desk.annulments.undo desk.approval.create
        desk.approval.withdraw desk.calendar.create desk.calendar.remove desk.forum.remove desk.forum_archive.create desk.forum_archive.remove
        desk.letter_attempt.create desk.memorandum.remove desk.organisation.remove desk.programme.remove desk.programme_archive.create
        desk.programme_archive.remove
        desk.wording_confirmation.create desk.closing.create desk.contact.remove desk.correction.withdraw desk.correction_decision.create
        desk.disclosure_request.stop desk.embargo.remove desk.erasure.create desk.hiding.create desk.import.confirm
        desk.import_undoing.create desk.invitation.revoke desk.listings.confirm desk.logins.remove desk.member.remove
        desk.person.disable desk.person.enable desk.person.sign_out desk.private_links.end desk.proof_check.create
        desk.public_contact.create desk.public_contact.remove
        desk.publication.create desk.receipt.create desk.receipts.create desk.reminders.create desk.revision.create
        desk.revision.remove desk.sign_out.create desk.signatories_export.create desk.signatory_import.confirm
        desk.signatory_import_undoing.create desk.successor_link.create desk.takeover.create desk.token.revoke
        signing.contact.confirm signing.disclosure.stop signing.disclosure_request.stop signing.fresh_link.request
        signing.link_end.create signing.objection.remove signing.proof.create
    """,
    "days and menus, which the stories of these pages ask for": """
        desk.annulments.create desk.answering.update desk.chosen_measure.create desk.chosen_review.create desk.import_parts.create
        desk.invitation_choice.create desk.news.update desk.embargo.create desk.extension.create desk.import_answers.create desk.import_columns.update
        desk.opening.create desk.signatory_import_answers.create desk.signatory_import_columns.update
    """,
    "a file, which no page can hold": """
        desk.import.create
    """,
    "a password, which no page holds": """
        desk.password.create
    """,
    "walked in test_interruptions.py": """
        desk.contact.create desk.forum_organisations.update signing.held_form.create signing.signature.create
    """,
    "follows a page of review; what has no field on the page before is shown to be copied": """
        desk.record_correction.create desk.recorded_act.create desk.remarked_act.create desk.remarked_correction.create
        signing.statements.create
    """,
}


def route_of(path: str) -> str:
    for name in sorted(POSTED):
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", ROUTES[name].path), path):
            return name
    raise LookupError(path)


def forms(site: Site) -> Iterator[tuple[Filled, dict[str, str]]]:
    """Give each form of the pages in which somebody types, with the cookies of the session that shows it; each address once for a page."""
    for shown in WITH_FORMS:
        page = httpx.get(shown.address(site, "en"), cookies=site.cookies[shown.who], timeout=60)
        for form in forms_of(page.text) if page.status_code == httpx.codes.OK else []:
            if form.typed:
                yield form, site.cookies[shown.who]


def lost_of(site: Site, form: Filled, cookies: dict[str, str]) -> object:
    """Send a form without its session, then what the answer holds in the session; return what is not shown again."""
    held = httpx.post(site.url + form.action, data=form.as_sent(), timeout=60)
    value = re.search(r'name="held_form" value="([\w-]+)"', held.text)
    if held.status_code != httpx.codes.FORBIDDEN or not value:
        return f"not held: {held.status_code}"
    again = httpx.post(site.url + form.action, data={"held_form": value[1]}, cookies=cookies, timeout=60)
    if again.status_code not in SHOWN:
        return f"not shown: {again.status_code}"
    return {name for name, marks in form.marked().items() if not set(marks) <= values_in(again.text)}


def test_what_was_typed_in_any_form_is_shown_again(site: Site) -> None:
    walked = [(route_of(form.action), lost_of(site, form, cookies)) for form, cookies in forms(site)]
    assert {(route, str(lost)) for route, lost in walked if lost} == set()
    assert POSTED - {route for route, _ in walked} == set(" ".join(NOT_WALKED.values()).split())
