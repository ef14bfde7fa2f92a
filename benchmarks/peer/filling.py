"""Filling the peer's database with the same content, in bulk."""

from __future__ import annotations

import json
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from benchmarks import content
from benchmarks.sizes import FEW

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGEST = "sha256:" + "0123456789abcdef" * 4
_CSRF = "0123456789abcdefghijklmnopqrstuv"


def fill(signatories: int, signings: int) -> list[dict[str, Any]]:
    """Make the tables and the rows; return the cookie and the form of every invitation."""
    from django.core.management import call_command
    from django.db import transaction

    from benchmarks.peer.models import Publication

    call_command("migrate", run_syncdb=True, verbosity=0)
    with transaction.atomic():
        Publication.objects.create()
        signed = content.organisations(max(signatories, FEW), "signatory")
        rows = _register(signed)
        for slug, count in (("many", signatories), ("few", FEW)):
            _sign(_memorandum(slug), signed[:count], rows)
        asked = content.organisations(signings, "invited")
        return _invite(_memorandum("waiting"), asked, _register(asked))


def _memorandum(slug: str) -> Any:
    from django.utils import timezone

    from benchmarks.peer.models import Edition, Memorandum
    from coalition.rendering import component
    from coalition.text.html import render
    from coalition.text.provisions import parse

    today = timezone.now().date()
    blocks = parse(content.body())
    html = str(component("memoranda/text", "en", render(blocks, [f"p{at}" for at, _ in enumerate(blocks)], "en")))
    plain = {"title": content.TITLE, "html": html, "forum_title": "Forum of human rights organisations", "signing_state": "open"}
    made = Memorandum.objects.create(slug=slug, opens_on=today, closes_on=today + timedelta(days=30), **plain)
    Edition.objects.create(memorandum=made, number=1, digest=_DIGEST)
    return made


def _register(found: Sequence[content.Organisation]) -> dict[str, Any]:
    from django.utils import timezone

    from benchmarks.peer.models import Contact, Organisation, OrganisationName

    now = timezone.now()
    plain = [Organisation(slug=one.slug, country=one.country, name_key=one.names[0][1].casefold(), created_at=now) for one in found]
    rows = {row.slug: row for row in Organisation.objects.bulk_create(plain)}
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=rows[one.slug], language=language, name=name, is_primary=language == one.language)
        for one in found
        for language, name in one.names
    )
    Contact.objects.bulk_create(Contact(organisation=rows[one.slug], name=one.person, email=one.email) for one in found)
    return rows


def _sign(memorandum: Any, found: Sequence[content.Organisation], rows: dict[str, Any]) -> None:
    from django.utils import timezone

    from benchmarks.peer.models import Act, Notification, Signer

    now, last = timezone.now(), Notification.objects.count()
    plain = {"memorandum": memorandum, "kind": "signature", "digest": _DIGEST, "disclosure": "public", "acted": now.date(), "recorded_at": now}
    acts = Act.objects.bulk_create(Act(organisation=rows[one.slug], reference=secrets.token_hex(5), **plain) for one in found)
    Signer.objects.bulk_create(Signer(act=act, name=one.person, title=one.title) for act, one in zip(acts, found, strict=True))
    told = {"year": now.year, "kind": "signature", "memorandum": memorandum.slug, "happened_on": now.date(), "issued_at": now}
    Notification.objects.bulk_create(Notification(number=last + at, organisation=rows[one.slug], **told) for at, one in enumerate(found[-20:], 1))


def _invite(memorandum: Any, found: Sequence[content.Organisation], rows: dict[str, Any]) -> list[dict[str, Any]]:
    from django.utils import timezone

    from benchmarks.peer.models import Contact, Invitation, Link, SigningSession
    from benchmarks.peer.signing import hash_of

    now = timezone.now()
    later = now + timedelta(days=1)
    contacts = {contact.organisation_id: contact for contact in Contact.objects.all()}
    sessions = [f"session-{at:07}-of-a-length-like-those-in-life" for at, _ in enumerate(found)]
    plain = {"memorandum": memorandum, "digest": _DIGEST, "invited_at": now}
    invitations = Invitation.objects.bulk_create(
        Invitation(organisation=rows[one.slug], contact=contacts[rows[one.slug].pk], **plain) for one in found
    )
    pairs = list(zip(invitations, sessions, strict=True))
    answering = {"purpose": "answer", "expires_at": later}
    links = Link.objects.bulk_create(Link(invitation=one, token_hash=hash_of(f"link {token}"), **answering) for one, token in pairs)
    kept = zip(links, sessions, strict=True)
    SigningSession.objects.bulk_create(SigningSession(link=link, token_hash=hash_of(token), expires_at=later) for link, token in kept)
    return [{"session": token, "fields": _fields(one)} for token, one in zip(sessions, found, strict=True)]


def _fields(one: content.Organisation) -> dict[str, str]:
    return {
        "kind": "signature",
        "representative_name": one.person,
        "representative_title": one.title,
        "disclosure": "public",
        "digest": _DIGEST,
        "typed_name": one.person,
        "authority": "on",
        "csrfmiddlewaretoken": _CSRF,
    }


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(fill(int(sys.argv[2]), int(sys.argv[3]))))
