"""Every kind of letter in every situation that changes its words, with what it must say: the cases that are composed in all languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from coalition.amendments.compared_drafts import WayToRead
from coalition.amendments.drafts_in_letters import COMPARING, LetterDraft, LetterPassage, LetterText
from coalition.amendments.proposed_letters import ProposedLine, ProposedLines
from coalition.amendments.tables import Operation
from coalition.announcements.contents import Content, StatedThen
from coalition.announcements.mailing import LetterPart
from coalition.announcements.reading import Announcement
from coalition.appeals.views import AppealView, AppealWords
from coalition.approvals.tables import ApprovalKind, Outcome
from coalition.deliveries.tables import EntryKind, EntryState
from coalition.deliveries.views import AddresseeView, EntryView, NameOfAddressee, Said
from coalition.directions import PersonName
from coalition.drafting_record.published_letters import PublishedLine
from coalition.forums.views import ForumTextView, ForumView
from coalition.host.descriptions import Described, Person, Texts
from coalition.invitations.silent_letters import SavedWith
from coalition.languages import Message
from coalition.mail import writing
from coalition.memoranda.queries import MemorandumView
from coalition.memoranda.tables import Correction
from coalition.news.event_kinds import SENTENCES
from coalition.news.reports import Part
from coalition.notices.tables import Notification
from coalition.organisations.views import NameView, OrganisationView
from coalition.partial_dates import PartialDate
from coalition.rounds.result_sentences import sentence_of
from coalition.rounds.round_results import Result
from coalition.rounds.tables import RoundKind
from coalition.statements.tables import StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coalition.mail.content import Content as Composed

SITE = "https://memo.example.org"
NOW = datetime(2026, 11, 28, 14, 5, tzinfo=UTC)
ADA = Person("Ada Lovelace", "ada@bureau.example")
TITLES = {
    "en": "Memorandum on the protection of witnesses",
    "ru": "Меморандум о защите свидетелей",
    "ar": "مذكرة بشأن حماية الشهود",
    "nb": "Memorandum om vern av vitner",
}
FORUMS = {"en": "Forum of the Steppe (2026)", "ru": "Форум Степи (2026)", "ar": "منتدى السهوب (2026)", "nb": "Steppeforumet (2026)"}
ORGANISATIONS = {"en": "Steppe Rights Group (SRG)", "ru": "Правозащитная группа «Степь»", "ar": "مجموعة السهوب (م س)", "nb": "Steppegruppen (SG)"}
PEOPLE = {"en": "Ben Sultanov", "ru": "Бен Султанов", "ar": "بن سلطانوف", "nb": "Ben Sultanov"}
WORDS = {"en": "See you in Oslo.", "ru": "До встречи в Осло.", "ar": "إلى اللقاء في أوسلو.", "nb": "Vi sees i Oslo."}
HOST = Described(
    {
        "en": Texts("Human Rights Bureau", "Bureau", "Correspondence office", "Ring Anna, whom you know from the forum."),
        "ru": Texts("Бюро по правам человека", "Бюро", "Отдел переписки", "Позвоните Анне, которую вы знаете по форуму."),
        "ar": Texts("مكتب حقوق الإنسان", "المكتب", "مكتب المراسلات", "اتصلوا بآنا التي تعرفونها من المنتدى."),
        "nb": Texts("Menneskerettsbyrået", "Byrået", "Korrespondansekontoret", "Ring Anna, som du kjenner fra forumet."),
    },
    website="https://bureau.example/",
    email="office@bureau.example",
    phone="+47 22 00 00 00",
)


class Case(NamedTuple):
    """A letter in a situation: `context` is that of its template, `coordinated` says that the coordinator of a text answers for it.

    `last_day` is a day after which something ends, as the letter must give it with its moment and its zone.
    """

    kind: str
    situation: str
    context: Mapping[str, Any]
    coordinated: bool = True
    last_day: date | datetime | None = None

    @property
    def discreet(self) -> bool:
        """Whether the letter may name neither host, text nor organisation."""
        return bool(self.context.get("discreet", True))

    def composed(self, language: str, described: Described = HOST) -> Composed:
        """Return the letter in a language."""
        answering = ADA if self.coordinated else None
        return writing.compose(self.kind, described, address="ben@example.org", language=language, answering=answering, **self.context)


def memorandum(signing_state: str = "open", closes: date | None = date(2027, 1, 31)) -> MemorandumView:
    """Return a memorandum of a forum that was opened for signature."""
    nothing = dict.fromkeys(set(MemorandumView.__struct_fields__) - {"drafted"})
    known = {"id": 1, "slug": "witnesses", "kind": "memorandum", "symbol": "SF/2026/1", "edition": 2, "titles": TITLES, "notes": {}}
    known |= {"authentic_languages": ("en", "ru"), "signing_state": signing_state, "closes_on": closes, "publicity": "public", "forum": 1}
    return MemorandumView(**nothing | known)


def organisation(language: str) -> OrganisationView:
    """Return an organisation with a name in one language."""
    nothing = dict.fromkeys(("kind", "scope", "status", "country", "seat_country", "website", "name_key"))
    return OrganisationView(**nothing, id=1, slug="steppe", at_risk=False, names=(NameView(language, ORGANISATIONS[language], "", primary=True),))


def appeal() -> AppealView:
    """Return an appeal without the name of the person, as letters read it."""
    about = {"en": "A lawyer from a city.", "ru": "Адвокат из города.", "ar": "محامية من مدينة.", "nb": "En advokat fra en by."}
    asked = {"en": "To release her.", "ru": "Освободить её.", "ar": "إطلاق سراحها.", "nb": "At hun løslates."}
    words = {code: AppealWords(code, about[code], asked[code]) for code in about}
    return AppealView(id=1, memorandum=1, zone="Asia/Almaty", closes_at=NOW + timedelta(days=3), sent_at=NOW, words=words, people=[])


def announcement(number: int, language: str, kind: str = "signature", content: Content | None = None, detail: str = "") -> Announcement:
    """Return a notification of a public act of an organisation."""
    row = Notification(year=2026, number=number, kind=kind, memorandum="witnesses", organisation="steppe", issued_on=NOW.date(), detail=detail)
    return Announcement(row, memorandum(), organisation(language), content or Content())


def cases(language: str, own: str | None = None) -> Iterator[Case]:
    """Yield all cases for a reader of a language; the names of people and organisations are in their `own` language."""
    own = own or language
    yield from _inviting(language, own)
    yield from _window(own)
    yield from _corrections(own)
    yield from _rounds(own)
    yield from _acts(own)
    yield from _requests(own)
    yield from _register(own)
    yield from _desk(own)
    yield from _notifications(own)


def _link(path: str) -> str:
    return f"{SITE}/{path}/dT0B9qniQNyPsxMSKJzPe-54OoIa7MIovaG24s5rQJ4"


def _both(kind: str, situation: str, context: Mapping[str, Any], *, coordinated: bool = True, last_day: date | datetime | None = None) -> list[Case]:
    """Return a case and the discreet one."""
    open_case = Case(kind, situation, {**context, "discreet": False}, coordinated, last_day)
    hidden = {**context, "discreet": True} | ({"words": ""} if "words" in context else {})
    return [open_case, Case(kind, f"{situation}, discreet", hidden, coordinated, context.get("expires"))]


def _inviting(language: str, own: str) -> Iterator[Case]:
    forum = ForumView(
        1, "steppe", None, None, "", None, True, "open", False, None, (), {code: ForumTextView(code, FORUMS[code], "", "") for code in FORUMS}
    )
    common = {"name": PEOPLE[own], "organisation": organisation(own), "forum": forum, "link": _link("invitations"), "words": ""}
    common |= {"expires": NOW + timedelta(days=60), "memorandum": memorandum()}
    endless, acceding = {"memorandum": memorandum(closes=None)}, {"memorandum": memorandum("accession_only")}
    urgent = replace(common["memorandum"], closes_at=NOW + timedelta(days=3))
    for kind in ("invitation", "reminder", "delegation"):
        yield from _both(kind, "open for signature", common, last_day=common["memorandum"].closes_on)
        yield Case(kind, "until an hour", common | {"memorandum": urgent, "discreet": False}, last_day=urgent.closes_at)
        yield Case(kind, "no last day", common | endless | {"discreet": False}, last_day=common["expires"])
        yield Case(kind, "open for accession", common | acceding | {"discreet": False}, last_day=common["expires"])
        yield Case(kind, "no forum, no name, own words", common | {"forum": None, "name": "", "words": WORDS[language], "discreet": False})
    yield Case("invitation", "open for accession, discreet", common | acceding | {"discreet": True}, last_day=common["expires"])
    yield from _both("appeal", "to a member of a network", common | {"appeal": appeal()}, last_day=common["expires"])
    yield from _both("new_edition", "of a text that was signed", common, last_day=common["expires"])
    for kind in ("extended", "last_day_set"):
        yield from _both(kind, "not answered", common, last_day=common["memorandum"].closes_on)
        saved = {"saved": SavedWith(NOW, mailed=True, until=NOW + timedelta(days=9)), "discreet": False}
        yield Case(kind, "not answered, answers saved", common | saved, last_day=common["memorandum"].closes_on)
    yield from _both("accession_opened", "not answered", common | acceding, last_day=common["expires"])
    for succeeding in (False, True):
        fresh = {name: common[name] for name in ("name", "link", "expires")} | {"succeeding": succeeding}
        yield Case("fresh_link", "to a successor" if succeeding else "asked for", fresh, last_day=common["expires"])
    yield Case("delegated", "to who had it before", {"name": PEOPLE[own]})


def _window(own: str) -> Iterator[Case]:
    common = {"name": PEOPLE[own], "organisation": organisation(own), "memorandum": memorandum("closed"), "link": f"{SITE}/memoranda/witnesses"}
    common |= {"invited": True}
    for kind in ("closed", "closed_party"):
        yield from _both(kind, "for signature", common | {"accession": False})
        yield from _both(kind, "for accession", common | {"accession": True})
        yield from _both(kind, "not public, not invited", common | {"accession": False, "link": "", "invited": False})


def _corrections(own: str) -> Iterator[Case]:
    day = date(2026, 12, 28)
    common = {"name": PEOPLE[own], "organisation": organisation(own), "memorandum": memorandum("closed")}
    common |= {
        "correction": Correction(memorandum=1, number=3, objections_until=day),
        "link": f"{SITE}/corrections/3",
        "private_link": _link("invitations"),
        "invited": True,
    }
    unknown = common | {"link": "", "private_link": "", "invited": False}
    for case in (*_both("correction", "proposed", common), *_both("correction", "not public, not invited", unknown)):
        yield case._replace(last_day=day)
    for kind in ("correction_made", "correction_failed", "correction_withdrawn"):
        yield from _both(kind, "decided", common | {"private_link": ""})
        yield from _both(kind, "decided, not invited", unknown)


def _rounds(own: str) -> Iterator[Case]:
    day = date(2026, 12, 28)
    common = {"name": PEOPLE[own], "organisation": organisation(own), "memorandum": memorandum("not_open"), "link": _link("invitations")}
    common |= {"closes_on": day, "expires": datetime(2027, 1, 27, 23, 59, 59, tzinfo=UTC)}
    for kind in RoundKind:
        about = common | {"kind": kind.value, "words": WORDS[own]}
        for letter in ("round_opened", "round_reminder", "round_extended"):
            yield from _both(letter, kind.value, about, last_day=day)
        yield from _both(
            "round_view", f"{kind.value}, proposals", about | {"view": "proposals", "base_url": SITE, "proposed": _proposed(own)}, last_day=day
        )
    for way in [way for way in WayToRead if way is not WayToRead.PROPOSALS]:
        for situation, draft in _drafts(own, way):
            shown = common | {"kind": "comments", "words": "", "view": way.value, "base_url": SITE, "draft": draft}
            yield from _both("round_view", f"{way.value}, {situation}", shown, last_day=day)
    yield from _published(common)
    yield from _timeline(common, own)
    silence = common | {"kind": "silence", "words": ""}
    for situation, breaker in (("by an organisation with its name", organisation(own)), ("without its name", None)):
        yield from _both("round_broken", situation, silence | {"breaker": breaker}, last_day=day)
    result = Result(RoundKind.SILENCE, is_open=False, early=False, closes_on=day, ended_on=day, seats=14, agree=9, silent=5)
    yield from _both("round_closed", "with its result", silence | {"result": sentence_of(result)})


def _published(common: Mapping[str, Any]) -> Iterator[Case]:
    lines = [PublishedLine(7, Operation.REPLACE, named=True), PublishedLine(12, Operation.NEW, named=False)]
    for count, more in ((1, 0), (2, 0), (5, 3), (21, 19)):
        about = {**common, "count": count, "lines": lines[:count], "more": more, "base_url": SITE}
        for situation, link in (("with a link", common["link"]), ("without a link", "")):
            yield from _both("line_published", f"{count}, {situation}", {**about, "link": link, "expires": common["expires"] if link else None})


def _timeline(common: Mapping[str, Any], own: str) -> Iterator[Case]:
    office = AddresseeView(1, 1, 1, {own: NameOfAddressee(own, PEOPLE[own], "")}, "")
    entry = {"id": 1, "key": "key", "day": PartialDate("2026-11"), "state": EntryState.PUBLIC}
    said = {"texts": {own: Said(own, TITLES[own], "")}}
    entries = [
        EntryView(**entry, kind=EntryKind.DELIVERY, addressee=office),
        EntryView(**entry, kind=EntryKind.ANSWER, addressee=office, silent=True),
        EntryView(**entry, kind=EntryKind.UPDATE, **said),
        EntryView(**entry, kind=EntryKind.OUTCOME, **said),
    ]
    for count, more in ((1, 0), (2, 0), (4, 0), (5, 1), (25, 21)):
        about = {**common, "expires": None, "count": count, "entries": entries[:count], "more": more, "base_url": SITE}
        yield from _both("timeline", str(count), about)


def _drafts(own: str, way: WayToRead) -> Iterator[tuple[str, LetterDraft]]:
    """Yield a draft that is read in one way, as a whole and shortened, in the reader's language and in another."""
    both, changed = LetterPassage(WORDS[own], PEOPLE[own]), way in COMPARING
    passages = {
        WayToRead.SIDE_BY_SIDE: [both, LetterPassage("3.1"), LetterPassage("", "3.2")],
        WayToRead.DIFFERENCE: [LetterPassage("3.1 [- 2026 -][+ 2027 +]")],
    }
    shown = passages.get(way, [LetterPassage(WORDS[own])])
    for more in (0, 1, 2, 5, 21):
        text = LetterText(own, shown, more, is_excerpt=bool(more) and not changed)
        yield f"{more} more", LetterDraft(way, 3, 2, {own: text})
    if not changed:
        yield "in the first round", LetterDraft(way, 1, 0, {own: LetterText(own, shown, 0, is_excerpt=False)})
        yield "too long", LetterDraft(way, 3, 2, {own: LetterText(own, [], 0, is_excerpt=True)})
    yield "in another language", LetterDraft(way, 3, 2, {"kk": LetterText("kk", [LetterPassage("3.1", "3.2")], 0, is_excerpt=False)})


def _proposed(own: str) -> ProposedLines:
    """Return amendments of a named and of an unnamed organisation, and how many more there are."""
    place = Message("Provision {number}", number="3.1")
    replaced = ProposedLine(3, place, Operation.REPLACE, own, organisation(own), WORDS[own], f"{WORDS[own]} {WORDS[own]}")
    deleted = ProposedLine(4, place, Operation.DELETE, own, None, PEOPLE[own], "")
    return ProposedLines([replaced, deleted], 2)


def _acts(own: str) -> Iterator[Case]:
    until, named = NOW + timedelta(days=30), {"name": PEOPLE[own], "link": _link("invitations")}
    receipt = named | {"reference": "CF7K3-M2QPX", "until": until}
    yield Case("receipt", "of an answer", receipt | {"stated": False}, last_day=until)
    yield Case("receipt", "with a statement", receipt | {"stated": True}, last_day=until)
    yield Case("statement_receipt", "of a part of a later text", receipt, last_day=until)
    yield Case("statement_receipt", "without a number", receipt | {"reference": None}, last_day=until)
    yield Case("record_corrected", "a day", receipt | {"stated": False}, last_day=until)
    yield Case("confirmation", "ad referendum", named | {"reference": "CF7K3-M2QPX", "by": date(2027, 1, 15)}, last_day=date(2027, 1, 15))
    yield Case("disclosure_request", "to the other contacts", named | {"due": NOW + timedelta(hours=72)}, last_day=NOW + timedelta(hours=72))
    about = named | {"organisation": organisation(own), "memorandum": memorandum(), "expires": until}
    yield from _both("colleague", "second person", about, last_day=until)
    asked = named | {"organisation": organisation(own).primary.name, "title": (own, TITLES[own]), "link": f"{SITE}/desk/questions/1"}
    yield from _both("questioned", "to the coordinators", asked)


def _requests(own: str) -> Iterator[Case]:
    for accedes in (False, True):
        situation = "to accede" if accedes else "to sign"
        about = {"title": (own, TITLES[own]), "accedes": accedes, "link": _link("requests")}
        yield from _both("signing_request", situation, about, coordinated=False)
        yield from _both("request_refused", situation, about | {"name": PEOPLE[own], "reason": WORDS[own]}, coordinated=False)
    answered = {"name": "", "text": WORDS[own], "link": _link("mistakes"), "expires": NOW + timedelta(days=90)}
    yield from _both("mistake_answered", "to an address that nobody confirmed", answered, coordinated=False)


def _register(own: str) -> Iterator[Case]:
    expires = NOW + timedelta(days=14)
    about = {"name": PEOPLE[own], "organisation": organisation(own), "link": _link("contacts"), "expires": expires}
    for kind in ("contact_confirmation", "domain_proof"):
        yield from _both(kind, "of an organisation", about, coordinated=False, last_day=expires)
    for change in ("added", "removed", "changed"):
        changed = {"name": PEOPLE[own], "organisation": organisation(own), "change": change}
        yield from _both("contacts_changed", change, changed, coordinated=False)
        desk = {"name": PEOPLE[own], "change": change, "discreet": False, "link": f"{SITE}/desk/contacts/1"}
        yield Case("contacts_changed_desk", change, desk, coordinated=False)
    names = {"name": PEOPLE[own], "before": [ORGANISATIONS["ru"], ORGANISATIONS["ar"]], "after": [ORGANISATIONS["nb"]], "reason": ""}
    yield from _both("names_changed", "by the organisation", names, coordinated=False)
    yield Case("names_changed", "another spelling", names | {"reason": WORDS[own], "discreet": False}, coordinated=False)


def _desk(own: str) -> Iterator[Case]:
    expires = NOW + timedelta(days=7)
    common = {"name": PEOPLE[own], "discreet": False, "link": f"{SITE}/desk/approvals/1"}
    sentence = Message("The account of {whom} was enabled again.", whom=PersonName(PEOPLE[own]))
    for by in (PEOPLE[own], ""):
        situation = "by somebody" if by else "by the server"
        yield Case("account_change", situation, common | {"sentence": sentence, "by": by}, coordinated=False)
        invited = common | {"inviter": by, "expires": expires}
        yield Case("first_sign_in", situation, invited, coordinated=False, last_day=expires)
    yield Case("sign_in", "asked for", {"discreet": False, "link": _link("sign-in")}, coordinated=False)
    for kind in ApprovalKind:
        asked = common | {"kind": kind.word, "by": PEOPLE[own], "expires": expires}
        yield Case("approval_requested", kind.value, asked, coordinated=False, last_day=expires)
    yield from _named_for_language(own, common | {"account_link": f"{SITE}/desk/account"})
    for outcome in (Outcome.APPROVED, Outcome.REFUSED, Outcome.EXPIRED):
        decided = common | {"kind": ApprovalKind.RISK_LISTED.word, "outcome": outcome.word}
        decided |= {"by": "" if outcome is Outcome.EXPIRED else PEOPLE[own], "reason": WORDS[own] if outcome is Outcome.REFUSED else ""}
        yield Case("approval_decided", outcome.value, decided, coordinated=False)


def _named_for_language(own: str, common: Mapping[str, Any]) -> Iterator[Case]:
    for by in (PEOPLE[own], ""):
        named = common | {"by": by, "code": own}
        yield Case("named_for_language", f"unnamed, {by}", named | {"memorandum": None}, coordinated=False)
        for count in (0, 1, 2, 5, 21, 100):
            work = named | {"memorandum": memorandum(), "to_write": count, "to_revise": count}
            yield Case("named_for_language", f"{count} of both, {by}", work, coordinated=False)
        yield Case("named_for_language", f"to write, {by}", named | {"memorandum": memorandum(), "to_write": 3, "to_revise": None}, coordinated=False)
        yield Case(
            "named_for_language", f"to revise, {by}", named | {"memorandum": memorandum(), "to_write": None, "to_revise": 3}, coordinated=False
        )


def _notifications(own: str) -> Iterator[Case]:
    statement = StatedThen("1", StatementKind.RESERVATION, "ru", "Пункт 3(a) не применяется.", 2, "p3", "3(a)")
    stated = announcement(12, own, "statement", Content(done="2026-11-20", received="2026-11-27", statement=statement), "reservation 2")
    listed = [announcement(11, own), stated]
    common = {"discreet": False, "base_url": SITE, "link": _link("subscriptions"), "everything": True}
    for count, more in ((1, 0), (2, 0), (5, 3), (21, 19), (100, 98)):
        parts = [LetterPart(memorandum(), listed[:count], discreet=False)]
        about = common | {"count": count, "more": more, "parts": parts, "first": listed[0], "last": listed[min(count, 2) - 1]}
        yield Case("notifications", f"{count} of all texts", about, coordinated=False)
    for kind, detail in (("extended", "2027-01-31"), ("correction_proposed", "3 2027-01-31")):
        row = announcement(13, own, kind, detail=detail)
        about = common | {"count": 1, "more": 0, "parts": [LetterPart(memorandum(), [row], discreet=False)], "first": row, "last": row}
        yield Case("notifications", kind, about, coordinated=False, last_day=date(2027, 1, 31))
    alone = {"count": 2, "more": 0, "first": listed[0], "last": listed[1], "everything": False}
    yield Case("notifications", "of one text", common | alone | {"parts": [LetterPart(memorandum(), listed, discreet=True)]}, coordinated=False)
    for everything in (True, False):
        asked = {"discreet": False, "everything": everything, "link": common["link"]}
        yield Case("subscription", "all texts" if everything else "one text", asked, coordinated=False)
    for count in (1, 2, 5, 11, 21, 100):
        events = [sentence(count) for sentence in SENTENCES.values()]
        known = Part(memorandum(), discreet=False, count=count, announcements=listed[:1], more=count, unquoted=count, events=events)
        parts = [known, Part(memorandum(), discreet=True, count=count)]
        news = {"name": PEOPLE[own], "discreet": False, "parts": parts, "register": count, "base_url": SITE, "is_coordinator": count != 1}
        yield Case("news", f"{count} of everything", news, coordinated=False)
