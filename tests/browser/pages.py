"""Every page that a browser can show, with whom it is shown to; a new address that is missing here fails a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coalition import clock
from coalition.addresses import ROUTES, url_for
from tests.browser.serving import DRAFT_TEXT, PASSAGE
from tests.word_files.makers import with_everything

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Page, Response

    from tests.browser.serving import Site

    Act = Callable[[Page], object]


@dataclass(frozen=True)
class Shown:
    """A page: its name in reports and pictures, its address, who sees it, and what they do before it is checked."""

    name: str
    route: str
    who: str = "cleo"
    given: Mapping[str, str] = field(default_factory=dict)
    act: Act | None = None
    path: str = ""

    def address(self, site: Site, language: str) -> str:
        """Return the address; places of the path are filled from what was prepared, unless the page names another."""
        if self.path:
            return f"{site.url}/{language}/{self.path}"
        wanted = {name: site.places[known] for name, known in self.given.items() if known in site.places}
        fixed = {name: value for name, value in self.given.items() if value not in site.places}
        return site.url + url_for(self.route, **(site.places_for(self.route) | wanted | fixed | {"lang": language}))


def fill_act(page: Page, disclosure: str = "public") -> None:
    page.fill("#organisation", "tien-shan-clinic")
    page.fill("#evidence", "A signed letter, folder 12")
    page.fill("#representative_name", "Ben Sultanov")
    page.fill("#representative_title", "Director")
    page.select_option("#disclosure", disclosure)
    press(page)


def empty_provision(page: Page) -> None:
    page.fill("#text", "")
    press(page)


def fill_impossible_act(page: Page) -> None:
    page.fill("#acted", "2001-05")
    fill_act(page)


def fill_correction(page: Page) -> None:
    page.fill("#acted", clock.today().isoformat()[:7])
    page.fill("#representative_name", "Ben Sultanow")
    page.fill("#reason", "The letter says so.")
    press(page)


def fill_hidden_act(page: Page) -> None:
    fill_act(page, "counted")


def choose_twice(page: Page) -> None:
    page.select_option("#column-0", "name_en")
    page.locator("main form").last.locator("button").click()
    page.wait_for_load_state()


def press(page: Page, name: str = "") -> None:
    """Press the button of the main form, or the one with a name, and wait for the answer."""
    page.locator(f'main form button[name="{name}"]' if name else "main form[method=post] button.button").first.click()
    page.wait_for_load_state()


def report_mistake(page: Page) -> None:
    page.check('[name="mistake"][value="out_of_date"]')
    page.fill("#words", "The website is another one now.")
    press(page)


def send_report(page: Page) -> None:
    report_mistake(page)
    press(page)


def ask_for_link(page: Page) -> None:
    page.fill("#email", "nobody@example.org")
    press(page)


def fill_answers(page: Page, disclosure: str = "public") -> None:
    page.check('[name="kind"][value="signature"]')
    page.check(f'[name="disclosure"][value="{disclosure}"]')
    page.fill("#representative_name", "Ben Sultanov")
    page.fill("#representative_title", "Director")
    press(page)


def answer_nothing(page: Page) -> None:
    page.fill("#representative_name", "")  # the session may have checked answers before
    press(page)


def check_counted(page: Page) -> None:
    fill_answers(page, "counted")


def confirm_wrongly(page: Page) -> None:
    fill_answers(page)
    page.fill("#typed_name", "Someone else")
    page.locator("main form[novalidate] button.button").last.click()
    page.wait_for_load_state()


def describe_without_words(page: Page) -> None:
    page.check('[name="disclosure"][value="described"]')
    page.locator("main form[novalidate] button.button").last.click()
    page.wait_for_load_state()


def press_last(page: Page) -> None:
    page.check('[name="disclosure"][value="public"]')
    page.fill("#typed_name", "Ben Sultanov")
    page.locator("main form[novalidate] button.button").last.click()
    page.wait_for_load_state()


def imitate(page: Page) -> None:
    """Enter an organisation whose name has a Cyrillic letter among Latin ones."""
    page.select_option("#names-0-language", "en")
    page.fill("#names-0-name", "Bir Duinо Kyrgyzstan")
    page.fill("#slug", "bir-duino-again")
    press(page)


def enter_again(page: Page) -> None:
    """Enter an organisation under nearly the name of another."""
    page.select_option("#names-0-language", "en")
    page.fill("#names-0-name", "Kyrgyzstan Bir Duinno")
    page.fill("#slug", "bir-duinno")
    press(page)


def invite(page: Page) -> None:
    page.locator('[name="organisations"]:not(:disabled)').first.check()
    page.locator("main form[method=post] button.button:not(.quiet)").last.click()
    page.wait_for_load_state()


def look_at_letters(page: Page) -> None:
    page.locator('[name="organisations"]:not(:disabled)').first.check()
    page.locator("main button[value=letters]").click()
    page.wait_for_load_state()


def invite_nobody(page: Page) -> None:
    for box in page.locator('[name="organisations"]:checked').all():
        box.uncheck()
    page.locator("main form[method=post] button.button:not(.quiet)").last.click()
    page.wait_for_load_state()


def choose_all(page: Page) -> None:
    page.check('[name="all"]')
    page.click('button[value="revoke"]')
    page.wait_for_load_state()


def paste_nothing(page: Page) -> None:
    page.locator("form:has(#list) .button").click()
    page.wait_for_load_state()


def ask_nothing(page: Page) -> None:
    page.locator("#form button.button").last.click()
    page.wait_for_load_state()


def preview(page: Page) -> None:
    page.fill("#body", DRAFT_TEXT + "\n\n3. Anew.")
    press(page, "step")


def bring_word_file(page: Page) -> None:
    page.set_input_files("#file", {"name": "memo.docx", "mimeType": "application/octet-stream", "buffer": with_everything()})
    press(page)


def write_doubtful_numbers(page: Page) -> None:
    page.fill("#body", DRAFT_TEXT + "\n\n2013. It began in Kyiv.\n\nА. Иванов opened the meeting.\n\n1.5 million people signed.")
    press(page, "step")


def paste_text(page: Page) -> None:
    """Paste lines as a word processor has them: without blank lines, with signs for lists, a table, and characters that nobody sees."""
    lines = [
        "PART ONE",
        "1. The parties\u00a0meet\u200f twice a year.",
        "• first point",
        "• second point",
        "2. They report:",
        "Body | Since",
        "A | 2012",
        "B | 2013",
    ]
    page.fill("#body", "\n".join(lines))
    press(page, "step")


def empty_wording(page: Page) -> None:
    page.fill("#title", "")
    page.fill("#body", "")
    press(page)


def state_nothing(page: Page) -> None:
    page.fill("#statement_text", "")
    send_statement(page)


def send_statement(page: Page) -> None:
    page.locator("main form[novalidate] button.button").last.click()
    page.wait_for_load_state()


def state_something(page: Page) -> None:
    page.check('[name="statement_kind"][value="declaration"]')
    page.fill("#statement_text", "We read provision 1 as it stands.")
    page.fill("#representative_name", "Ben Sultanov")
    send_statement(page)


def give_reason(page: Page) -> None:
    page.fill("#reason", "Three have signed.")
    page.locator("#form button.button").last.click()
    page.wait_for_load_state()


def refuse_without_reason(page: Page) -> None:
    page.locator("#form button.button").last.click()
    page.wait_for_load_state()


def ask_for_no_number(page: Page) -> None:
    page.check('[name="effect-rule"][value="nth_signature"]')
    press(page)


def look_at_listing(page: Page) -> None:
    page.fill("#listing_reason", "It asked for it in a letter.")
    page.locator("#form button.button").last.click()
    page.wait_for_load_state()


def look_at_record(page: Page) -> None:
    page.fill("#starts", "2026-10")
    page.locator("#form button.button").last.click()
    page.wait_for_load_state()


def make_calendar(page: Page) -> None:
    page.locator("#calendar button").first.click()
    page.wait_for_load_state()


def look_at_parts(page: Page) -> None:
    page.select_option("#organisations-0-public", "no")
    press(page)


def look_at_opening(page: Page) -> None:
    page.check('[name="publicity"][value="public"]')
    page.locator("[formaction$='/opening']").click()
    page.wait_for_load_state()


def ask_to_close(page: Page) -> None:
    page.locator("details:has([formaction$='/closing']) > summary").click()
    page.locator('[formaction$="/closing"]').click()
    page.wait_for_load_state()


def look_at_members(page: Page) -> None:
    page.fill("#organisations-0-organisation", "khazar-relatives")
    page.fill("#organisations-0-from", "2020")
    press(page)


def ask_to_delete(page: Page) -> None:
    for summary in page.locator("details:has([formaction$='/removal']) > summary").all():  # that of the menu, then that in it
        summary.click()
    page.locator('[formaction$="/removal"]').click()
    page.wait_for_load_state()


ADA = "ada"
OWN_STATEMENT = {"statement": "own_statement"}
_SPECIAL = {  # addresses whose page needs somebody else than their audience says, or a place of its own
    "signing.invitation.show": Shown("signing.invitation.show", "signing.invitation.show", given={"token": "token_ben"}),
    **{
        f"desk.{page}": Shown(f"desk.{page}", f"desk.{page}", ADA, {"memorandum": "unsent"})
        for page in ("appeal.edit", "appeal_networks.edit", "appeal_sending.new")
    },
    "desk.appeal.show": Shown("desk.appeal.show", "desk.appeal.show", ADA, {"memorandum": "appeal"}),
    "signing.receipt.show": Shown("signing.receipt.show", "signing.receipt.show", "signed"),
    "signing.withdrawal.new": Shown("signing.withdrawal.new", "signing.withdrawal.new", "signed"),
    "signing.disclosure.new": Shown("signing.disclosure.new", "signing.disclosure.new", "signed"),
    "signing.confirmation.new": Shown("signing.confirmation.new", "signing.confirmation.new", "referring"),
    "desk.arrangement.edit": Shown("desk.arrangement.edit", "desk.arrangement.edit", ADA, {"memorandum": "draft", "provision": "first_provision"}),
    "desk.arranged.show": Shown("desk.arranged.show", "desk.arranged.show", ADA, {"memorandum": "draft", "change": "change"}),
    "desk.text_revision.show": Shown("desk.text_revision.show", "desk.text_revision.show", ADA, {"memorandum": "draft", "number": "2"}),
    "desk.signatory.show": Shown("desk.signatory.show", "desk.signatory.show", ADA, {"organisation": "mtkvari-law-centre"}),
    "desk.signatory_import.show": Shown("desk.signatory_import.show", "desk.signatory_import.show", ADA, {"import_id": "past_import_id"}),
    "desk.signatory_import_columns.edit": Shown(
        "desk.signatory_import_columns.edit", "desk.signatory_import_columns.edit", ADA, {"import_id": "past_import_id"}
    ),
    "desk.adoption.new": Shown("desk.adoption.new", "desk.adoption.new", ADA, {"memorandum": "draft"}),
    "desk.languages.show": Shown("desk.languages.show", "desk.languages.show", ADA, {"memorandum": "draft"}),
    "desk.translation.edit": Shown("desk.translation.edit", "desk.translation.edit", ADA, {"memorandum": "draft"}),
    "desk.glossary.show": Shown("desk.glossary.show", "desk.glossary.show", ADA, {"memorandum": "ready"}),
    "desk.proposals.show": Shown("desk.proposals.show", "desk.proposals.show", ADA, {"memorandum": "draft"}),
    "desk.matrix.show": Shown("desk.matrix.show", "desk.matrix.show", ADA, {"memorandum": "draft"}),
    "desk.term.new": Shown("desk.term.new", "desk.term.new", ADA, {"memorandum": "ready"}),
    "desk.term.edit": Shown("desk.term.edit", "desk.term.edit", ADA, {"memorandum": "ready", "number": "term"}),
    "desk.pasted_terms.new": Shown("desk.pasted_terms.new", "desk.pasted_terms.new", ADA, {"memorandum": "ready"}),
    "desk.annulments.show": Shown("desk.annulments.show", "desk.annulments.show", ADA, {"batch": "batch"}),
    "signing.statements.list": Shown("signing.statements.list", "signing.statements.list", "signed"),
    "signing.statement_receipt.show": Shown("signing.statement_receipt.show", "signing.statement_receipt.show", "signed", OWN_STATEMENT),
    "signing.statement_withdrawal.new": Shown("signing.statement_withdrawal.new", "signing.statement_withdrawal.new", "signed", OWN_STATEMENT),
    "signing.saved_answers.show": Shown("signing.saved_answers.show", "signing.saved_answers.show", "ended", {"until": "saved_until"}),
    "signing.delegation.show": Shown("signing.delegation.show", "signing.delegation.show", "ended"),
    "signing.link_end.show": Shown("signing.link_end.show", "signing.link_end.show", "ended"),
    "signing.fresh_link.show": Shown("signing.fresh_link.show", "signing.fresh_link.show", given={"token": "token_mailed"}),
    "signing.link_end.new": Shown("signing.link_end.new", "signing.link_end.new", "signed"),
    "signing.disclosure_request.show": Shown("signing.disclosure_request.show", "signing.disclosure_request.show", given={"token": "stop_token"}),
    "signing.timeline_letters.show": Shown("signing.timeline_letters.show", "signing.timeline_letters.show", given={"token": "letters_token"}),
    "signing.contact.show": Shown("signing.contact.show", "signing.contact.show", given={"token": "contact_token"}),
    "signing.objection.new": Shown("signing.objection.new", "signing.objection.new", "signed"),
    "signing.vouching.show": Shown("signing.vouching.show", "signing.vouching.show", "dora_signed"),
    "signing.proof.show": Shown("signing.proof.show", "signing.proof.show", given={"token": "proof_token"}),
    "desk.mandate.show": Shown("desk.mandate.show", "desk.mandate.show", ADA, {"organisation": "mangystau-voice"}),
    "desk.record_correction.new": Shown(
        "desk.record_correction.new", "desk.record_correction.new", ADA, {"organisation": "mangystau-voice", "act": "recorded"}
    ),
    "desk.sign_in.new": Shown("desk.sign_in.new", "desk.sign_in.new"),
    "desk.sign_in_link.show": Shown("desk.sign_in_link.show", "desk.sign_in_link.show", given={"token": "second_token"}),
    "public.subscription_link.show": Shown("public.subscription_link.show", "public.subscription_link.show", given={"token": "token_subscription"}),
    "public.subscription_removal.new": Shown(
        "public.subscription_removal.new", "public.subscription_removal.new", given={"token": "token_subscription"}
    ),
    "public.request.new": Shown("public.request.new", "public.request.new", given={"memorandum": "acceding"}),
    "public.request_link.show": Shown(
        "public.request_link.show", "public.request_link.show", given={"memorandum": "acceding", "token": "token_request"}
    ),
    "public.mistake_answer.show": Shown("public.mistake_answer.show", "public.mistake_answer.show", given={"token": "answer_token"}),
    "desk.invitation_choice.new": Shown(
        "desk.invitation_choice.new", "desk.invitation_choice.new", ADA, {"way": "countries", "value": "KZ,KG,UZ,GE"}
    ),
    "desk.rounds.list": Shown("desk.rounds.list", "desk.rounds.list", ADA, {"memorandum": "draft"}),
    "desk.round.new": Shown("desk.round.new", "desk.round.new", ADA, {"memorandum": "draft", "way": "countries", "value": "KZ,KG,UZ,GE"}),
    "desk.round.show": Shown("desk.round.show", "desk.round.show", ADA, {"memorandum": "draft"}),
    "desk.round_proposals.new": Shown("desk.round_proposals.new", "desk.round_proposals.new", ADA, {"memorandum": "draft"}),
    "desk.amendments.list": Shown("desk.amendments.list", "desk.amendments.list", ADA, {"memorandum": "draft"}),
    "desk.amendment.show": Shown("desk.amendment.show", "desk.amendment.show", ADA, {"memorandum": "draft", "number": "1"}),
    "desk.drafting_record.show": Shown("desk.drafting_record.show", "desk.drafting_record.show", ADA),
    "desk.public_answer.new": Shown("desk.public_answer.new", "desk.public_answer.new", ADA, {"memorandum": "draft", "number": "1"}),
    "desk.amendment.new": Shown("desk.amendment.new", "desk.amendment.new", ADA, {"memorandum": "draft", "provision": "first_provision"}),
    "desk.amendment_file.new": Shown("desk.amendment_file.new", "desk.amendment_file.new", ADA, {"memorandum": "draft"}),
    "desk.acceptances.new": Shown("desk.acceptances.new", "desk.acceptances.new", ADA, {"memorandum": "draft"}),
    "desk.draft_comments.show": Shown("desk.draft_comments.show", "desk.draft_comments.show", ADA, {"memorandum": "commented"}),
    "desk.draft_comment.show": Shown(
        "desk.draft_comment.show", "desk.draft_comment.show", ADA, {"memorandum": "commented", "number": "handed_in_comment"}
    ),
    "signing.drafting.show": Shown("signing.drafting.show", "signing.drafting.show", "seated"),
    "signing.drafting_answer.new": Shown("signing.drafting_answer.new", "signing.drafting_answer.new", "seated"),
    "signing.drafting_provision.show": Shown("signing.drafting_provision.show", "signing.drafting_provision.show", "reading", {"provision": "p1"}),
    **{
        f"signing.drafting_{name}": Shown(f"signing.drafting_{name}", f"signing.drafting_{name}", who)
        for name, who in (
            ("proposals.show", "reading"),
            ("amendments.list", "reading"),
            ("amendment.new", "reading"),
            ("amendment.show", "reading"),
            ("support.new", "reading"),
            ("public_answer.new", "proposing"),
            ("comment.show", "reading"),
            ("private_amendment.edit", "proposing"),
            ("hand_in.new", "proposing"),
        )
    },
    "signing.drafting_receipt.show": Shown("signing.drafting_receipt.show", "signing.drafting_receipt.show", "seated"),
    "desk.consents.list": Shown("desk.consents.list", "desk.consents.list", ADA),
    "desk.partner.edit": Shown("desk.partner.edit", "desk.partner.edit", ADA, {"number": "partner"}),
    "desk.partner_number.edit": Shown("desk.partner_number.edit", "desk.partner_number.edit", ADA, {"programme": "programme_of_partners"}),
    "desk.forum_choice.new": Shown("desk.forum_choice.new", "desk.forum_choice.new", ADA, {"way": "countries", "value": "KZ,KG,UZ,GE"}),
    "desk.network_choice.new": Shown("desk.network_choice.new", "desk.network_choice.new", ADA, {"way": "countries", "value": "KZ,KG,UZ,GE"}),
    "desk.requests.list": Shown("desk.requests.list", "desk.requests.list", ADA, {"memorandum": "acceding"}),
    "desk.request.show": Shown("desk.request.show", "desk.request.show", ADA, {"memorandum": "acceding"}),
    "public.comparison.show": Shown("public.comparison.show", "public.comparison.show", given={"left": "en", "right": "ar"}),
}
_FURTHER = [
    Shown("signing.receipt.letters", "signing.receipt.show", "counted"),
    Shown("signing.timeline_letters.nothing", "signing.timeline_letters.show", given={"token": "second_token"}),
    Shown("public.paper.acceding", "public.paper.show", given={"memorandum": "acceding"}),
    Shown("public.memorandum.past", "public.memorandum.show", given={"memorandum": "past"}),
    Shown("public.memorandum.translation", "public.memorandum.show", given={"text": "nb"}),
    Shown("public.signatories.past", "public.signatories.show", given={"at": "2013-02-17", "memorandum": "past"}),
    Shown("public.signatories.wrong", "public.signatories.show", given={"at": "tomorrow"}),
    Shown("public.signatories.compared", "public.signatories.show", given={"at": "2013-02-17", "compare": "2030-01-01"}),
    Shown("public.signatories.searched", "public.signatories.show", given={"at": "2013-02-17", "compare": "2030-01-01", "q": "a"}),
    Shown("public.editions.searched", "public.editions.list", given={"q": "edition 1"}),
    Shown("public.verification.past", "public.verification.show", given={"memorandum": "past"}),
    Shown("public.organisation.nothing", "public.organisation.show", given={"organisation": "vistula-institute"}),
    Shown("public.networks.search", "public.networks.list", given={"q": "zzzz"}),
    Shown("public.network.inside", "public.network.show", given={"network": "two-rivers-circle"}),
    Shown("public.organisations.countries", "public.organisations.list", given={"order": "country"}),
    Shown("public.organisations.search", "public.organisations.list", given={"q": "zzzz"}),
    Shown("public.memoranda.found", "public.memoranda.list", given={"q": "меморандум"}),
    Shown("public.partners.former", "public.partners.list", given={"state": "former"}),
    Shown("public.partners.search", "public.partners.list", given={"q": "zzzz"}),
    Shown("public.partners.country", "public.partners.list", given={"country": "GE"}),
    Shown("public.appeals.search", "public.appeals.list", given={"q": "zzzz"}),
    Shown("public.articles.search", "public.articles.list", given={"q": "zzzz"}),
    Shown("public.articles.found", "public.articles.list", given={"q": "Kyiv"}),
    Shown("public.forums.search", "public.forums.list", given={"q": "zzzz"}),
    Shown("public.search.found", "public.search.show", given={"q": "rights"}),
    Shown("public.search.nothing", "public.search.show", given={"q": "zzzz"}),
    Shown("public.notifications.found", "public.notifications.list", given={"q": "law"}),
    Shown("public.notifications.of", "public.notifications.list", given={"memorandum": "memorandum"}),
    Shown("signing.objection.wrong", "signing.objection.new", "signed", act=press),
    Shown("desk.correction.passage", "desk.correction.new", ADA, {"text": "en", "provision": PASSAGE}),
    Shown("desk.correction.wrong", "desk.correction.new", ADA, {"text": "en", "provision": PASSAGE}, act=press),
    Shown("public.memorandum.acceding", "public.memorandum.show", given={"memorandum": "acceding"}),
    Shown("public.subscription.of", "public.subscription.new", given={"memorandum": "memorandum"}),
    Shown("public.subscription.wrong", "public.subscription.new", act=press),
    Shown("public.subscription.sent", "public.subscription.new", act=ask_for_link),
    Shown("public.subscription.nothing", "", path="notifications/subscription/" + "A" * 43),
    Shown("public.request.wrong", "public.request.new", given={"memorandum": "acceding"}, act=press),
    Shown("public.mistake.of", "public.mistake.new", given={"organisation": "mtkvari-law-centre", "memorandum": "memorandum"}),
    Shown("public.mistake.wrong", "public.mistake.new", act=press),
    Shown("public.mistake.review", "public.mistake.new", act=report_mistake),
    Shown("public.mistake.sent", "public.mistake.new", act=send_report),
    Shown("desk.mistake.wrong", "desk.mistake.show", ADA, act=press),
    Shown("signing.wrong_link.told", "signing.wrong_link.new", "ben", act=press),
    Shown("public.memorandum.withdrawn", "public.memorandum.show", given={"memorandum": "withdrawn"}),
    Shown("error.nowhere", "", path="nowhere"),
    Shown("error.session", "signing.text.show"),
    Shown("error.link-unknown", "", path="invitations/" + "A" * 43),
    Shown("error.link-used", "signing.invitation.show", given={"token": "token_signed"}),
    Shown("error.sign-in-link", "", path="sign-in/" + "A" * 43),
    Shown("error.desk-nowhere", "", ADA, path="desk/memoranda/nowhere"),
    Shown("signing.text.arabic", "signing.text.show", "ben", given={"text": "ar"}),
    Shown("signing.kept-link", "signing.invitation.show", given={"token": "token_kept"}),
    Shown("signing.questions.wrong", "signing.signature.new", "ben", act=answer_nothing),
    Shown("signing.review", "signing.signature.new", "ben", act=fill_answers),
    Shown("signing.review.counted", "signing.signature.new", "ben", act=check_counted),
    Shown("signing.review.wrong", "signing.signature.new", "ben", act=confirm_wrongly),
    Shown("signing.delegation.wrong", "signing.delegation.new", "ben", act=press),
    Shown("signing.status", "signing.text.show", "signed"),
    Shown("signing.answered", "signing.signature.new", "signed"),
    Shown("signing.status.counted", "signing.text.show", "counted"),
    Shown("signing.receipt.counted", "signing.receipt.show", "counted"),
    Shown("signing.receipt.declined", "signing.receipt.show", "declined"),
    Shown("signing.receipt.withdrawn", "signing.receipt.show", "withdrawn"),
    Shown("signing.withdrawal.counted", "signing.withdrawal.new", "counted"),
    Shown("signing.receipt.referring", "signing.receipt.show", "referring"),
    Shown("signing.disclosure.wrong", "signing.disclosure.new", "signed", act=describe_without_words),
    Shown("signing.disclosure.fresh", "signing.disclosure.new", "raising"),
    Shown("signing.disclosure.waiting", "signing.disclosure.new", "raising", act=press_last),
    Shown("signing.status.waiting", "signing.text.show", "raising"),
    Shown("signing.contact.confirmed", "signing.contact.show", given={"token": "confirmed_token"}),
    Shown("desk.signatory.waiting", "desk.signatory.show", ADA, {"organisation": "saffron-lantern"}),
    Shown("signing.confirmation.wrong", "signing.confirmation.new", "referring", act=press),
    Shown("desk.recorded_act.new.wrong", "desk.recorded_act.new", ADA, act=press),
    Shown("desk.recorded_act.review", "desk.recorded_act.new", ADA, act=fill_act),
    Shown("desk.recorded_act.new.impossible", "desk.recorded_act.new", ADA, act=fill_impossible_act),
    Shown(
        "desk.record_correction.review",
        "desk.record_correction.new",
        ADA,
        {"organisation": "mangystau-voice", "act": "recorded"},
        act=fill_correction,
    ),
    Shown("desk.recorded_act.review.counted", "desk.recorded_act.new", ADA, act=fill_hidden_act),
    Shown("signing.withdrawal.wrong", "signing.withdrawal.new", "signed", act=press),
    Shown("signing.statements.counted", "signing.statements.list", "counted"),
    Shown("signing.statements.withdrawn", "signing.statements.list", "withdrawn"),
    Shown("signing.statements.wrong", "signing.statements.list", "signed", act=state_nothing),
    Shown("signing.statement_review", "signing.statements.list", "signed", act=state_something),
    Shown("signing.statement_withdrawal.wrong", "signing.statement_withdrawal.new", "signed", OWN_STATEMENT, act=press),
    Shown("desk.statements.draft", "desk.statements.list", ADA, {"memorandum": "draft"}),
    Shown("desk.statements.wrong", "desk.statements.list", ADA, act=press),
    Shown("desk.statement.wrong", "desk.statement.show", ADA, act=press),
    Shown("signing.colleague", "signing.invitation.show", given={"token": "token_dora_signed"}),
    Shown("signing.vouching.wrong", "signing.vouching.show", "dora_signed", act=press),
    Shown("signing.vouching.questioned", "signing.vouching.show", "dora_questioned"),
    Shown("signing.proof.wrong", "signing.proof.show", given={"token": "proof_token"}, act=press),
    Shown("signing.proof.given", "signing.proof.show", given={"token": "given_token"}),
    Shown("public.organisation.proved", "public.organisation.show", given={"organisation": "mtkvari-law-centre"}),
    Shown("desk.proofs.proved", "desk.proofs.list", ADA, {"organisation": "mtkvari-law-centre"}),
    Shown("error.link-answered", "signing.invitation.show", given={"token": "token_dora_questioned"}),
    Shown("desk.proofs.none", "desk.proofs.list", ADA, {"organisation": "mangystau-voice"}),
    Shown("desk.proofs.wrong", "desk.proofs.list", ADA, act=ask_nothing),
    Shown("desk.mandate.questioned", "desk.mandate.show", ADA, {"organisation": "aral-lamp"}),
    Shown("desk.mandate.wrong", "desk.mandate.show", ADA, {"organisation": "aral-lamp"}, act=press),
    Shown("desk.sign_in.sent", "desk.sign_in.new", act=ask_for_link),
    Shown("desk.sign_in.wrong", "desk.sign_in.new", act=press),
    Shown("desk.memorandum.draft", "desk.memorandum.show", ADA, {"memorandum": "draft"}),
    Shown("desk.memorandum.doubled", "desk.memorandum.show", ADA, {"memorandum": "doubled"}),
    Shown("desk.signatories.doubled", "desk.signatories.list", ADA, {"memorandum": "doubled"}),
    Shown("desk.memorandum.past", "desk.memorandum.show", ADA, {"memorandum": "past"}),
    Shown("desk.memorandum.new.wrong", "desk.memorandum.new", ADA, act=press),
    Shown("desk.memorandum.withdrawn", "desk.memorandum.show", ADA, {"memorandum": "withdrawn"}),
    Shown("desk.memorandum.abandoned", "desk.memorandum.show", ADA, {"memorandum": "abandoned"}),
    Shown("desk.wording.abandoned", "desk.wording.edit", ADA, {"memorandum": "abandoned", "text": "en"}),
    Shown("desk.decision.wrong", "desk.decision.new", ADA, act=press),
    Shown("desk.decision.draft", "desk.decision.new", ADA, {"memorandum": "draft", "decision": "abandonment"}),
    Shown("desk.decision.effect", "desk.decision.new", ADA, {"memorandum": "withdrawn", "decision": "effect-declaration"}),
    Shown("desk.decision.again", "desk.decision.new", ADA, {"memorandum": "withdrawn", "decision": "effect-declaration"}, act=give_reason),
    Shown("desk.decision.return", "desk.decision.new", ADA, {"memorandum": "withdrawn", "decision": "return-to-public"}),
    Shown("desk.details.draft", "desk.memorandum.edit", ADA, {"memorandum": "draft"}),
    Shown("desk.rules.draft", "desk.rules.edit", ADA, {"memorandum": "draft"}),
    Shown("desk.rules.wrong", "desk.rules.edit", ADA, {"memorandum": "draft"}, act=ask_for_no_number),
    Shown("desk.outline.draft", "desk.wording.edit", ADA, {"memorandum": "draft"}),
    Shown("desk.wording.draft", "desk.wording.edit", ADA, {"memorandum": "draft", "text": "en"}),
    Shown("desk.provision.draft", "desk.provision.edit", ADA, {"memorandum": "draft", "provision": "first_provision"}),
    Shown("desk.provision.wrong", "desk.provision.edit", ADA, {"memorandum": "draft", "provision": "first_provision"}, act=empty_provision),
    *(
        Shown(f"desk.arrangement.{act}", "desk.arrangement.edit", ADA, {"memorandum": "draft", "provision": "first_provision", "act": act})
        for act in ("divide", "remove")
    ),
    Shown("desk.provision.new.draft", "desk.provision.new", ADA, {"memorandum": "draft", "text": "en"}),
    Shown("desk.revisions.draft", "desk.revisions.list", ADA, {"memorandum": "draft", "text": "en"}),
    Shown("desk.wording.draft.ru", "desk.wording.edit", ADA, {"memorandum": "draft", "text": "ru"}),
    Shown("desk.wording.preview", "desk.wording.edit", ADA, {"memorandum": "draft", "text": "en"}, act=preview),
    Shown("desk.wording.doubtful", "desk.wording.edit", ADA, {"memorandum": "draft", "text": "en"}, act=write_doubtful_numbers),
    Shown("desk.wording.pasted", "desk.wording.edit", ADA, {"memorandum": "draft", "text": "en"}, act=paste_text),
    Shown("desk.wording.wrong", "desk.wording.edit", ADA, {"memorandum": "draft", "text": "en"}, act=empty_wording),
    Shown("desk.wording.print", "desk.wording_print.show", ADA, {"memorandum": "draft"}),
    Shown("desk.wording.print.lines", "desk.wording_print.show", ADA, {"memorandum": "draft", "lines": "1"}),
    Shown("desk.word_file.draft", "desk.word_file.new", ADA, {"memorandum": "draft"}),
    Shown("desk.word_file.brought", "desk.word_file.new", ADA, {"memorandum": "draft"}, act=bring_word_file),
    Shown("desk.alignment.draft", "desk.alignment.edit", ADA, {"memorandum": "draft", "show": "all"}),
    Shown("desk.glossary.none", "desk.glossary.show", ADA, {"memorandum": "draft"}),
    Shown("desk.translation.wrong", "desk.translation.edit", ADA, {"memorandum": "draft"}, act=empty_provision),
    Shown("desk.adoption.wrong", "desk.adoption.new", ADA, {"memorandum": "draft"}, act=press),
    Shown("desk.memorandum.closing", "desk.memorandum.show", ADA, act=ask_to_close),
    Shown("desk.memorandum.deleting", "desk.memorandum.show", ADA, {"memorandum": "draft"}, act=ask_to_delete),
    Shown("desk.signatories.draft", "desk.signatories.list", ADA, {"memorandum": "draft"}),
    Shown("desk.signatories.chosen", "desk.signatories.list", ADA, act=choose_all),
    Shown("desk.invitation_list.wrong", "desk.invitation_list.new", ADA, act=paste_nothing),
    Shown("desk.organisations.filtered", "desk.organisations.list", ADA, {"status": "liquidated"}),
    Shown("desk.signatories.silent", "desk.signatories.list", ADA, {"state": "silent"}),
    Shown("desk.dashboard.draft", "desk.dashboard.show", ADA, {"memorandum": "draft"}),
    Shown("desk.invitations.created", "desk.invitations.new", ADA, act=invite),
    Shown("desk.drafting_record.draft", "desk.drafting_record.show", ADA, {"memorandum": "draft"}),
    Shown("public.drafting.found", "public.drafting.show", given={"q": "Aragats"}),
    Shown("desk.amendment.deletion", "desk.amendment.show", ADA, {"memorandum": "draft", "number": "3"}),
    Shown("desk.amendment.wrong", "desk.amendment.show", ADA, {"memorandum": "draft", "number": "1"}, act=press),
    Shown("desk.amendments.none", "desk.amendments.list", ADA, {"memorandum": "ready"}),
    Shown("desk.amendment_file.wrong", "desk.amendment_file.new", ADA, {"memorandum": "draft"}, act=press),
    Shown("desk.acceptances.wrong", "desk.acceptances.new", ADA, {"memorandum": "draft"}, act=press),
    Shown("desk.draft_comments.none", "desk.draft_comments.show", ADA, {"memorandum": "draft"}),
    Shown("desk.round.names", "desk.round.new", ADA, {"memorandum": "draft"}),
    Shown("desk.round.wrong", "desk.round.new", ADA, {"memorandum": "draft", "way": "countries", "value": "KZ,KG,UZ,GE"}, act=press),
    Shown("signing.drafting_provision.own", "signing.drafting_provision.show", "proposing", {"provision": "p2"}),
    Shown("signing.drafting_amendment.own", "signing.drafting_amendment.show", "proposing"),
    Shown("signing.drafting_amendment.delete", "signing.drafting_amendment.new", "proposing", {"provision": "p2", "operation": "delete"}),
    Shown("signing.drafting_receipt.numbers", "signing.drafting_receipt.show", "proposing"),
    Shown("signing.drafting_hand_in.wrong", "signing.drafting_hand_in.new", "proposing", act=press),
    Shown("signing.drafting.noted", "signing.drafting.show", "proposing"),
    Shown("signing.drafting.landing", "signing.invitation.show", given={"token": "token_seat"}),
    Shown("signing.drafting.wrong", "signing.drafting_answer.new", "unanswered", act=press),
    Shown("desk.invitations.letters", "desk.invitations.new", ADA, act=look_at_letters),
    Shown("desk.invitations.wrong", "desk.invitations.new", ADA, act=invite_nobody),
    Shown("desk.request.wrong", "desk.request.show", ADA, {"memorandum": "acceding"}, act=press),
    Shown("desk.signatories.acceding", "desk.signatories.list", ADA, {"memorandum": "acceding"}),
    Shown("desk.forum.new.wrong", "desk.forum.new", ADA, act=press),
    Shown("desk.organisation.new.wrong", "desk.organisation.new", ADA, act=press),
    Shown("desk.organisation.new.alike", "desk.organisation.new", ADA, act=imitate),
    Shown("desk.organisation.new.likely", "desk.organisation.new", ADA, act=enter_again),
    Shown("desk.organisation_events.wrong", "desk.organisation_events.list", ADA, act=press),
    Shown("desk.partners.wrong", "desk.partners.new", ADA, act=press),
    Shown("desk.appeal.wrong", "desk.appeal.new", ADA, act=press),
    Shown("desk.memorandum.appeal", "desk.memorandum.show", ADA, {"memorandum": "unsent"}),
    Shown("public.memorandum.appeal", "public.memorandum.show", given={"memorandum": "appeal"}),
    Shown("signing.invitation.appeal", "signing.invitation.show", given={"token": "token_appeal"}),
    Shown("desk.article.wrong", "desk.article.new", ADA, act=press),
    Shown("desk.consents.wrong", "desk.consents.list", ADA, act=press),
    Shown("desk.partners.of", "desk.partners.list", ADA, {"programme": "programme_of_partners"}),
    Shown("desk.programmes.wrong", "desk.programmes.list", ADA, act=press),
    Shown("desk.members.wrong", "desk.members.list", ADA, act=press),
    Shown("desk.people.wrong", "desk.people.list", ADA, act=press),
    Shown("desk.today.approval", "desk.today.show", "dina"),
    Shown("desk.approvals.to-decide", "desk.approvals.list", "dina"),
    Shown("desk.approval.to-decide", "desk.approval.show", "dina"),
    Shown("desk.approval.wrong", "desk.approval.show", "dina", act=refuse_without_reason),
    Shown("desk.organisation.at-risk", "desk.organisation.edit", ADA, {"organisation": "saffron-lantern"}),
    Shown("desk.password.wrong", "desk.password.edit", ADA, act=press),
    Shown("desk.account.calendar", "desk.account.show", ADA, act=make_calendar),
    Shown("desk.import.wrong", "desk.import.new", ADA, act=press),
    Shown("desk.signatory_import.wrong", "desk.signatory_import.new", ADA, act=press),
    Shown("desk.signatory_import.finished", "desk.signatory_import.show", ADA, {"import_id": "past_finished"}),
    Shown("desk.import.finished", "desk.import.show", ADA, {"import_id": "finished"}),
    Shown("desk.import.cannot_undo", "desk.import.show", ADA, {"import_id": "finished"}, act=press),
    Shown("desk.import.stopped", "desk.import.show", ADA, {"import_id": "stopped"}),
    Shown("desk.import.left", "desk.import.new", ADA),
    Shown("desk.import.undone", "desk.import.show", ADA, {"import_id": "undone"}),
    Shown("desk.import_columns.wrong", "desk.import_columns.edit", ADA, act=choose_twice),
    Shown("desk.listing.preview", "desk.listing.edit", ADA, {"organisation": "issyk-watch"}, act=look_at_listing),
    Shown("desk.merging.compared", "desk.merging.new", ADA, path="desk/organisations/night-schol/merging?remaining=night-school"),
    Shown("desk.merging.merged", "desk.merging.new", ADA, path="desk/organisations/night-scool/merging"),
    Shown("desk.merging.entries", "desk.organisation.edit", ADA, path="desk/organisations/night-school"),
    Shown("desk.listing.at-risk", "desk.listing.edit", ADA, {"organisation": "pamir-lantern"}),
    Shown("desk.network.preview", "desk.network.show", ADA, act=look_at_members),
    Shown("desk.forum.preview", "desk.forum.edit", ADA, act=look_at_record),
    Shown("desk.forum.preview-of-parts", "desk.forum.edit", ADA, act=look_at_parts),
    Shown("desk.memorandum.preview", "desk.memorandum.show", ADA, {"memorandum": "ready"}, act=look_at_opening),
    Shown("desk.organisations.search", "desk.organisations.list", ADA, {"q": "zzzz"}),
    Shown("desk.forums.search", "desk.forums.list", ADA, {"q": "zzzz"}),
]


def routes_of_pages() -> list[str]:
    """Return the addresses that answer with a page for people."""
    pages = [
        name
        for name, row in ROUTES.items()
        if row.method == "GET" and row.path.startswith("/{lang}/") and not row.path.endswith((".csv", ".docx", ".html", ".ics", ".md", ".xlsx"))
    ]
    # Others of the pages of requests, and files.
    others = ("public.accession", "public.calendar", "desk.wording_file", "desk.article_picture.show", "desk.entry_file.show", "desk.entry_scan.show")
    return [name for name in pages if not name.startswith(others)]


def _plain(name: str) -> Shown:
    audience = name.partition(".")[0]
    return Shown(name, name, {"public": "cleo", "signing": "ben", "desk": ADA}[audience])


PAGES: list[Shown] = [_SPECIAL.get(name) or _plain(name) for name in routes_of_pages()] + _FURTHER


def answer_of(page: Page, shown: Shown, address: str) -> Response:
    """Open a page, do what has to be done on it, and return the answer with the document that is shown now."""
    answers: list[Response] = []

    def keep(response: Response) -> None:
        if response.request.is_navigation_request() and response.status not in {302, 303}:
            answers.append(response)

    page.on("response", keep)
    page.goto(address)
    if shown.act:
        shown.act(page)
    page.remove_listener("response", keep)
    return answers[-1]
