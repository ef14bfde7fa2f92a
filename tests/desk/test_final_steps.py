"""Everything at the desk can be undone, or asks first: a page says what happens and what stays, with a tick and a red button."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts.changing_rules import change_rules
from coalition.addresses import ROUTES
from coalition.amendments.entering import enter_for
from coalition.appeals.tables import Appeal, NamedPerson
from coalition.articles.consents import record_consent
from coalition.articles.forms import ConsentForm
from coalition.deliveries import entering_entries
from coalition.deliveries.evidence_files import add_file
from coalition.desk.invitations import chosen_rows
from coalition.desk.memoranda.decision_texts import DECISIONS
from coalition.desk.organisations import organisation_events
from coalition.desk.signatories import signatories
from coalition.desk.statements import statements
from coalition.editions.drafting import revise
from coalition.forums.forms import ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.invitations.tables import Invitation
from coalition.memoranda import authenticating, opening, withdrawing_from_public
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.rule_forms import EffectForm, RulesChange
from coalition.memoranda.tables import Correction, EffectRule, Memorandum, Publicity, SigningState
from coalition.memoranda.taking_forms import WithdrawalForm
from coalition.signatures.annulling import question
from coalition.statements.tables import Statement
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.amendments import proposed
from tests.appeals import appealed
from tests.browser.filled_forms import forms_of
from tests.deliveries import told
from tests.desk.conftest import send
from tests.house.tree import templates
from tests.rounds import seated
from tests.signing.walking import everything

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

NAMED = re.compile(r'"(desk\.[a-z_.]+)"')
OF_IMPORTS = {"desk.import_undoing.create", "desk.signatory_import_undoing.create"}  # `desk/import_pages.py` forms their names
POSTS = {name for name, route in ROUTES.items() if name.startswith("desk.") and route.method == "POST"}
ITSELF = "itself"
COMMAND = "coalition token add"

# What undoes a form: another form of the desk, the same form sent again, or a command.
UNDONE_BY = {
    "desk.sign_in.create": "desk.sign_out.create",
    "desk.sign_in_link.create": "desk.sign_out.create",
    "desk.sign_out.create": "desk.sign_in.create",
    "desk.account.update": ITSELF,
    "desk.password.create": ITSELF,
    "desk.logins.remove": "desk.sign_in.create",
    "desk.token.revoke": COMMAND,
    "desk.news.update": ITSELF,
    "desk.calendar.create": "desk.calendar.remove",
    "desk.calendar.remove": "desk.calendar.create",
    "desk.forum_archive.create": "desk.forum_archive.remove",
    "desk.forum_archive.remove": "desk.forum_archive.create",
    "desk.programme_archive.create": "desk.programme_archive.remove",
    "desk.programme_archive.remove": "desk.programme_archive.create",
    "desk.wording.update": ITSELF,
    "desk.provision.create": "desk.change.undo",
    "desk.provision.update": ITSELF,
    "desk.provision.remove": "desk.change.undo",
    "desk.provision.move": "desk.change.undo",
    "desk.provision.divide": "desk.change.undo",
    "desk.provision.join": "desk.change.undo",
    "desk.change.undo": ITSELF,
    "desk.text_revision.return": ITSELF,
    "desk.unsaved_text.update": ITSELF,
    "desk.unsaved_text.remove": "nothing: the person who typed it says so",
    "desk.word_file.create": "nothing: it only shows",
    "desk.wording_confirmation.create": "desk.wording.update",
    "desk.summary.update": ITSELF,
    "desk.alignment.update": ITSELF,
    "desk.translation.update": ITSELF,
    "desk.language_people.update": ITSELF,
    "desk.term.create": "desk.term.remove",
    "desk.term.update": ITSELF,
    "desk.term.remove": "desk.term.create",
    "desk.pasted_terms.create": "desk.term.remove",
    "desk.forum.create": "desk.forum.remove",
    "desk.forum.update": ITSELF,
    "desk.forum_organisations.update": ITSELF,
    "desk.forum_list.create": "desk.import_undoing.create",
    "desk.forum_choice.create": "desk.forum_organisations.update",
    "desk.appeal.create": "desk.appeal.remove",
    "desk.appeal.update": ITSELF,
    "desk.appeal_networks.update": ITSELF,
    "desk.article.create": ITSELF,
    "desk.reminder.update": ITSELF,
    "desk.entry_file.create": "desk.entry_file.remove",
    "desk.article.update": ITSELF,
    "desk.article_picture.update": ITSELF,
    "desk.article_publication.create": "desk.article_publication.remove",
    "desk.consent.create": "desk.consent.remove",
    "desk.programme.create": "desk.programme.remove",
    "desk.partners.create": "desk.partner.remove",
    "desk.partners.show": ITSELF,
    "desk.partner.update": ITSELF,
    "desk.partner_number.update": ITSELF,
    "desk.partner_list.create": "desk.import_undoing.create",
    "desk.programme.update": ITSELF,
    "desk.memberships.create": "desk.membership.remove",
    "desk.membership.update": ITSELF,
    "desk.network_choice.create": "desk.membership.remove",
    "desk.network_list.create": "desk.import_undoing.create",
    "desk.network_import.create": "desk.import_undoing.create",
    "desk.organisation.create": "desk.organisation.remove",
    "desk.organisation.update": ITSELF,
    "desk.merging.create": "desk.merging.remove",
    "desk.merging.remove": "desk.merging.create",
    "desk.difference.create": "desk.difference.remove",
    "desk.difference.remove": "desk.difference.create",
    "desk.listing.create": "desk.listing.remove",
    "desk.listing.remove": "desk.listing.create",
    "desk.listings.confirm": "desk.listing.remove",
    "desk.contact.create": "desk.contact.remove",
    "desk.contact.remove": "desk.contact.create",
    "desk.proof.create": ITSELF,
    "desk.proof_check.create": "desk.organisation.update",
    "desk.import.create": "desk.import_undoing.create",
    "desk.import.confirm": "desk.import_undoing.create",
    "desk.import_columns.update": ITSELF,
    "desk.import_answers.create": ITSELF,
    "desk.import_undoing.create": "desk.import.create",
    "desk.import_parts.create": "desk.forum_organisations.update",
    "desk.memorandum.create": "desk.memorandum.remove",
    "desk.memorandum.update": ITSELF,
    "desk.embargo.create": "desk.embargo.remove",
    "desk.embargo.remove": "desk.embargo.create",
    "desk.revision.create": "desk.revision.remove",
    "desk.successor.update": ITSELF,
    "desk.rules.update": ITSELF,
    "desk.hiding.create": "the organisation, with its private link; at once, because somebody may be in danger",
    "desk.private_links.end": "desk.receipt.create",
    "desk.disclosure_request.stop": "the organisation, with its private link; at once, because somebody may be in danger",
    "desk.annulments.create": "desk.annulments.undo",
    "desk.annulments.undo": "desk.annulments.create",
    "desk.act_review.create": "nothing: it only shows",
    "desk.record_correction.review": "nothing: it only shows",
    "desk.chosen_review.create": "nothing: it only shows",
    "desk.signatories_export.create": "nothing: it only makes a file",
    "desk.signatory_import.create": "desk.signatory_import_undoing.create",
    "desk.signatory_import.confirm": "desk.signatory_import_undoing.create",
    "desk.signatory_import_columns.update": ITSELF,
    "desk.signatory_import_answers.create": ITSELF,
    "desk.signatory_import_undoing.create": "desk.signatory_import.create",
    "desk.invitation_list.create": "desk.invitation.revoke",
    "desk.invitation_choice.create": "desk.invitation.revoke",
    "desk.statement_translation.create": ITSELF,
    "desk.members.create": "desk.member.remove",
    "desk.member.remove": "desk.members.create",
    "desk.answering.update": ITSELF,
    "desk.public_contact.create": "desk.public_contact.remove",
    "desk.public_contact.remove": "desk.public_contact.create",
    "desk.host.update": ITSELF,
    "desk.recommendation.create": ITSELF,
    "desk.amendment_decision.create": "desk.amendment_decision.remove",
    "desk.amendment_decision.remove": "desk.amendment_decision.create",
    "desk.amendment_file.create": "the organisations, which withdraw them; or decisions that reject them",
    "desk.amendment.create": "the organisation, which withdraws it; or a decision that rejects it",
    "desk.public_answer.create": ITSELF,
    "desk.drafting_record.remove": "desk.drafting_record.create",
    "desk.published_proposal.remove": "desk.drafting_record.create",
    "desk.addressee.create": "desk.addressee.remove",
    "desk.addressee.update": ITSELF,
    "desk.addressee.remove": "desk.addressee.create",
    "desk.entry.create": "desk.entry.remove",
    "desk.entry.update": ITSELF,
    "desk.comment_disposition.create": ITSELF,
    "desk.seat_links.end": "desk.round_reminder.create",
    "desk.people.create": "desk.person.disable",
    "desk.person.disable": "desk.person.enable",
    "desk.person.enable": "desk.person.disable",
    "desk.person.sign_out": "desk.sign_in.create",
    "desk.takeover.create": "desk.member.remove",
    "desk.approval.refuse": "whoever asked, by asking again",
    "desk.approval.withdraw": "whoever asked, by asking again",
}

# What cannot be undone, and is looked at before: a letter on its page, an act as everybody will read it, the request of another coordinator.
LOOKED_AT = {
    "desk.appeal_sending.create": "desk.appeal_sending.new",
    "desk.recorded_act.create": "desk.act_review.create",
    "desk.remarked_act.create": "desk.recorded_act.new",
    "desk.record_correction.create": "desk.record_correction.review",
    "desk.remarked_correction.create": "desk.record_correction.new",
    "desk.approval.create": "desk.approval.show",
    "desk.invitations.create": "desk.invitations.new",
    "desk.reminders.create": "desk.signatories.list",
    "desk.round_reminder.create": "desk.round.show",
    "desk.round_proposals.create": "desk.round.show",
    "desk.amendment_reply.create": "desk.amendment.show",
    "desk.comment_reply.create": "desk.draft_comment.show",
    "desk.receipts.create": "desk.signatories.list",
    "desk.receipt.create": "desk.signatory.show",
    "desk.successor_link.create": "desk.signatory.show",
    "desk.acceptance.create": "desk.request.show",
    "desk.refusal.create": "desk.request.show",
    "desk.mistake_answer.create": "desk.mistake.show",
    "desk.letter_attempt.create": "desk.outbox.list",
    "desk.register_letter_attempt.create": "desk.register_letters.list",
}

HERE = "memoranda/cooperation"
CORRECTION = {"language": "ru", "provision": "p2.1", "kind": "error", "after": "2.1 об общих приоритетах, трижды в год;", "reason": "A slip."}
STATEMENT = {"organisation": "steppe", "made": "2026-05", "statement_kind": "reservation", "statement_language": "en", "statement_text": "Not bound."}
REASON = {"reason": "So the letter."}
RENAMED = {"kind": "renamed", "source": "Statutes", "names-0-language": "en", "names-0-name": "New Name", "primary": "0", "happened": "{today}"}

Step = tuple[str, dict[str, Any]]

# What asks first: the path behind /en/desk/ and the fields; `{…}` is filled by the fixture.
ASKS_FIRST: dict[str, list[Step]] = {
    "desk.forum.remove": [("forums/kyiv-2013/removal", {})],
    "desk.programme.remove": [("programmes/helsinki/removal", {})],
    "desk.appeal.remove": [("memoranda/unsent/appeal/removal", {})],
    "desk.appeal_person.remove": [("memoranda/named/appeal/people/1/removal", {})],
    "desk.article.remove": [("articles/never-published/removal", {})],
    "desk.article_publication.remove": [("articles/a-story/publication/removal", {})],
    "desk.consent.remove": [("articles/a-story/consents/1/removal", {})],
    "desk.consent_end.create": [("articles/a-story/consents/1/end", {})],
    "desk.partner.remove": [("partners/{partner}/removal", {})],
    "desk.organisation.remove": [("organisations/mistaken/removal", {})],
    "desk.membership.remove": [("networks/net/members/1/removal", {})],
    "desk.organisation_events.create": [
        ("organisations/steppe/events", RENAMED),
        ("organisations/steppe/events", {"kind": "merged", "other": "waiting", "source": "Minutes"}),
    ],
    "desk.memorandum.remove": [("memoranda/draft/removal", {})],
    "desk.adoption.create": [("memoranda/draft/adoption", {"rule": "consensus", "on": "2026", "digest": "{digest}"})],
    "desk.opening.create": [("memoranda/ready/opening", {"opens": "{today}", "publicity": "public"})],
    "desk.closing.create": [(f"{HERE}/closing", {}), ("memoranda/acceding/closing", {})],
    "desk.publication.create": [("memoranda/ready/publication", {})],
    "desk.decision.create": [
        ("memoranda/hidden/decisions/return-to-public", REASON),
        ("memoranda/numbers/decisions/publication-by-hand", REASON),
        ("memoranda/numbers/decisions/effect-declaration", REASON),
    ],
    "desk.correction.create": [("memoranda/acceding/corrections", CORRECTION)],
    "desk.correction_objection.create": [(f"{HERE}/corrections/1/objections", {"organisation": "steppe", "reason": "By post."})],
    "desk.correction.withdraw": [(f"{HERE}/corrections/1/withdrawal", {})],
    "desk.correction_decision.create": [(f"{HERE}/corrections/2/decision", {})],
    "desk.round.create": [("memoranda/draft/rounds", {"way": "slugs", "value": "steppe", "kind": "silence", "closes": "{later}"})],
    "desk.drafting_record.create": [("memoranda/drafted/drafting-record", {"amendments": "1"})],
    "desk.entry.remove": [(f"{HERE}/deliveries/{{entered}}/removal", {})],
    "desk.entry_file.remove": [(f"{HERE}/deliveries/{{entered}}/files/1/removal", {})],
    "desk.entry_publication.create": [(f"{HERE}/deliveries/{{entered}}/publication", {})],
    "desk.entry.withdraw": [(f"{HERE}/deliveries/{{told}}/withdrawal", {})],
    "desk.acceptances.create": [("memoranda/circulated/draft/amendments/acceptance", {"chosen": "1"})],
    "desk.round_extension.create": [("memoranda/circulated/rounds/1/extension", {"closes": "{later}"})],
    "desk.round_closing.create": [("memoranda/circulated/rounds/1/closing", {})],
    "desk.revision.remove": [("memoranda/revised/revision/removal", {})],
    "desk.extension.create": [(f"{HERE}/extension", {"closes": "{later}"})],
    "desk.accession_opening.create": [("memoranda/closed/accession-opening", {})],
    "desk.termination.create": [(f"{HERE}/termination", {"on": "{today}", "language": "en", **REASON})],
    "desk.annulment.create": [(f"{HERE}/signatories/steppe/annulment", {"ground": "forged"})],
    "desk.erasure.create": [(f"{HERE}/signatories/steppe/erasure", {})],
    "desk.annulments.confirm": [(f"{HERE}/annulments/1/confirmation", {})],
    "desk.mandate.create": [(f"{HERE}/signatories/steppe/mandate", {"note": "A decision of the board."})],
    "desk.assurance.create": [(f"{HERE}/signatories/steppe/assurance", REASON)],
    "desk.invitation.revoke": [(f"{HERE}/invitations/revocation", {"invitation": "{invitation}"})],
    "desk.chosen_measure.create": [
        (f"{HERE}/invitations/chosen", {"measure": "revoke", "chosen": "waiting"}),
        (f"{HERE}/invitations/chosen", {"measure": "revoke", "all": "yes"}),
    ],
    "desk.statements.create": [(f"{HERE}/statements", STATEMENT)],
    "desk.statement.withdraw": [(f"{HERE}/statements/{{statement}}/withdrawal", {"withdrawn": "{today}", "extent": "whole"})],
}


def missing_from(*tables: dict[str, Any]) -> set[str]:
    """Return the forms of the desk that are in no table, or in more than one."""
    return {name for name in POSTS if sum(name in table for table in tables) != 1}


def test_every_form_of_the_desk_can_be_undone_or_asks_first() -> None:
    assert missing_from(UNDONE_BY, LOOKED_AT, ASKS_FIRST) == set()
    assert {*UNDONE_BY, *LOOKED_AT, *ASKS_FIRST} <= POSTS
    buttons = {name for path in templates() for name in NAMED.findall(path.read_text())}
    assert {undo for undo in UNDONE_BY.values() if undo.startswith("desk.")} <= POSTS & (buttons | OF_IMPORTS)
    assert set(LOOKED_AT.values()) <= set(ROUTES)
    assert missing_from(UNDONE_BY, LOOKED_AT, {}) == set(ASKS_FIRST)


def test_a_decision_asks_first_or_has_one_that_undoes_it() -> None:
    undone = {"withdrawal-from-public": "return-to-public", "abandonment": "taking-up", "taking-up": "abandonment"}
    asking = {path for path, texts in DECISIONS.items() if texts.asks_again}
    assert (set(DECISIONS) - asking, set(undone.values()) <= set(DECISIONS)) == (set(undone), True)
    assert {path.rpartition("/")[2] for path, _ in ASKS_FIRST["desk.decision.create"]} == asking


@pytest.fixture
async def places(ada: httpx.AsyncClient, ada_account: Coordinator) -> dict[str, str]:
    """Everything that cannot be undone is possible; return what fills the paths and fields."""
    await factories.forum()
    await record_programme(ProgrammeForm.parse({"slug": "helsinki", "texts": [{"language": "en", "name": "Helsinki"}]}))
    await factories.organisation("mistaken", listed=False, confirmed=False)
    await factories.organisation("belonging")
    await factories.network(members=["belonging"])
    draft = await factories.draft(ada_account, "draft")
    await _memoranda(ada_account)
    memorandum, steppe = await factories.opened(ada_account), await factories.organisation("steppe")
    signature = await factories.signed(memorandum, steppe)
    await factories.invitation_link(memorandum, await factories.organisation("waiting"))
    circulated = await factories.draft(ada_account, "circulated")
    await seated.sent(circulated, "waiting")
    await enter_for(circulated, proposed.entered("steppe", proposed.form("They rest.", operation="new")))
    drafted = await factories.draft(ada_account, "drafted")
    await enter_for(drafted, proposed.entered("steppe", proposed.form("They rest.", operation="new"), published="named"))
    await proposed.decided(drafted, 1, "rejected")
    await authenticating.adopt(drafted, AdoptionForm(on="2026"))
    await factories.correction(memorandum)
    await factories.correction(memorandum, provision="p2.2", after="2.2 иначе.")
    await Correction.update(objections_until=clock.today() - timedelta(days=1)).where(Correction.number == 2)
    await factories.stated(memorandum, signature, text="Not bound by all of it.")
    await question(memorandum, steppe.id, by="Dora", reason="")
    await send(ada, f"/en/desk/{HERE}/annulments", {"ground": "forged", "kind": "signature"})
    partner = await factories.partner("steppe")
    await appealed.appeal(ada_account, slug="unsent")
    await appealed.appeal(ada_account, slug="named", named=True)
    await Appeal.update({Appeal.sent_at: clock.now()}).where(Appeal.id.is_in(NamedPerson.select(NamedPerson.appeal)))
    await record_consent(await factories.article(published=True), ConsentForm(label="Aigul", agreed="2026", means="paper", purpose="name"))
    await factories.article("never-published")
    entered, public = await entering_entries.enter(memorandum, told.update()), await told.published(memorandum, told.update())
    await add_file(memorandum, entered.key, "stamp.pdf", b"%PDF-")
    [waiting] = await Invitation.select(Invitation.id).where(Invitation.answered_at.is_null())
    [statement] = await Statement.select(Statement.id)
    page = (await ada.get(f"/en/desk/memoranda/{draft.slug}/adoption")).text
    digest = re.findall(r'name="digest" value="([^"]*)"', page)[0]
    days = {"today": clock.today().isoformat(), "later": (clock.today() + timedelta(days=60)).isoformat()}
    days |= {"entered": entered.key, "told": public.key}
    return days | {"invitation": str(waiting["id"]), "statement": str(statement["id"]), "digest": digest, "partner": str(partner.id)}


async def _memoranda(by: Coordinator) -> None:
    await factories.adopted(by, "ready")
    await factories.open_for_accession(by, "acceding")
    await revise(await factories.opened(by, "revised"))
    closed = await factories.opened(by, "closed")
    await Memorandum.update(signing_state=SigningState.CLOSED.value).where(Memorandum.id == closed.id)
    await withdrawing_from_public.withdraw_from_public(await factories.opened(by, "hidden"), WithdrawalForm(reason="A threat."))
    numbers = await factories.draft(by, "numbers")
    await change_rules(numbers, RulesChange(publish_at_least=5, effect=EffectForm(rule=EffectRule.NTH_SIGNATURE, number=9)))
    await authenticating.adopt(numbers, AdoptionForm(on="2026"))
    await opening.open_for_signature(numbers, OpeningForm(opens=clock.today(), publicity=Publicity.PARTICIPANTS))


async def stored() -> list[str]:
    """Return every row but those of the trail, in which readings are recorded."""
    return [line for line in (await everything()).splitlines() if not line.startswith(TrailEntry.__name__)]


async def said_by(ada: httpx.AsyncClient, path: str, fields: dict[str, Any]) -> tuple[int, int, bool]:
    """Send a form as its page does, then the page that asks without its tick; return both codes, and whether it asks as all of them do."""
    first, unticked = await send(ada, path, fields), await send(ada, path, fields | {"asked": "yes"})
    asks = [re.search(r'type="checkbox"[^>]* name="(confirmed|read)"', page.text) for page in (first, unticked)]
    red = ['class="button danger"' in page.text for page in (first, unticked)]
    return first.status_code, unticked.status_code, all(asks) and all(red)


async def nothing_is_done_without_the_tick(ada: httpx.AsyncClient, places: dict[str, str], *names: str) -> None:
    before = await stored()
    steps = [(name, path.format(**places), fields) for name in names for path, fields in ASKS_FIRST[name]]
    filled = [(name, path, {field: value.format(**places) for field, value in fields.items()}) for name, path, fields in steps]
    said = {(name, path): await said_by(ada, f"/en/desk/{path}", fields) for name, path, fields in filled}
    expected = {(name, path): (422 if name == "desk.adoption.create" else 200, 422, True) for name, path in said}
    assert said == expected
    assert await stored() == before


@pytest.mark.sqlite_only
@pytest.mark.changes_nothing
async def test_nothing_that_cannot_be_undone_is_done_without_the_tick(
    ada: httpx.AsyncClient, places: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await nothing_is_done_without_the_tick(ada, places, *ASKS_FIRST)
    for name, module in (
        ("desk.organisation_events.create", organisation_events),
        ("desk.statements.create", statements),
        ("desk.chosen_measure.create", chosen_rows),
        ("desk.invitation.revoke", signatories),
    ):
        monkeypatch.setattr(module, "is_sure", lambda _: True)
        with pytest.raises(AssertionError):
            await nothing_is_done_without_the_tick(ada, places, name)


@pytest.mark.sqlite_only
async def test_who_forgets_the_tick_still_sees_what_everybody_will_see(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.adopted(ada_account, "ready")
    path = "/en/desk/memoranda/ready/opening"
    page = await send(ada, path, {"opens": clock.today().isoformat(), "publicity": "public"})
    for _ in range(2):
        [asking] = [dict(form.fields) for form in forms_of(page.text) if "asked" in dict(form.fields)]
        page = await send(ada, path, asking)
        assert (page.status_code, "What everybody will see" in page.text, "Tick the box: this cannot be undone." in page.text) == (422, True, True)
    changed = await send(ada, path, asking | {"confirmed": "yes", "seen": "something else"})
    assert (changed.status_code, "What everybody will see" in changed.text, "Tick the box: this" in changed.text) == (422, True, False)
    assert "What stands here has changed since you ticked the box." in changed.text
    assert (await send(ada, path, asking | {"confirmed": "yes"})).status_code == 303
