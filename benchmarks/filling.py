"""Filling the site's own database: operations for what there is little of, rows at once for what there is much of."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import content
from benchmarks.sizes import FEW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Memorandum

_AT_ONCE = 500
_NEVER = 10_000_000  # signatures that the waiting rule wants


async def fill(folder: Path, signatories: int, crowd: int, forms: dict[str, int]) -> None:
    """Migrate, and fill with memoranda that were signed, and with invitations to those that will be, by memorandum in `forms`."""
    from coalition import database, migrating, piccolo_app, settings
    from coalition.acts import standing_rows

    assert piccolo_app.APP_CONFIG
    database.bind(database.engine_from_url(settings.load().database_url))
    await database.open_engine()
    try:
        await migrating.migrate()
        async with database.transaction():
            ready = await _fill(signatories, crowd, forms)
            await _go_on_counting()
        await standing_rows.rebuild_all()
        await database.execute("ANALYZE")
    finally:
        await database.close_engine()
    (folder / "signings.json").write_text(json.dumps(ready))


async def _fill(signatories: int, crowd: int, forms: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
    signed = content.organisations(max(signatories, crowd, FEW), "signatory")
    await _register(signed, 1)
    asked = content.organisations(max(forms.values()), "invited")
    await _register(asked, len(signed) + 1)
    sizes = {"many": signatories, "few": FEW, "waiting": signatories, "crowd": crowd, "ruled": crowd}
    ready, links = {}, 0
    for slug, count in sizes.items():
        if slug in {"many", "few"} or slug in forms:
            memorandum = await _open_memorandum(slug)
            await _sign(memorandum, signed[:count])
        if slug in forms:
            ready[slug] = await _invite(memorandum, asked[: forms[slug]], len(signed) + 1, links)
            links += forms[slug]
    await _let_wait("ruled")
    return ready


async def _go_on_counting() -> None:
    """Let PostgreSQL number rows after those whose ids were given here."""
    from coalition import database

    if database.is_postgres():
        for table in ("organisation", "contact", "link"):
            await database.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


async def _let_wait(slug: str) -> None:
    """Let a memorandum take effect at a signature that never comes."""
    from coalition.memoranda.tables import EffectRule, Memorandum

    await Memorandum.update(effect_rule=EffectRule.NTH_SIGNATURE.value, effect_number=_NEVER).where(Memorandum.slug == slug)


async def _open_memorandum(slug: str) -> Memorandum:
    from coalition import clock
    from coalition.memoranda import authenticating, beginning, opening, queries
    from coalition.memoranda.forms import AdoptionForm, MemorandumForm, OpeningForm, WordingForm
    from coalition.memoranda.wording import save_wording

    memorandum = await beginning.begin(MemorandumForm(slug=slug, authentic_languages=["en"], forum=await _forum()), await _coordinator())
    await save_wording(memorandum, "en", WordingForm(title=content.TITLE, body=content.body()))
    await authenticating.adopt(memorandum, AdoptionForm(on=clock.today().isoformat()))
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today(), closes=clock.today() + timedelta(days=30)))
    return await queries.locked(memorandum.id)


async def _forum() -> str:
    from coalition.forums.forms import ForumForm
    from coalition.forums.queries import by_slug
    from coalition.forums.recording_forums import record_forum

    if await by_slug("forum") is None:
        texts = [{"language": "en", "title": "Forum of human rights organisations"}]
        convener = [{"organisation": "signatory-00001", "role": "convener"}]
        await record_forum(ForumForm.parse({"slug": "forum", "starts": "2026-10", "texts": texts, "organisations": convener}))
    return "forum"


async def _coordinator() -> int:
    from coalition.people.accounts import add_coordinator
    from coalition.people.forms import CoordinatorForm
    from coalition.people.queries import active_by_email

    known = await active_by_email("ada@example.org")
    return (known or await add_coordinator(CoordinatorForm(email="ada@example.org", name="Ada"))).id


async def _put(rows: Sequence[Any]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        await type(rows[0]).insert(*rows[start : start + _AT_ONCE])


async def _register(found: Sequence[content.Organisation], first: int) -> None:
    from coalition import clock
    from coalition.organisations.rebuilding import rebuild_near_keys, rebuild_search, rebuild_sort_keys
    from coalition.organisations.tables import Contact, Organisation, OrganisationName
    from coalition.search_keys import plain_key

    now = clock.now()
    numbered = list(enumerate(found, first))
    plain = {"kind": "ngo", "scope": "national", "listed": True, "created_at": now, "updated_at": now}
    await _put([Organisation(id=at, slug=one.slug, country=one.country, name_key=plain_key(one.names[0][1]), **plain) for at, one in numbered])
    await _put(
        [
            OrganisationName(organisation=at, language=language, name=name, is_primary=language == one.language)
            for at, one in numbered
            for language, name in one.names
        ]
    )
    await _put([Contact(id=at, organisation=at, name=one.person, email=one.email, created_at=now) for at, one in numbered])
    await rebuild_sort_keys()
    await rebuild_search()
    await rebuild_near_keys()


async def _sign(memorandum: Memorandum, found: Sequence[content.Organisation]) -> None:
    from coalition import clock
    from coalition.acts.new_acts import new_reference
    from coalition.acts.tables import Act, Signer
    from coalition.notices.issuing import notify
    from coalition.notices.tables import NoticeKind

    acted, now = clock.today().isoformat(), clock.now()
    digest = await _digest(memorandum)
    plain = {"memorandum": memorandum.id, "kind": "signature", "digest": digest, "disclosure": "public", "channel": "online"}
    acts = [Act(organisation=at, reference=new_reference(), acted=acted, recorded_at=now, **plain) for at, _ in enumerate(found, 1)]
    await _put(acts)
    await _put([Signer(act=act.id, name=one.person, title=one.title) for act, one in zip(acts, found, strict=True)])
    for one in found[-20:]:
        await notify(NoticeKind.SIGNATURE, memorandum.slug, one.slug)


async def _digest(memorandum: Memorandum) -> str:
    from coalition.memoranda.edition_queries import latest_edition

    return str((await latest_edition(memorandum.id)).digest)


async def _invite(memorandum: Memorandum, found: Sequence[content.Organisation], first: int, links_before: int) -> list[dict[str, Any]]:
    """Make invitations whose links were followed; return the session and the form of each. Ids of links follow `links_before`."""
    from coalition import clock
    from coalition.invitations.tables import Invitation, InvitationRecipient, Link, SigningSession
    from coalition.people.tokens import derived, hash_of

    now, digest = clock.now(), await _digest(memorandum)
    later = now + timedelta(days=1)
    plain = {"memorandum": memorandum.id, "digest": digest, "invited_at": now, "visited_at": now}
    invitations = [Invitation(organisation=at, contact=at, **plain) for at, _ in enumerate(found, first)]
    sessions = {at: f"session-{at:07}-of-a-length-like-those-in-life" for at, _ in enumerate(found, links_before + 1)}
    await _put(invitations)
    await _put([InvitationRecipient(invitation=one.id, contact=one.contact) for one in invitations])
    links = zip(sessions, invitations, strict=True)
    await _put([Link(id=at, invitation=one.id, purpose="answer", token_hash=hash_of(f"link {at}"), expires_at=later) for at, one in links])
    await _put([SigningSession(link=at, token_hash=hash_of(session), expires_at=later) for at, session in sessions.items()])
    each = zip(sessions.values(), found, strict=True)
    return [{"session": session, "fields": form_fields(one, digest) | {"form_token": derived(session, "form")}} for session, one in each]


def form_fields(one: content.Organisation, digest: str) -> dict[str, str]:
    """Return the fields of the form by which an organisation signs."""
    return {
        "kind": "signature",
        "representative_name": one.person,
        "representative_title": one.title,
        "disclosure": "public",
        "digest": digest,
        "typed_name": one.person,
        "authority": "on",
    }


if __name__ == "__main__":
    asyncio.run(fill(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])))
