"""Every form of the desk and of signing, sent when its session has ended: with a new session it is shown as it was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from coalition.addresses import ROUTES
from tests.browser.filled_forms import forms_of
from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from tests.browser.filled_forms import Filled
    from tests.browser.pages import Shown
    from tests.browser.serving import Site

pytestmark = pytest.mark.xdist_group("browser")  # it shares the site, whose preparation takes longer than these tests

SENT = {"content-type": "application/x-www-form-urlencoded"}
SHOWN = {httpx.codes.OK, httpx.codes.UNPROCESSABLE_ENTITY}  # the latter where a mark is no name of the register
AT_ONCE = [shown for shown in PAGES if shown.act is None]
CHECKS = {"signing.review.show", "signing.statement_review.show"}  # what is typed there confirms what is shown, and is never held
# Held and shown again in tests/rounds/test_seat_pages.py and tests/amendments/test_seat_proposals.py.
ELSEWHERE = {name for name in ROUTES if name.startswith("signing.drafting")}
WITH_FORMS = [
    shown for shown in AT_ONCE if shown.route.startswith(("desk.", "signing.")) and shown.who != "cleo" and shown.route not in CHECKS | ELSEWHERE
]
POSTED = {name for name, row in ROUTES.items() if row.method == "POST" and row.path.startswith(("/{lang}/desk/", "/{lang}/signing/"))}
# Why some addresses are not walked to.
NOT_WALKED = {
    "a button, beside which nobody types": """
        desk.change.undo desk.provision.join desk.provision.remove desk.text_revision.return desk.unsaved_text.remove
        desk.accession_opening.create desk.alignment.update desk.annulments.confirm desk.annulments.undo desk.approval.create
        desk.approval.withdraw desk.calendar.create desk.calendar.remove desk.forum.remove desk.forum_archive.create desk.forum_archive.remove
        desk.letter_attempt.create desk.membership.remove desk.memorandum.remove desk.organisation.remove desk.programme.remove
        desk.programme_archive.create desk.programme_archive.remove desk.register_letter_attempt.create desk.partner.remove desk.partners.show
        desk.appeal.remove desk.appeal_person.remove desk.appeal_sending.create
        desk.article_publication.create desk.article_publication.remove desk.article.remove desk.consent.remove desk.consent_end.create
        desk.term.remove
        desk.contact.remove desk.correction.withdraw desk.correction_decision.create
        desk.difference.create desk.difference.remove desk.merging.create desk.merging.remove
        desk.disclosure_request.stop desk.embargo.remove desk.erasure.create desk.hiding.create desk.import.confirm
        desk.import_undoing.create desk.invitation.revoke desk.listings.confirm desk.logins.remove desk.member.remove
        desk.person.disable desk.person.enable desk.person.sign_out desk.proof_check.create
        desk.public_contact.create desk.public_contact.remove
        desk.publication.create desk.receipt.create desk.receipts.create desk.reminders.create desk.revision.create desk.round_closing.create
        desk.round_reminder.create desk.round_proposals.create desk.seat_links.end desk.amendment_decision.remove desk.acceptances.create
        desk.addressee.remove desk.reminder.update desk.entry_file.remove desk.entry.remove desk.entry_publication.create desk.entry.withdraw
        desk.drafting_record.create desk.drafting_record.remove desk.published_proposal.remove
        desk.revision.remove desk.sign_out.create desk.signatories_export.create desk.signatory_import.confirm
        desk.signatory_import_undoing.create desk.successor_link.create desk.takeover.create desk.token.revoke
        signing.contact.confirm signing.disclosure.stop signing.disclosure_request.stop signing.fresh_link.request
        signing.timeline_letters.create signing.timeline_letters.remove signing.timeline_letters.stop
        signing.link_end.create signing.objection.remove signing.proof.create signing.decline.remove signing.saved_answers.remove
    """,
    "days, menus and ticks, which the stories of these pages ask for": """
        desk.appeal_networks.update
        desk.annulments.create desk.answering.update desk.chosen_measure.create desk.chosen_review.create desk.forum_choice.create
        desk.import_parts.create desk.invitation_choice.create desk.embargo.create desk.import_answers.create desk.import_columns.update
        desk.opening.create desk.round_extension.create desk.signatory_import_answers.create desk.signatory_import_columns.update
        desk.wording_confirmation.create desk.provision.move desk.language_people.update desk.public_answer.create
    """,
    "sent by a script, which says that the session ended": """
        desk.unsaved_text.update
    """,
    "a file, which no page can hold": """
        desk.import.create desk.network_import.create desk.word_file.create desk.entry_file.create
    """,
    "saves what was typed, in tests/signing/test_saved_answers.py": """
        signing.saved_answers.create
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


# Pages with several forms that are no parts of one form, and why what is typed in one may go when another is sent.
ALTERNATIVES = {
    "desk.request.show": "three answers to one request: each of them ends it",
    "signing.vouching.show": "two answers to one question: each of them ends it",
}


def route_of(path: str) -> str:
    for name in sorted(POSTED):
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", ROUTES[name].path), path):
            return name
    raise LookupError(path)


@pytest.fixture(scope="module")
def pages(site: Site) -> list[tuple[Shown, list[Filled]]]:
    """Return every page that is opened by its address, with its forms."""
    answers = [(shown, httpx.get(shown.address(site, "en"), cookies=site.cookies.get(shown.who), timeout=60)) for shown in AT_ONCE]
    return [(shown, forms_of(page.text)) for shown, page in answers if page.status_code == httpx.codes.OK]


def lost_of(site: Site, form: Filled, action: str, cookies: dict[str, str]) -> object:
    """Send a form without its session, then what the answer holds in the session; return what is not shown again."""
    held = httpx.post(site.url + action, content=form.body, headers=SENT, timeout=60)
    value = re.search(r'name="held_form" value="([\w-]+)"', held.text)
    if held.status_code != httpx.codes.FORBIDDEN or not value:
        return f"not held: {held.status_code}"
    again = httpx.post(site.url + action, data={"held_form": value[1]}, cookies=cookies, timeout=60)
    return form.lost_in(again.text) if again.status_code in SHOWN else f"not shown: {again.status_code}"


def test_what_was_typed_in_any_form_is_shown_again(site: Site, pages: list[tuple[Shown, list[Filled]]]) -> None:
    typed = [(form, site.cookies[shown.who]) for shown, forms in pages if shown in WITH_FORMS for form in forms if form.texts]
    walked = [(route_of(action), lost_of(site, form, action, cookies)) for form, cookies in typed for action in form.actions]
    assert {(route, str(lost)) for route, lost in walked if lost} == set()
    assert POSTED - {route for route, _ in walked} == set(" ".join(NOT_WALKED.values()).split())


def test_a_page_with_several_forms_keeps_what_is_typed_in_the_others(pages: list[tuple[Shown, list[Filled]]]) -> None:
    several = {shown.route for shown, forms in pages if sum(form.is_typed_in for form in forms) > 1}
    assert several == set(ALTERNATIVES)
    with_parts = {shown.route: form for shown, forms in pages for form in forms if form.parts}
    assert set(with_parts) >= {"desk.account.show", "desk.memorandum.show", "desk.statement.show"}
    for shown, forms in pages:
        for form in forms:
            assert form.groups_are_apart, shown.name
            assert not form.parts or form.first_button == "enter", shown.name


def test_forms_that_are_no_parts_are_noticed() -> None:
    two = '<form method="post"><textarea name="a"></textarea></form><form method="post"><select name="b"></select></form>'
    assert [form.is_typed_in for form in forms_of(two)] == [True, True]
    one = '<form method="post"><input type="hidden" name="part" value="/a"><input type="radio" name="c"><input type="hidden" name="part" value="/b">'
    [form] = forms_of(one + '<input type="radio" name="c"></form>')
    assert (form.parts, form.groups_are_apart, form.first_button) == (["/a", "/b"], False, None)
