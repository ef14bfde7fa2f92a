"""Records for stories, made by the operations that make them in life."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any

from PIL import Image

from coalition import clock
from coalition.acts.changing_networks import add_members
from coalition.articles.forms import ArticleChange, ArticleForm
from coalition.articles.publishing_articles import publish_article
from coalition.articles.storing_pictures import store_picture
from coalition.articles.writing_articles import change_article, form_with, write_article
from coalition.cleaned_pictures import cleaned
from coalition.database import transaction
from coalition.editions.adopting import adopt_edition
from coalition.editions.correcting import propose_correction
from coalition.editions.drafting import revise
from coalition.editions.forms import CorrectionForm
from coalition.forums.forms import ForumForm
from coalition.forums.recording_forums import record_forum
from coalition.invitations import link_sessions, links
from coalition.invitations.forms import InvitingForm
from coalition.invitations.inviting import invite
from coalition.invitations.tables import LinkPurpose
from coalition.jobs.tables import Job
from coalition.mail.letter_changes import bounced
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda import authenticating, beginning, opening
from coalition.memoranda.edition_queries import blocks_of, latest_edition, wording
from coalition.memoranda.forms import AdoptionForm, MemorandumForm, OpeningForm, WordingForm
from coalition.memoranda.tables import Memorandum, Publicity, SigningState
from coalition.memoranda.wording import save_wording
from coalition.networks.forms import MembershipForm
from coalition.organisations.contact_changes import insert_contact
from coalition.organisations.forms import OrganisationForm
from coalition.organisations.queries import view_of
from coalition.organisations.registering import register
from coalition.organisations.tables import Contact
from coalition.partners.forms import PartnerForm
from coalition.partners.recording_partners import add_partner
from coalition.people.accounts import add_coordinator
from coalition.people.forms import CoordinatorForm
from coalition.signatures import disclosing, signing
from coalition.signatures.errors import RaiseNeedsTime
from coalition.signatures.forms import SignatureForm
from coalition.statements import stating
from coalition.statements.forms import MadeStatementForm, OwnStatementWithdrawalForm
from coalition.statements.queries import provisions_of
from coalition.statements.withdrawing_statements import withdraw_statement
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.acts.disclosure_levels import Level
    from coalition.articles.tables import Article
    from coalition.forums.tables import Forum
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Correction, Edition
    from coalition.organisations.tables import Organisation
    from coalition.partners.tables import Partner
    from coalition.people.tables import Coordinator
    from coalition.signatures.signing import Signed
    from coalition.statements.tables import Statement

_number = count(1)
BY_BEN = {"representative_name": "Ben", "typed_name": "Ben", "authority": True}

ENGLISH = """The organisations assembled,

*Recalling* the obligations the States have accepted,

have agreed as follows.

## Cooperation

1. The parties carry on their work for human rights.

2. The parties consult each other:

2.1 on common priorities, twice a year;

2.2 on urgent cases, at once.
"""
RUSSIAN = """Собравшиеся организации,

*напоминая* об обязательствах, принятых государствами,

договорились о нижеследующем.

## Сотрудничество

1. Стороны продолжают свою работу в защиту прав человека.

2. Стороны советуются друг с другом:

2.1 об общих приоритетах, дважды в год;

2.2 о неотложных делах, немедленно.
"""
ARABIC = """إن المنظمات المجتمعة،

إذ تذكّر بالالتزامات التي قبلتها الدول،

قد اتفقت على ما يلي.

## التعاون

1. تواصل الأطراف عملها من أجل حقوق الإنسان.

2. تتشاور الأطراف فيما بينها:

2.1 بشأن الأولويات المشتركة، مرتين في السنة؛

2.2 بشأن الحالات العاجلة، على الفور.
"""
TEXTS = {"en": ("Memorandum on cooperation", ENGLISH), "ru": ("Меморандум о сотрудничестве", RUSSIAN), "ar": ("مذكرة بشأن التعاون", ARABIC)}


async def coordinator(email: str, name: str, **more: Any) -> Coordinator:
    """Make an account."""
    return await add_coordinator(CoordinatorForm(email=email, name=name, **more))


async def organisation(slug: str = "", name: str = "", **more: Any) -> Organisation:
    """Register an organisation; with `email` it has a contact, who confirmed long ago unless `confirmed` is false.

    It is in the public register unless it is at risk or `listed` is false.
    """
    confirmed = more.pop("confirmed", True)
    slug = slug or f"organisation-{next(_number)}"
    language = more.pop("language", "en")
    email = more.pop("email", f"contact@{slug}.example.org")
    contacts = [{"name": "Ben", "email": email, "language": language}] if email else []
    names = more.pop("names", None) or [{"language": language, "name": name or slug.replace("-", " ").title(), "primary": True}]
    listed = more.pop("listed", not more.get("at_risk", False))
    given = {
        "slug": slug,
        "country": "KZ",
        "names": names,
        "contacts": contacts,
        "listed": listed,
        "listing_reason": "It wishes so." if listed else "",
        "confirmed_new": True,
    }
    form = OrganisationForm.parse(given | more)
    if not confirmed:
        return await register(form)
    async with transaction():  # what is written last before a commit is written once
        row = await register(form.model_copy(update={"contacts": []}))
        for contact in form.contacts:
            await insert_contact(row, await view_of(row), contact, confirmed=True)
    return row


async def partner(organisation: str, **more: Any) -> Partner:
    """Record a partner of the host, or of a `programme`."""
    return await add_partner(PartnerForm.parse({"organisation": organisation} | more))


async def listed(number: int) -> None:
    """Record organisations of the public register that answer nothing: readers cannot tell them from organisations that are hidden."""
    for at in range(number):
        await organisation(f"listed-{at}", f"Listed {at}", email="")


async def confirm_contacts(row: Organisation) -> None:
    """Confirm the contacts of an organisation, and take the letters out of the tray that asked them to."""
    theirs = Contact.organisation == row.id
    await Contact.update({Contact.confirmed_at: clock.now(), Contact.created_at: clock.now()}).where(theirs)
    addresses = [contact["email"] for contact in await Contact.select(Contact.email).where(theirs)]
    for letter in await letters_in_tray(Letter.about.like("contact:%")):
        if letter.address in addresses and "/signing/contacts/" in letter.text:
            await Job.delete().where(Job.dedupe_key == f"letter:{letter.id}")
            await Letter.delete().where(Letter.id == letter.id)


async def forum(slug: str = "kyiv-2013", **more: Any) -> Forum:
    """Record a forum."""
    given = {
        "slug": slug,
        "starts": "2013-02",
        "place": {"city": "Kyiv", "country": "UA"},
        "countries": ["KZ", "KG"],
        "texts": [{"language": "en", "title": "Forum of Central Asian human rights organisations", "summary": "They met outside the region."}],
    }
    return await record_forum(ForumForm.parse(given | more))


async def picture(row: Article, *, seed: int = 128) -> str:
    """Give an article a picture in which nobody can be recognised, before it is published; return its digest."""
    file = BytesIO()
    Image.new("RGB", (32, 24), (seed, seed, seed)).save(file, "PNG")
    digest = (await store_picture(row, await cleaned(file.getvalue()))).digest
    form = await form_with(row, ArticleChange.parse({"picture": digest, "picture_shows_nobody": True}))
    texts = [text.model_dump(mode="json") | {"picture_text": "A grey field."} for text in form.texts]
    await change_article(row, ArticleForm.parse(form.model_dump(mode="json") | {"texts": texts}))
    return digest


async def article(slug: str = "a-story", *, published: bool = False, **more: Any) -> Article:
    """Write an article: a news item in English, unless something else is given."""
    texts = [{"language": "en", "title": "Organisations met in Kyiv", "summary": "They agreed on a text.", "body": "They **met** there."}]
    row = await write_article(ArticleForm.parse({"slug": slug, "kind": "news", "on": "2013-04-30", "texts": texts} | more))
    if published:
        await publish_article(row)
    return row


async def draft(by: Coordinator, slug: str = "cooperation", *, languages: tuple[str, ...] = ("en", "ru"), **more: Any) -> Memorandum:
    """Begin a memorandum and write its wordings; `languages` are authentic."""
    async with transaction():
        memorandum = await beginning.begin(MemorandumForm.parse({"slug": slug, "authentic_languages": list(languages)} | more), by.id)
        for language in languages:
            title, body = TEXTS[language]
            await save_wording(memorandum, language, WordingForm(title=title, body=body))
    return memorandum


async def adopted(by: Coordinator, slug: str = "cooperation", *, on: str = "", **more: Any) -> Memorandum:
    """Adopt and authenticate a memorandum, today if no day is given."""
    async with transaction():
        memorandum = await draft(by, slug, **more)
        await authenticating.adopt(memorandum, AdoptionForm(on=on or clock.today().isoformat()))
    return await reloaded(memorandum)


async def opened(
    by: Coordinator, slug: str = "cooperation", *, days: int | None = 30, since: date | None = None, publicity: str | None = None, **more: Any
) -> Memorandum:
    """Open a memorandum for signature for some days from today, or without a last day; with `since`, it was adopted and opened on that day."""
    async with transaction():
        memorandum = await adopted(by, slug, on=since.isoformat() if since else "", **more)
        closes = clock.today() + timedelta(days=days) if days else None
        chosen = Publicity(publicity) if publicity else None if memorandum.publish_at_least else Publicity.PUBLIC
        await opening.open_for_signature(memorandum, OpeningForm(opens=since or clock.today(), closes=closes, publicity=chosen))
    return await reloaded(memorandum)


async def open_for_accession(by: Coordinator, slug: str = "cooperation", **more: Any) -> Memorandum:
    """Open a memorandum for signature, and then for accession only."""
    memorandum = await opened(by, slug, **more)
    values: dict[Any, Any] = {Memorandum.signing_state: SigningState.ACCESSION_ONLY.value, Memorandum.accession_opened_on: clock.today()}
    await Memorandum.update(values).where(Memorandum.id == memorandum.id)
    return await reloaded(memorandum)


async def reloaded(memorandum: Memorandum) -> Memorandum:
    """Return the row as it is now."""
    row = await Memorandum.objects().get(Memorandum.id == memorandum.id)
    assert row is not None
    return row


async def invitation_link(memorandum: Memorandum, organisation: Organisation, *, send: bool = False) -> str:
    """Invite an organisation and return the path of its link."""
    made = await invite(memorandum, InvitingForm(organisations=[organisation.slug], send=send))
    return "/" + made[0].link.split("/", 3)[3]


async def bounce_letters() -> None:
    """Let every letter about something come back."""
    about = Letter.about != ""
    for row in await Letter.select(Letter.about).where(about).order_by(Letter.id):
        async with transaction():
            await Letter.update({Letter.state: LetterState.BOUNCED.value}).where(Letter.about == row["about"])
            await bounced(row["about"])


async def correction(memorandum: Memorandum, **more: Any) -> Correction:
    """Propose to mend a word of the Russian text."""
    given = {"language": "ru", "provision": "p2.1", "after": "2.1 об общих приоритетах, трижды в год;", "reason": "The English text says so."}
    return await propose_correction(memorandum, CorrectionForm.parse(given | {"kind": "concordance"} | more))


async def keys_of(wording_id: int) -> list[str]:
    """Return the ids of the provisions of a wording, in order."""
    return [stored.key for stored in await blocks_of(wording_id)]


async def superseded(memorandum: Memorandum, language: str = "en", *, old: str = "twice a year", new: str = "three times a year") -> Edition:
    """Begin the next edition, change some words of one language, and adopt it."""
    edition = await revise(memorandum)
    text = await wording(edition.id, language)
    assert text is not None
    await save_wording(await reloaded(memorandum), language, WordingForm(title=text.title, body=text.body.replace(old, new)))
    return await adopt_edition(await reloaded(memorandum), AdoptionForm(on=clock.today().isoformat()))


async def signed(memorandum: Memorandum, organisation: Organisation, **more: Any) -> Signed:
    """Invite an organisation and let Ben sign for it."""
    return await signed_with(memorandum, await invitation_link(memorandum, organisation), **more)


async def signed_with(memorandum: Memorandum, path: str, **more: Any) -> Signed:
    """Let Ben sign for an organisation with the path of its link."""
    session = await link_sessions.begin_session(path.rpartition("/")[2])
    opened_link = await link_sessions.session_opens(session)
    assert opened_link is not None
    edition = await latest_edition(memorandum.id)
    given = {"kind": "signature", "representative_name": "Ben", "disclosure": "public", "typed_name": "Ben", "authority": True}
    return await signing.sign(opened_link, SignatureForm.parse(given | {"digest": edition.digest} | more), session)


async def fresh(opened: Opened) -> Opened:
    """Return what a link opens that was mailed on request."""
    async with transaction():
        token, _ = await links.make_link(opened.invitation.id, LinkPurpose.FRESH, recipient=opened.invitation.contact)
    return await links.follow(token)


async def disclosed(opened: Opened, level: Level) -> None:
    """Change the level for the signatory: at once if it is lower, else as the job does 72 hours after a request that nobody stopped."""
    try:
        await disclosing.disclose(opened, level)
    except RaiseNeedsTime:
        async with transaction():
            await disclosing.change_level(opened.memorandum, opened.invitation.organisation, level)


async def stated(memorandum: Memorandum, recorded: Signed, kind: str = "reservation", text: str = "Not bound by it.", **more: Any) -> Statement:
    """Let Ben make a statement with his private link; `provision` is a label such as 2.1."""
    keys = {provision.label: provision.key for provision in await provisions_of(memorandum.id, recorded.act.digest)}
    key = keys[more.pop("provision")] if "provision" in more else ""
    given = {"statement_kind": kind, "statement_provision": key, "statement_language": "en", "statement_text": text}
    given |= {"objection_precludes": "no"} if kind == "objection" else {}
    return await stating.state(await links.follow(recorded.manage_token), MadeStatementForm.parse(given | BY_BEN | more))


async def statement_withdrawn(recorded: Signed, statement: Statement, **more: Any) -> None:
    """Let Ben withdraw a statement with his private link; with `remaining_text` only a part of it."""
    given = BY_BEN | ({"extent": "part"} if "remaining_text" in more else {}) | more
    given.pop("authority")
    await withdraw_statement(await links.follow(recorded.manage_token), statement.id, OwnStatementWithdrawalForm.parse(given))


async def network(slug: str = "net", members: Sequence[Any] = (), **more: Any) -> Organisation:
    """Record a network; each of its members is the slug of an organisation of the register, or a whole membership."""
    row = await organisation(slug, kind="network", email="", **more)
    given = [{"organisation": member} if isinstance(member, str) else member for member in members]
    if given:
        await add_members(row, [MembershipForm.parse(member) for member in given])
    return row
