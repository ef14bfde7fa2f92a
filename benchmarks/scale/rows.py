"""The rows of a register: organisations, forums, and acts with everything that belongs to them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks import content
from coalition import clock
from coalition.acts.tables import Act, ActKind, Channel, Disclosure, Mandate, MandateBasis, Signer
from coalition.forums.tables import Forum, ForumCountry, ForumOrganisation, ForumRole, ForumText
from coalition.invitations.tables import Invitation, InvitationRecipient, Link, LinkPurpose
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.tables import Edition, Memorandum, MemorandumMember, Placement, Provision, Wording
from coalition.networks.tables import Membership
from coalition.notices.tables import NoticeKind, Notification, NotificationContent
from coalition.organisations.tables import (
    Contact,
    DomainProof,
    FormerName,
    NameShape,
    Organisation,
    OrganisationEvent,
    OrganisationEventKind,
    OrganisationName,
)
from coalition.people.tokens import hash_of
from coalition.search_keys import plain_key, search_key
from coalition.statements.tables import Statement, StatementKind, StatementSigner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.scale.bulk import Bulk

SINCE = 120  # days that memoranda have been open for signature
_HIDDEN = (Disclosure.COUNTED, Disclosure.COUNTED, Disclosure.DESCRIBED, Disclosure.SEALED_UNTIL)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_NAMED = {Disclosure.PUBLIC, Disclosure.PUBLIC_ORGANISATION}
_NOTICES = {ActKind.SIGNATURE: NoticeKind.SIGNATURE, ActKind.AD_REFERENDUM: NoticeKind.AD_REFERENDUM, ActKind.WITHDRAWAL: NoticeKind.WITHDRAWAL}


@dataclass
class Signatory:
    """What is on record of an organisation on a memorandum."""

    number: int
    invitation: UUID
    act: UUID | None
    kind: ActKind
    disclosure: Disclosure
    ended: bool = False


@dataclass
class Filling:
    """A register that is being filled; all chance comes from one seed."""

    bulk: Bulk
    chance: Random = field(default_factory=lambda: Random(content.SEED))
    references: int = 0
    numbers: dict[int, int] = field(default_factory=dict)  # the last notification of each year

    def uuid(self) -> UUID:
        """Return a random id."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def token_hash(self) -> str:
        """Return the hash of a token that nobody has."""
        return hash_of(str(self.chance.getrandbits(128)))

    def reference(self) -> str:
        """Return the next reference of an act."""
        self.references += 1
        number, letters = self.references, ""
        for _ in range(10):
            number, at = divmod(number, len(_LETTERS))
            letters += _LETTERS[at]
        return f"{letters[:5]}-{letters[5:]}"


def is_hidden(number: int) -> bool:
    """Whether an organisation is at risk: every act of it is hidden, and it is not in the public register."""
    return number % 25 == 0


def is_open(number: int) -> bool:
    """Whether an organisation may be named."""
    return not is_hidden(number)


async def organisations(filling: Filling, known: Sequence[content.Organisation]) -> None:
    """Register organisations numbered from 1, with names, contacts, and for some a former name, an event or a proof."""
    now, add = clock.now(), filling.bulk.add
    for number, one in enumerate(known, 1):
        named = [name for _, name in one.names]
        hidden = is_hidden(number)
        keys = {"name_key": plain_key(named[0]), "search_key": " ".join(map(search_key, named))}
        plain = {"kind": "ngo", "scope": "national", "at_risk": hidden, "listed": not hidden, "listing_confirmed": True}
        await add(Organisation, id=number, slug=one.slug, country=one.country, created_at=now, updated_at=now, **keys, **plain)
        for language, name in one.names:
            await add(OrganisationName, organisation=number, language=language, name=name, is_primary=language == one.language)
        await add(NameShape, organisation=number, shape=keys["name_key"])
        await add(Contact, id=number, organisation=number, name=one.person, email=one.email, created_at=now, confirmed_at=now)
        await _past_of(filling, number, one)


async def _past_of(filling: Filling, number: int, one: content.Organisation) -> None:
    add = filling.bulk.add
    if number % 30 == 1:
        old = {"language": one.language, "name": f"Old {one.names[0][1]}", "is_primary": True, "until": "2015-06"}
        await add(FormerName, organisation=number, **old)
        await add(OrganisationEvent, organisation=number, kind=OrganisationEventKind.RENAMED.value, happened="2015-06")
    if number % 20 == 2:
        await add(OrganisationEvent, organisation=number, kind=OrganisationEventKind.FOUNDED.value, happened="2001-03")
    if number % 100 == 3:
        proved = {"method": "file", "domain": f"{one.slug}.example.org", "token_hash": filling.token_hash()}
        await add(DomainProof, organisation=number, asked_at=clock.now(), proved_at=clock.now(), **proved)


async def forums(filling: Filling, largest: int, count: int, among: int) -> list[int]:
    """Add participants of the forum that is there, half of all organisations, and more forums with thirty each."""
    add, now = filling.bulk.add, clock.now()
    for number in range(2, among // 2):
        if not is_hidden(number):
            await add(ForumOrganisation, forum=largest, organisation=number, role=ForumRole.PARTICIPANT.value, public=number % 3 > 0)
    numbers = [largest]
    for at in range(count):
        year, forum = 1995 + at % 30, await filling.bulk.next_id(Forum)
        numbers.append(forum)
        await add(Forum, id=forum, slug=f"forum-{at:05}", starts=f"{year}-05", place_country="UA", created_at=now, updated_at=now)
        await add(ForumText, forum=forum, language="en", title=f"Forum number {at} of human rights organisations")
        await add(ForumCountry, forum=forum, country="KZ", position=0)
        for number in sorted(filling.chance.sample(range(1, among + 1), min(30, among))):
            role = {"role": ForumRole.PARTICIPANT.value, "public": not is_hidden(number)}
            await add(ForumOrganisation, forum=forum, organisation=number, **role)
    return numbers


async def members(filling: Filling, network: int, among: int) -> None:
    """Add members of a network: as many whatever the register holds."""
    for number in range(1, min(400, among)):
        if number != network:
            await filling.bulk.add(Membership, network=network, member=number, since="2015", public=not is_hidden(number), once_public=True)


@dataclass(frozen=True)
class Template:
    """The rows of a memorandum of which others are copies."""

    memorandum: Mapping[str, Any]
    edition: Mapping[str, Any]
    wordings: Sequence[Mapping[str, Any]]
    provisions: Sequence[Mapping[str, Any]]
    placements: Mapping[int, Sequence[Mapping[str, Any]]]
    members: Sequence[Mapping[str, Any]]


async def copied(filling: Filling, template: Template, slug: str, forum: int) -> Text:
    """Add a copy of a memorandum under another slug."""
    bulk = filling.bulk
    memorandum, edition = await bulk.next_id(Memorandum), await bulk.next_id(Edition)
    digest = f"sha256:{hash_of(slug)}"
    await bulk.add(Memorandum, **{**template.memorandum, "id": memorandum, "slug": slug, "forum": forum})
    await bulk.add(Edition, **{**template.edition, "id": edition, "memorandum": memorandum, "digest": digest})
    for member in template.members:
        await bulk.add(MemorandumMember, memorandum=memorandum, coordinator=member["coordinator"])
    for provision in template.provisions:
        await bulk.add(Provision, **{**provision, "id": await bulk.next_id(Provision), "edition": edition})
    for row in template.wordings:
        wording = await bulk.next_id(Wording)
        await bulk.add(Wording, **{**row, "id": wording, "edition": edition})
        for placement in template.placements[row["id"]]:
            await bulk.add(Placement, **{**placement, "id": await bulk.next_id(Placement), "wording": wording})
    return Text(memorandum, slug, digest)


@dataclass(frozen=True)
class Text:
    """A memorandum that is signed."""

    memorandum: int
    slug: str
    digest: str


async def sign(filling: Filling, text: Text, known: Sequence[content.Organisation], budget: int, *, with_letters: bool = False) -> list[Signatory]:
    """Record acts of organisations on a memorandum until a number of acts is reached, in the order of days."""
    signatories = []
    start = datetime.combine(clock.today() - timedelta(days=SINCE - 1), time(8), UTC)
    step = timedelta(days=SINCE - 10) / max(budget, 1)
    recorded = 0
    for number in _drawn(filling, len(known)):
        if recorded >= budget:
            break
        one = _Recording(filling, text, known[number - 1], number, with_letters=with_letters)
        referring = len(signatories) in {1, 2}  # there are some in every memorandum
        signatory = await one.answer(start + recorded * step, allowed=budget - recorded, referring=referring)
        if not signatories or not recorded % 100:
            await one.state(signatory, start + recorded * step)
        signatories.append(signatory)
        recorded += one.acts
    return signatories


def _drawn(filling: Filling, count: int) -> Iterator[int]:
    """Yield every organisation once, beginning at one of them."""
    start = filling.chance.randrange(count)
    for at in range(count):
        yield (start + at) % count + 1


class _Recording:
    """What one organisation does about one memorandum."""

    def __init__(self, filling: Filling, text: Text, one: content.Organisation, number: int, *, with_letters: bool) -> None:
        self.filling, self.text, self.one, self.number, self.with_letters = filling, text, one, number, with_letters
        self.acts = 0

    async def answer(self, at: datetime, *, allowed: int, referring: bool = False) -> Signatory:
        """Record an invitation with the answer to it, and perhaps a later act."""
        drawn = 0.04 if referring else self.filling.chance.random()
        kind = ActKind.DECLINE if drawn < 0.03 else ActKind.AD_REFERENDUM if drawn < 0.05 else ActKind.SIGNATURE
        disclosure = self._disclosure(kind)
        invitation = await self._invite(at)
        act = await self._act(kind, disclosure, at)
        signatory = Signatory(self.number, invitation, act, kind, disclosure)
        purpose = {"purpose": LinkPurpose.MANAGE.value, "token_hash": self.filling.token_hash(), "act": act}
        await self.filling.bulk.add(Link, invitation=invitation, made_at=at, recipient=self.number, **purpose)
        if kind is ActKind.DECLINE or allowed < 2 or referring:
            return signatory
        await self._later(signatory, at + timedelta(days=1))
        return signatory

    async def _later(self, signatory: Signatory, at: datetime) -> None:
        drawn = self.filling.chance.random()
        if signatory.kind is ActKind.AD_REFERENDUM:
            if drawn < 0.5:
                await self._act(ActKind.CONFIRMATION, signatory.disclosure, at, about=signatory.act)
        elif drawn < 0.03:
            await self._act(ActKind.WITHDRAWAL, signatory.disclosure, at, about=signatory.act)
            signatory.ended = True
        elif drawn < 0.04 and signatory.disclosure in _NAMED:
            await self._act(ActKind.DISCLOSURE, Disclosure.COUNTED, at, about=signatory.act)
        elif drawn < 0.045:
            await self._act(ActKind.QUESTION, signatory.disclosure, at, about=signatory.act)

    def _disclosure(self, kind: ActKind) -> Disclosure:
        if is_hidden(self.number) or kind is ActKind.DECLINE:
            return Disclosure.COUNTED
        drawn = self.filling.chance.random()
        return self.filling.chance.choice(_HIDDEN) if drawn < 0.08 else Disclosure.PUBLIC_ORGANISATION if drawn < 0.15 else Disclosure.PUBLIC

    async def _invite(self, at: datetime) -> UUID:
        invitation = self.filling.uuid()
        columns = {"memorandum": self.text.memorandum, "organisation": self.number, "contact": self.number, "digest": self.text.digest}
        before = at - timedelta(days=5)
        await self.filling.bulk.add(Invitation, id=invitation, invited_at=before, visited_at=at, answered_at=at, **columns)
        await self.filling.bulk.add(InvitationRecipient, invitation=invitation, contact=self.number)
        if self.with_letters:
            await letter(self.filling, invitation, before)
        return invitation

    async def _act(self, kind: ActKind, disclosure: Disclosure, at: datetime, about: UUID | None = None) -> UUID:
        self.acts += 1
        add, number = self.filling.bulk.add, self.filling.uuid()
        columns = {"memorandum": self.text.memorandum, "organisation": self.number, "kind": kind.value, "about": about}
        columns |= {
            "digest": self.text.digest,
            "disclosure": disclosure.value,
            "channel": Channel.ONLINE.value,
            "reference": self.filling.reference(),
        }
        columns |= {"description": "An organisation"} if disclosure is Disclosure.DESCRIBED else {}
        columns |= {"release_on": date(2099, 1, 1)} if disclosure is Disclosure.SEALED_UNTIL else {}
        await add(Act, id=number, acted=at.date().isoformat(), recorded_at=at, counted_on=at.date(), **columns)
        await add(Signer, act=number, name=self.one.person, title=self.one.title)
        if self.acts == 1 and self.number % 10 == 0:
            await add(Mandate, act=number, basis=MandateBasis.EVIDENCE.value, note="A letter", seen_at=at)
        if kind in _NOTICES and disclosure in _NAMED:
            await self._announce(_NOTICES[kind], at)
        return number

    async def _announce(self, kind: NoticeKind, at: datetime) -> None:
        names = [{"language": language, "name": name, "short_name": "", "primary": at == 0} for at, (language, name) in enumerate(self.one.names)]
        said = {"titles": {"en": content.TITLE}, "done": at.date().isoformat(), "parties": [{"slug": self.one.slug, "names": names}]}
        numbers, notification = self.filling.numbers, await self.filling.bulk.next_id(Notification)
        numbers[at.year] = numbers.get(at.year, 0) + 1
        columns = {"year": at.year, "number": numbers[at.year], "kind": kind.value, "memorandum": self.text.slug, "organisation": self.one.slug}
        await self.filling.bulk.add(Notification, id=notification, issued_on=at.date(), issued_at=at, **columns)
        await self.filling.bulk.add(NotificationContent, notification=notification, content=json.dumps(said, ensure_ascii=False))

    async def state(self, signatory: Signatory, at: datetime) -> None:
        """Record a statement."""
        add, number = self.filling.bulk.add, self.filling.uuid()
        is_public = signatory.disclosure in _NAMED
        columns = {"memorandum": self.text.memorandum, "organisation": self.number, "act": signatory.act, "kind": StatementKind.DECLARATION.value}
        columns |= {"language": "en", "text": "We read provision 1 as it stands.", "made": at.date().isoformat(), "received": at.date()}
        self.filling.references += 1
        numbers = {"number": self.filling.references if is_public else None, "reference": self.filling.reference()}
        await add(Statement, id=number, recorded_at=at, **numbers, **columns)
        await add(StatementSigner, statement=number, deed="made", name=self.one.person, signed_at=at)


async def letter(filling: Filling, invitation: UUID, at: datetime) -> None:
    """Add a letter about an invitation that was sent."""
    state = {"state": LetterState.SENT.value, "message_id": f"<{filling.uuid()}@example.org>", "about": f"invitation:{invitation}"}
    await filling.bulk.add(Letter, language="en", written_at=at, sent_at=at, **state)
