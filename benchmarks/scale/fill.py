"""Filling a database: operations for the memoranda that are looked at, rows at once for the rest; prints what fills the places of addresses."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from piccolo.columns.combination import WhereRaw

from benchmarks import content, filling
from benchmarks.scale import news, rows
from benchmarks.scale.amounts import Amounts
from benchmarks.scale.bulk import writing
from benchmarks.scale.records import LINES, proposed_and_rejected, published
from benchmarks.scale.seats import proposed, seated
from coalition import clock, database, migrating, piccolo_app, settings
from coalition.acts.tables import Act, ActKind, Disclosure
from coalition.approvals.asking import Change, ask
from coalition.approvals.tables import ApprovalKind
from coalition.commands.rebuild import rebuild
from coalition.deadlines.tables import CalendarAddress
from coalition.deliveries.tables import TimelineSubscriber
from coalition.drafting.tables import Rendering, Term
from coalition.editions.adopting import adopt_edition
from coalition.editions.correcting import propose_correction
from coalition.editions.drafting import revise
from coalition.editions.forms import CorrectionForm
from coalition.forums.forms import ForumForm
from coalition.forums.recording_forums import record_forum
from coalition.forums.tables import Forum, Programme, ProgrammeText
from coalition.imports.tables import Import
from coalition.invitations.tables import Invitation, InvitationRecipient, Link, LinkPurpose, SigningSession
from coalition.memoranda import authenticating, beginning, opening, queries
from coalition.memoranda.edition_queries import latest_edition
from coalition.memoranda.forms import AdoptionForm, MemorandumForm, OpeningForm, WordingForm
from coalition.memoranda.tables import (
    Edition,
    EffectRule,
    Memorandum,
    MemorandumMember,
    Placement,
    Provision,
    Publicity,
    Revision,
    SignatureRule,
    Wording,
)
from coalition.memoranda.wording import save_wording
from coalition.notices.queries import last_number
from coalition.notices.tables import Subscription
from coalition.organisations.pairs import write_pairs
from coalition.organisations.rebuilding import ROWS, rebuild_sort_keys
from coalition.organisations.tables import Contact, DomainProof, Organisation, OrganisationKind
from coalition.partners.tables import Partner, PartnerCountry
from coalition.people.accounts import add_coordinator
from coalition.people.forms import CoordinatorForm
from coalition.people.tables import ApiToken, Coordinator, SignInLink
from coalition.people.tokens import derived, hash_of
from coalition.reported_mistakes.tables import Mistake, ReportedMistake
from coalition.signatures.tables import AnnulmentBatch, DisclosureRequest
from coalition.signing_requests.tables import SigningRequest
from coalition.spreadsheets.workbooks import sheets_of
from coalition.statements.tables import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.scale.rows import Filling, Signatory, Text

_LEFT_OUT = json.dumps({"new": 0, "changed": 0, "unchanged": 0, "refused": 1})
LATER = timedelta(days=3650)  # a filled database is kept: its links and sessions last
NETWORK = 7  # the id of the organisation that is the network whose pages are read
MANY, RULED, PLAIN, ASKING, ACCEDING, REVISED, DRAFT = "many", "ruled", "plain", "asking", "acceding", "revised", "draft"
RECORDED = "recorded"
_NEVER = 10_000_000  # signatures that a waiting rule wants


@dataclass
class Places:
    """What fills the places of addresses, for all and for some of them, and the forms that are ready to be posted."""

    common: dict[str, Any] = field(default_factory=dict)
    own: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    forms: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    numbers: dict[str, Any] = field(default_factory=dict)


async def fill(url: str, amounts: Amounts) -> Places:
    """Migrate and fill."""
    assert piccolo_app.APP_CONFIG
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    try:
        await migrating.migrate()
        places = await _fill(url, amounts)
    finally:
        await database.close_engine()
    for name in sorted(rebuild.commands):
        options = ["--without-pairs"] if name == "search" else []
        command = [sys.executable, "-m", "coalition", "rebuild", name, *options]
        await asyncio.to_thread(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    try:
        await _write_some_pairs(amounts.organisations)
        await database.execute("ANALYZE")
        await database.shorten_log()
    finally:
        await database.close_engine()
    return places


async def _write_some_pairs(organisations: int) -> None:
    """Find what one organisation in twenty may be: for all of them that takes longer than everything else."""
    ids = range(1, organisations + 1, 20)
    for first in range(0, len(ids), ROWS):
        async with database.transaction():
            await write_pairs(ids[first : first + ROWS])


async def _fill(url: str, amounts: Amounts) -> Places:
    known = content.organisations(amounts.organisations, "signatory", varied=True)
    async with writing(url) as bulk:
        await rows.organisations(rows.Filling(bulk), known)
    await rebuild_sort_keys()  # before the acts: what is made of the keys is written once
    places = Places()
    async with database.transaction():
        ada = await add_coordinator(CoordinatorForm(email="ada@example.org", name="Ada"))
        eli = await add_coordinator(CoordinatorForm(email="eli@example.org", name="Eli"))
        texts = await _memoranda(ada)
    template = await _template(texts[MANY].memorandum)
    async with writing(url) as bulk:
        filling_ = rows.Filling(bulk, numbers={year: await last_number(year) for year in range(2000, clock.today().year + 1)})
        many = await _sign_everything(filling_, amounts, known, texts, template)
        await _ready(filling_, amounts, known, texts, places)
        await _records(filling_, amounts, ada, places, texts)
        await _partners(filling_, amounts.organisations)
    async with database.transaction():
        await _change_memoranda(texts)
        drafted = await queries.by_slug(DRAFT)
        assert drafted
        places.sessions["seat"] = await seated(drafted, [one.slug for one in known], LATER)
        private = await proposed(places.sessions["seat"])
        await _record_drafting(ada)
        many_ = await queries.by_slug(MANY)
        assert many_
        article = await news.written(min(amounts.organisations // 100, 500), many_)
        entry, scan = await news.told(min(amounts.organisations // 1000 + 5, 200), many_)
        await Organisation.update({Organisation.kind: OrganisationKind.NETWORK.value}).where(WhereRaw("id % 1000 = {}", NETWORK))
        appeals = await news.appealed(ada.id, known[NETWORK - 1].slug)
        change = Change(ApprovalKind.RISK_REMOVED, "organisation:25", {})
        approval = await ask(change, eli)
    places.numbers |= {"coordinator": ada.id, "other": eli.id, "approval": approval.id if approval else 0}
    await _look_up(places, texts, many, known)
    places.common |= private
    places.own |= {
        "public.article.show": {"article": article["public"]},
        **{f"api.{page}": {"slug": article["public"]} for page in ("article.show", "consents.list")},
        **{f"{audience}.article_picture.show": {"article": article["public"], "picture": article["picture"]} for audience in ("desk", "public")},
        "desk.article_picture.edit": {"article": article["draft"]},
        **{f"desk.{page}": {"article": article["draft"]} for page in ("article.edit", "article_publication.new", "consents.list")},
        **{f"desk.{page}": {"entry": entry} for page in ("entry.edit", "entry_file.new")},
        "desk.entry_file.show": {"entry": entry, "number": 1},
        **{f"desk.{page}": {"memorandum": appeals["unsent"]} for page in ("appeal.edit", "appeal_networks.edit", "appeal_sending.new")},
        "desk.appeal.show": {"memorandum": appeals["sent"]},
        **{f"api.{name}.show": {"slug": appeals["sent"]} for name in ("appeal", "appeal_letters")},
        "api.appeal_check.show": {"slug": appeals["unsent"]},
        "api.appeal_people.list": {"slug": appeals["sent"]},
        "desk.addressee.edit": {"number": news.ADDRESSEE},
        **{f"api.{page}": {"entry": entry} for page in ("delivery.show", "entry_files.list")},
        "api.entry_file.show": {"entry": entry, "number": 1},
        **{f"{audience}.entry_scan.show": {"entry": entry, "picture": scan} for audience in ("public", "desk")},
    }
    return places


async def _memoranda(ada: Coordinator) -> dict[str, Text]:
    texts = [{"language": "en", "title": "Forum of human rights organisations"}]
    convener = [{"organisation": "signatory-00001", "role": "convener", "public": True}]
    form = {"slug": "forum", "starts": "2026-10", "texts": texts, "organisations": convener, "countries": ["KZ", "KG"]}
    await record_forum(ForumForm.parse(form))
    found = {}
    for slug in (MANY, RULED, PLAIN, ASKING, ACCEDING, REVISED):
        rule = SignatureRule.OPEN if slug == ACCEDING else SignatureRule.INVITED
        found[slug] = await _open(slug, ada, MemorandumForm(slug=slug, authentic_languages=["en", "ru"], forum="forum", signature_rule=rule))
    await _write(await beginning.begin(MemorandumForm(slug=DRAFT, authentic_languages=["en", "ru"], forum="forum"), ada.id))
    return found


async def _write(memorandum: Memorandum) -> None:
    for language in ("en", "ru"):
        await save_wording(memorandum, language, WordingForm(title=content.TITLE, body=content.body()))


async def _record_drafting(ada: Coordinator) -> None:
    """Publish the record of drafting of a text, with lines of organisations that everybody may know of."""
    shown = Organisation.listed.eq(True) & Organisation.at_risk.eq(False) & Organisation.merged_into.is_null()  # noqa: FBT003 -- values
    slugs = await Organisation.select(Organisation.slug).where(shown).order_by(Organisation.id).limit(LINES).output(as_list=True)
    memorandum = await beginning.begin(MemorandumForm(slug=RECORDED, authentic_languages=["en", "ru"], forum="forum"), ada.id)
    await _write(memorandum)
    await proposed_and_rejected(memorandum, slugs)
    await authenticating.adopt(memorandum, AdoptionForm(on=clock.today().isoformat()))
    window = OpeningForm(opens=clock.today(), closes=clock.today() + LATER, publicity=Publicity.PUBLIC)
    await opening.open_for_signature(await queries.locked(memorandum.id), window)
    await published(await queries.locked(memorandum.id))


async def _open(slug: str, ada: Coordinator, form: MemorandumForm) -> Text:
    since = clock.today() - timedelta(days=rows.SINCE)
    memorandum = await beginning.begin(form, ada.id)
    await _write(memorandum)
    await authenticating.adopt(memorandum, AdoptionForm(on=since.isoformat()))
    window = OpeningForm(opens=since, closes=clock.today() + LATER, publicity=Publicity.PUBLIC)
    await opening.open_for_signature(await queries.locked(memorandum.id), window)
    return rows.Text(memorandum.id, slug, str((await latest_edition(memorandum.id)).digest))


async def _change_memoranda(texts: dict[str, Text]) -> None:
    """Give one a rule that waits, another a second edition, and the largest a proposed correction."""
    rule = {Memorandum.effect_rule: EffectRule.NTH_SIGNATURE.value, Memorandum.effect_number: _NEVER}
    await Memorandum.update(rule).where(Memorandum.id == texts[RULED].memorandum)
    revised = await queries.locked(texts[REVISED].memorandum)
    edition = await revise(revised)
    text = next(row for row in await Wording.objects().where((Wording.edition == edition.id) & (Wording.language == "en")))
    await save_wording(await queries.locked(revised.id), "en", WordingForm(title=text.title, body=text.body.replace("consult", "inform", 1)))
    await adopt_edition(await queries.locked(revised.id), AdoptionForm(on=clock.today().isoformat()))
    passage = next(part for part in content.body().split("\n\n") if part.startswith("1. "))
    given = {"language": "ru", "provision": "p1", "after": passage.replace("the", "all", 1), "reason": "A word is wrong.", "kind": "error"}
    await propose_correction(await queries.locked(texts[MANY].memorandum), CorrectionForm.parse(given))


async def _template(memorandum: int) -> rows.Template:
    [edition] = await Edition.select().where(Edition.memorandum == memorandum)
    wordings = await Wording.select().where(Wording.edition == edition["id"]).order_by(Wording.id)
    return rows.Template(
        memorandum=(await Memorandum.select().where(Memorandum.id == memorandum))[0],
        edition=edition,
        wordings=wordings,
        provisions=await Provision.select().where(Provision.edition == edition["id"]).order_by(Provision.id),
        placements={row["id"]: await Placement.select().where(Placement.wording == row["id"]).order_by(Placement.id) for row in wordings},
        members=await MemorandumMember.select().where(MemorandumMember.memorandum == memorandum),
    )


async def _sign_everything(
    filling_: Filling, amounts: Amounts, known: Sequence[content.Organisation], texts: dict[str, Text], template: rows.Template
) -> list[Signatory]:
    forum = template.memorandum["forum"]
    forums = await rows.forums(filling_, forum, max(amounts.organisations // 1000, 3), len(known))
    await rows.members(filling_, NETWORK, len(known))
    many = await rows.sign(filling_, texts[MANY], known, amounts.largest, with_letters=True)
    for slug in (RULED, PLAIN):
        await rows.sign(filling_, texts[slug], known[: amounts.signed], amounts.signed)
    for at in range(4):
        await rows.sign(filling_, await rows.copied(filling_, template, f"large-{at}", forum), known, amounts.large)
    for at in range(amounts.small):
        text = await rows.copied(filling_, template, f"small-{at:05}", forums[at % len(forums)])
        await rows.sign(filling_, text, known, min(filling_.chance.randrange(20, 180), len(known)))
    for at, one in enumerate(known[: amounts.asked], 1):  # organisations that did not answer
        text, invitation = texts[ASKING], filling_.uuid()
        columns = {"memorandum": text.memorandum, "organisation": at, "contact": at, "digest": text.digest}
        await filling_.bulk.add(Invitation, id=invitation, invited_at=clock.now() - timedelta(days=9), **columns)
        await filling_.bulk.add(InvitationRecipient, invitation=invitation, contact=at)
        await filling_.bulk.add(Link, invitation=invitation, purpose="answer", token_hash=hash_of(one.slug), expires_at=clock.now() + LATER)
        await rows.letter(filling_, invitation, clock.now())
    return many


async def _ready(filling_: Filling, amounts: Amounts, known: Sequence[content.Organisation], texts: dict[str, Text], places: Places) -> None:
    """Make invitations whose links were followed, to organisations that have not signed."""
    for slug in (RULED, PLAIN):
        places.forms[slug] = []
        for number in filter(rows.is_open, range(len(known) - amounts.ready + 1, len(known) + 1)):
            invitation, one = filling_.uuid(), known[number - 1]
            columns = {"memorandum": texts[slug].memorandum, "organisation": number, "contact": number, "digest": texts[slug].digest}
            await filling_.bulk.add(Invitation, id=invitation, invited_at=clock.now(), visited_at=clock.now(), **columns)
            await filling_.bulk.add(InvitationRecipient, invitation=invitation, contact=number)
            session = await opened(filling_, invitation, LinkPurpose.ANSWER, number)
            fields = filling.form_fields(one, texts[slug].digest) | {"form_token": derived(session, "form")}
            places.forms[slug].append({"session": session, "fields": fields})
    places.sessions[""] = places.forms[PLAIN][0]["session"]
    followed = {"token": f"link of {places.sessions['']}"}
    places.own |= {"signing.invitation.show": followed, "signing.fresh_link.show": followed}


async def opened(filling_: Filling, invitation: Any, purpose: LinkPurpose, contact: int, act: Any = None) -> str:
    """Make a link and the session that it opened; return the session."""
    link = await filling_.bulk.next_id(Link)
    session = f"session-{link:09}-of-a-length-like-those-in-life"
    later = clock.now() + LATER
    given = {"purpose": purpose.value, "token_hash": hash_of(f"link of {session}"), "expires_at": later, "recipient": contact, "act": act}
    await filling_.bulk.add(Link, id=link, invitation=invitation, made_at=clock.now(), **given)
    await filling_.bulk.add(SigningSession, link=link, token_hash=hash_of(session), expires_at=later)
    return session


async def _records(filling_: Filling, amounts: Amounts, ada: Coordinator, places: Places, texts: dict[str, Text]) -> None:
    """Add what stands beside acts: programmes, subscriptions, requests, imports, tokens."""
    add, now = filling_.bulk.add, clock.now()
    for at in range(20):
        programme = await filling_.bulk.next_id(Programme)
        await add(Programme, id=programme, slug=f"programme-{at}")
        await add(ProgrammeText, programme=programme, language="en", name=f"Programme {at}")
    for at in range(amounts.organisations // 100):
        token = hash_of(f"subscription {at}")
        asked = {"email": f"reader-{at}@example.org", "language": "en", "rhythm": "daily", "asked_at": now, "confirmed_at": now}
        await add(Subscription, token_hash=token, memorandum="" if at % 2 else MANY, **asked)
    for at in range(amounts.organisations // 200):
        person = {"person": "Ben", "email": f"asking-{at}@example.org", "language": "en", "requested_at": now, "confirmed_at": now}
        named = {"organisation_name": f"Asking organisation {at}", "name_language": "en", "country": "KZ"}
        await add(SigningRequest, memorandum=texts[ACCEDING].memorandum, token_hash=hash_of(f"request {at}"), **person, **named)
        about = {"organisation": at + 1, "memorandum": None if at % 2 else texts[MANY].memorandum, "mistake": Mistake.NOT_OURS.value}
        await add(ReportedMistake, language="en", reported_at=now, **about)
    answered = {"answered_at": now, "answer": "It is corrected.", "answer_hash": hash_of("answer")}
    await add(ReportedMistake, organisation=1, mistake=Mistake.OTHER.value, language="en", reported_at=now, **answered)
    table = "slug,name_en,country\n" + "".join(f"imported-{at:05},Imported Human Rights Society {at},KZ\n" for at in range(min(amounts.asked, 5000)))
    places.numbers["bulk_import"] = await filling_.bulk.next_id(Import)
    uploaded = {"coordinator": ada.id, "file_name": "table.csv", "content": _stored(table), "rows": min(amounts.asked, 5000), "created_at": now}
    await add(Import, id=places.numbers["bulk_import"], **uploaded)
    places.numbers["left_out"] = await filling_.bulk.next_id(Import)
    done = {"file_name": "done.csv", "content": "row,name_en\n2,Nobody\n", "confirmed_at": now, "finished_at": now, "outcome": _LEFT_OUT}
    await add(Import, id=places.numbers["left_out"], coordinator=ada.id, rows=1, created_at=now, **done)
    signatories = "organisation,kind,disclosure,date\nsignatory-00001,signature,public,2026-01\nNobody,signature,public,2026-01\n"
    places.numbers["signatory_import"] = await filling_.bulk.next_id(Import)
    past = {"coordinator": ada.id, "file_name": "past.csv", "content": _stored(signatories), "rows": 2, "created_at": now, "source": "A book"}
    await add(Import, id=places.numbers["signatory_import"], memorandum=texts[MANY].memorandum, **past)
    await add(SignInLink, coordinator=ada.id, token_hash=hash_of("sign in"), expires_at=now + LATER)
    await add(CalendarAddress, coordinator=ada.id, token_hash=hash_of("calendar"), made_at=now)
    await add(ApiToken, coordinator=ada.id, token_hash=hash_of("read"), scope="read", created_at=now)
    places.numbers["term"] = await filling_.bulk.next_id(Term)
    forum = await Forum.select(Forum.id).where(Forum.slug == "forum").first()
    await add(Term, id=places.numbers["term"], forum=forum["id"] if forum else 0, changed_at=now)
    await add(Rendering, term=places.numbers["term"], language="en", text="torture")
    places.numbers["batch"] = await filling_.bulk.next_id(AnnulmentBatch)
    batch = {"memorandum": texts[MANY].memorandum, "coordinator": ada.id, "ground": "duplicate", "prepared_at": now}
    await add(AnnulmentBatch, id=places.numbers["batch"], **batch)
    await add(DomainProof, organisation=1, method="mail", domain="example.org", token_hash=hash_of("proof"), asked_at=now)
    await add(Contact, organisation=1, name="Dora", email="dora@example.org", created_at=now, confirmation_hash=hash_of("contact"))


async def _partners(filling_: Filling, organisations: int) -> None:
    """Let one organisation in a hundred be a partner of the host."""
    for at in range(organisations // 100):
        partner = await filling_.bulk.next_id(Partner)
        await filling_.bulk.add(Partner, id=partner, organisation=at * 100 + 1, public=True, created_at=clock.now(), updated_at=clock.now())
        await filling_.bulk.add(PartnerCountry, partner=partner, country="KZ")


def _stored(table: str) -> str:
    """Return a table as an upload stores it."""
    return msgspec.json.encode(sheets_of(table.encode())).decode()


_OF_PROPOSALS = ("amendments.list", "amendment.show", "comments.list", "comment.show", "matrix_csv.show", "matrix_xlsx.show")


async def _look_up(places: Places, texts: dict[str, Text], many: Sequence[Signatory], known: Sequence[content.Organisation]) -> None:
    """Fill the places of every address."""
    signed = _first(many, ActKind.SIGNATURE)
    referring = _first(many, ActKind.AD_REFERENDUM) or signed
    here = texts[MANY].memorandum
    statement = await Statement.select(Statement.id, Statement.act).where((Statement.memorandum == here) & Statement.number.is_not_null()).first()
    stating = next((one for one in many if statement and one.act == statement["act"]), signed)
    for name, one in (("signed", signed), ("referring", referring), ("stating", stating), ("vouching", signed)):
        places.sessions[name] = await _session_of(one, LinkPurpose.VOUCH if name == "vouching" else LinkPurpose.FRESH, name)
    question = await Act.select(Act.id).where(Act.kind == ActKind.QUESTION.value).first()
    await DisclosureRequest.insert(
        DisclosureRequest(
            memorandum=here,
            organisation=signed.number,
            act=signed.act,
            before="counted",
            disclosure="public",
            stop_hash=hash_of("stop"),
            requested_at=clock.now(),
            due_at=clock.now() + LATER,
        )
    )
    contact = await Contact.select(Contact.id).order_by(Contact.id).first()
    subscriber = {"memorandum": here, "organisation": signed.number, "contact": contact["id"] if contact else 0}
    await TimelineSubscriber.insert(TimelineSubscriber(**subscriber, token_hash=hash_of("letters"), written_until=clock.now()))
    numbers = places.numbers
    drafted = await Revision.select(Revision.change).where(Revision.wording.edition.memorandum.slug == DRAFT).first()
    places.common = {"network": known[NETWORK - 1].slug}
    places.common |= {"lang": "en", "memorandum": MANY, "slug": MANY, "forum": "forum", "organisation": known[signed.number - 1].slug}
    places.common |= {"target": "ru", "programme": "programme-1", "language": "en", "year": clock.today().year, "number": 1, "edition": 1}
    places.common |= {
        "provision": "p1",
        "statement": str(statement["id"]) if statement else "",
        "decision": "withdrawal-from-public",
        "account": numbers["other"],
    }
    places.common |= {"approval": numbers["approval"], "import_id": numbers["bulk_import"], "batch": numbers["batch"], "act": str(signed.act)}
    places.own |= {
        "public.memorandum_file.show": {"file": f"{MANY}.json"},
        "public.memorandum_feed.show": {"file": f"{MANY}.atom"},
        "public.citation_file.show": {"file": f"{MANY}.bib"},
        "public.notification_citation.show": {"file": "1.ris"},
        "public.changes.show": {"memorandum": REVISED, "edition": 2},
        "public.request.new": {"memorandum": ACCEDING},
        "public.accession.new": {"memorandum": ACCEDING},
        "public.request_link.show": {"memorandum": ACCEDING, "token": "request 0"},
        "public.accession_link.show": {"memorandum": ACCEDING, "token": "request 0"},
        "public.subscription_link.show": {"token": "subscription 0"},
        "public.subscription_removal.new": {"token": "subscription 0"},
        "public.mistake_answer.show": {"token": "answer"},
        "public.calendar.show": {"token": "calendar.ics"},
        "desk.sign_in_link.show": {"token": "sign in"},
        "desk.contacts.show": {"number": 25},
        "desk.wording.edit": {"memorandum": DRAFT},
        "desk.wording_file.show": {"memorandum": DRAFT, "file": "en.docx"},
        "desk.wording_print.show": {"memorandum": DRAFT},
        "desk.word_file.new": {"memorandum": DRAFT},
        "desk.alignment.edit": {"memorandum": DRAFT},
        **{
            f"desk.{page}": {"memorandum": DRAFT}
            for page in ("provision.new", "provision.edit", "arrangement.edit", "revisions.list", "text_revision.show")
        },
        "desk.arranged.show": {"memorandum": DRAFT, "change": drafted["change"] if drafted else "x"},
        **{f"desk.{page}": {"memorandum": DRAFT} for page in ("adoption.new", "rounds.list", "round.new", "round.show", "round_proposals.new")},
        **{f"desk.{page}": {"memorandum": DRAFT} for page in ("amendments.list", "amendment.show", "amendment.new", "acceptances.new")},
        **{f"desk.{page}.new": {"memorandum": DRAFT} for page in ("amendment_file", "public_answer")},
        **{f"desk.{page}": {"memorandum": DRAFT} for page in ("draft_comments.show", "draft_comment.show")},
        **{name: {"slug": DRAFT} for name in ("api.rounds.list", "api.round.show")},
        **{name: {"memorandum": DRAFT} for name in ("desk.languages.show", "desk.glossary.show", "desk.glossary_file.show", "desk.term.new")},
        "desk.translation.edit": {"memorandum": DRAFT},
        **{
            f"desk.{name}.show": {"memorandum": DRAFT}
            for name in ("matrix", "matrix_csv", "matrix_xlsx", "proposals", "proposals_docx", "proposals_md")
        },
        **{f"api.{name}": {"slug": DRAFT} for name in _OF_PROPOSALS},
        "desk.pasted_terms.new": {"memorandum": DRAFT},
        "desk.term.edit": {"memorandum": DRAFT, "number": numbers["term"]},
        **{name: {"slug": DRAFT} for name in ("api.languages.list", "api.word_file.show", "api.proposals_docx.show", "api.proposals_md.show")},
        "api.glossary.list": {"slug": "forum"},
        "desk.memorandum.edit": {"memorandum": DRAFT},
        "desk.requests.list": {"memorandum": ACCEDING},
        "desk.request.show": {"memorandum": ACCEDING},
        "desk.import_rows.show": {"import_id": numbers["left_out"]},
        **{f"desk.signatory_import{page}": {"import_id": numbers["signatory_import"]} for page in (".show", "_columns.edit", "_rows.show")},
        "desk.question.show": {"act": str(question["id"]) if question else ""},
        "signing.disclosure_request.show": {"token": "stop"},
        "signing.timeline_letters.show": {"token": "letters"},
        "signing.contact.show": {"token": "contact"},
        "signing.proof.show": {"token": "proof"},
        **{f"api.{page}": {"slug": RECORDED} for page in ("drafting.show", "drafting_candidates.list")},
        **{page: {"memorandum": RECORDED} for page in ("public.drafting.show", "desk.drafting_record.show")},
        "api.forum.show": {"slug": "forum"},
        "api.network.show": {"slug": known[NETWORK - 1].slug},
        "api.organisation.show": {"slug": known[signed.number - 1].slug},
        "api.requests.list": {"slug": ACCEDING},
        "api.request.show": {"slug": ACCEDING},
    }


def _first(many: Sequence[Signatory], kind: ActKind) -> Signatory:
    """Return the first public signatory that acted so and did not end it."""
    found = [one for one in many if one.kind is kind and not one.ended and one.disclosure is Disclosure.PUBLIC]
    return found[0] if found else many[0]


async def _session_of(one: Signatory, purpose: LinkPurpose, name: str) -> str:
    session, later = f"session-{name}-of-a-length-like-those-in-life", clock.now() + LATER
    [link] = await Link.insert(
        Link(
            invitation=one.invitation,
            purpose=purpose.value,
            token_hash=hash_of(f"link of {session}"),
            expires_at=later,
            recipient=one.number,
            act=one.act,
            made_at=clock.now(),
        )
    )
    await SigningSession.insert(SigningSession(link=link["id"], token_hash=hash_of(session), expires_at=later))
    return session


def main() -> None:
    """Fill the database of the settings; the arguments are the numbers of organisations and acts."""
    places = asyncio.run(fill(settings.load().database_url, Amounts(int(sys.argv[1]), int(sys.argv[2]))))
    print(json.dumps(places.__dict__))


if __name__ == "__main__":
    main()
