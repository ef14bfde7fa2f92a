"""`python benchmarks/letters_leaving.py LETTERS PORT [appeal]`: how long letters take, from the request until the mail server has the last.

It runs beside the tree in the working directory, which may be that of an earlier build, fills an empty database, and prints as JSON: the wall
seconds of all letters, and those of the processor. The organisations stand in two networks, and their contacts read in four languages.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path.cwd()))

from benchmarks.drafting import text_in
from coalition import clock, database, job_kinds, migrating, tables
from coalition.acts.changing_networks import add_members
from coalition.database import transaction
from coalition.invitations.forms import InvitingForm
from coalition.invitations.inviting import invite
from coalition.jobs.worker import work
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda import authenticating, beginning, opening
from coalition.memoranda.forms import AdoptionForm, MemorandumForm, OpeningForm, WordingForm
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.memoranda.wording import save_wording
from coalition.networks.forms import MembershipForm
from coalition.organisations.contact_changes import insert_contact
from coalition.organisations.forms import OrganisationForm
from coalition.organisations.queries import view_of
from coalition.organisations.registering import register
from coalition.people.accounts import add_coordinator
from coalition.people.forms import CoordinatorForm

LANGUAGES = ("en", "ru", "ar", "nb")
NETWORKS = ("north", "south")
PROVISIONS = 12
_TITLES = {"en": "Release the defender", "ru": "Освободите защитницу", "ar": "أطلقوا سراح المدافعة", "nb": "Løslat forsvareren"}
_PAUSE = 0.02
_LONGEST = 1800.0


async def register_members(number: int) -> None:
    """Record organisations with a confirmed contact each, and two networks that have them as members."""
    for at in range(number):
        language = LANGUAGES[at % len(LANGUAGES)]
        names = [{"language": "en", "name": f"Member {at}", "primary": True}]
        contacts = [{"name": f"Ben {at}", "email": f"ben{at}@example.org", "language": language}]
        form = OrganisationForm.parse(
            {"slug": f"member-{at}", "country": "KZ", "names": names, "contacts": contacts, "listed": True, "listing_reason": "They wish so."}
            | {"confirmed_new": True}
        )
        async with transaction():
            row = await register(form.model_copy(update={"contacts": []}))
            await insert_contact(row, await view_of(row), form.contacts[0], confirmed=True)
    for at, slug in enumerate(NETWORKS):
        names = [{"language": "en", "name": f"The {slug}", "primary": True}]
        row = await register(OrganisationForm.parse({"slug": slug, "kind": "network", "country": "KZ", "names": names, "confirmed_new": True}))
        members = [{"organisation": f"member-{number}"} for number in range(at, number, len(NETWORKS))]
        await add_members(row, [MembershipForm.parse(member) for member in members])


async def opened_memorandum(ada: int) -> Memorandum:
    """Return a memorandum in four languages that can be signed."""
    async with transaction():
        memorandum = await beginning.begin(MemorandumForm.parse({"slug": "cooperation", "authentic_languages": [*LANGUAGES]}), ada)
        for code in LANGUAGES:
            await save_wording(memorandum, code, WordingForm(title=_TITLES[code], body=_body(code)))
        await authenticating.adopt(memorandum, AdoptionForm(on=clock.today().isoformat()))
    row = await Memorandum.objects().get(Memorandum.id == memorandum.id)
    assert row is not None
    closes = clock.today() + timedelta(days=2)
    await opening.open_for_signature(row, OpeningForm(opens=clock.today(), closes=closes, publicity=Publicity.PUBLIC))
    return row


def _body(code: str) -> str:
    return text_in(code if code in {"en", "ru", "ar"} else "en", PROVISIONS)


async def _send_invitations(ada: int) -> Any:
    memorandum = await opened_memorandum(ada)

    async def send() -> None:
        await invite(memorandum, InvitingForm.parse({"organisations": [], "networks": [*NETWORKS]}))

    return send


async def _send_appeal(ada: int) -> Any:
    from coalition.appeals.forms import AppealForm, NetworksForm
    from coalition.appeals.queries import appeal_of
    from coalition.appeals.sending_appeals import appeal_to_send, send_appeal
    from coalition.appeals.writing_appeals import choose_networks, write_appeal

    ends = clock.now() + timedelta(days=2)
    beside = {"about": "A lawyer of a southern city.", "asked": "To release her at once.", "to": "Prosecutor General"}
    texts = [{"language": code, "title": _TITLES[code], "body": _body(code), **beside} for code in LANGUAGES]
    given = {"closes_on": ends.date().isoformat(), "closes_at": f"{ends:%H:%M}", "zone": "UTC", "texts": texts}
    memorandum = await write_appeal(AppealForm.parse(given), ada)
    await choose_networks(memorandum, NetworksForm(networks=[*NETWORKS]))
    row = await appeal_of(memorandum.id)
    assert row is not None
    seen = (await appeal_to_send(memorandum, row)).seen

    async def send() -> None:
        await send_appeal(memorandum, seen)

    return send


async def _wait_for(number: int) -> None:
    """Wait until so many letters have left."""
    async with asyncio.timeout(_LONGEST):
        while await Letter.count().where(Letter.state == LetterState.SENT.value) < number:  # noqa: ASYNC110 -- another part of the process writes
            await asyncio.sleep(_PAUSE)


async def measured(number: int, *, appeal: bool) -> dict[str, float]:
    """Fill the database, send, and return the seconds of the clock and of the processor."""
    database.bind(database.engine_from_url(os.environ["COALITION_DATABASE_URL"]))
    await database.open_engine()
    await migrating.migrate()
    ada = (await add_coordinator(CoordinatorForm.parse({"email": "ada@example.org", "name": "Ada"}))).id
    await register_members(number)
    send = await (_send_appeal(ada) if appeal else _send_invitations(ada))
    await Letter.delete(force=True)
    stop = asyncio.Event()
    worker = asyncio.create_task(work(stop))
    await asyncio.sleep(1)
    begun, spent = perf_counter(), process_time()
    await send()
    asked = perf_counter() - begun
    await _wait_for(number)
    seconds = {"seconds": perf_counter() - begun, "processor": process_time() - spent, "request": asked}
    stop.set()
    with suppress(TimeoutError):
        await asyncio.wait_for(worker, 5)
    await database.close_engine()
    return seconds


def main() -> None:
    """Measure and print."""
    assert tables.TABLES
    assert job_kinds
    os.environ["COALITION_SMTP_URL"] = f"smtp://127.0.0.1:{sys.argv[2]}"
    print(json.dumps(asyncio.run(measured(int(sys.argv[1]), appeal="appeal" in sys.argv[3:]))))


if __name__ == "__main__":
    sys.exit(main())
