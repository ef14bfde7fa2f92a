"""PostgreSQL writes the values of a broken unique constraint into its own log: no value that somebody typed comes so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition import database
from coalition.database import Duplicate, query_shortcuts, transaction
from coalition.forums.forms import ForumForm, ProgrammeForm
from coalition.forums.recording_forums import record_forum, record_programme
from coalition.memoranda.beginning import begin
from coalition.memoranda.forms import MemorandumForm
from coalition.organisations.contact_changes import ContactChange, ContactKnown, change_contacts
from coalition.organisations.forms import ContactForm
from coalition.organisations.registering import SlugTaken
from coalition.people.accounts import EmailTaken, add_coordinator
from coalition.people.forms import CoordinatorForm
from coalition.people.tables import Coordinator
from tests import factories
from tests.engines import prepare_run

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator as Account

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("store")]

CANARY = "canary-q7x2"
MUTATED = "sentinel-m4v9"  # of the mutated build: another process may write it into the same log at any time


def logged() -> str:
    return (prepare_run() / "data" / "log").read_text(errors="replace")


async def break_every_constraint(ada: Account) -> None:
    """Enter everything twice that has a name of its own."""
    organisation = await factories.organisation("tihr")
    contact = ContactForm(email=f"{CANARY}@example.org")
    account = CoordinatorForm(email=f"{CANARY}@example.org", name="Ada")
    names = [{"language": "en", "name": "Name"}]
    forum = ForumForm.parse({"slug": f"{CANARY}-forum", "starts": "2013", "texts": [{"language": "en", "title": "Forum"}]})
    programme = ProgrammeForm.parse({"slug": f"{CANARY}-programme", "texts": names})
    memorandum = MemorandumForm.parse({"slug": f"{CANARY}-memo", "authentic_languages": ["en"]})
    await change_contacts(organisation, ContactChange(add=contact))
    with pytest.raises(ContactKnown):
        await change_contacts(organisation, ContactChange(add=contact))
    for act, refusal in (
        (lambda: add_coordinator(account), EmailTaken),
        (lambda: record_forum(forum), SlugTaken),
        (lambda: record_programme(programme), SlugTaken),
        (lambda: begin(memorandum, ada.id), SlugTaken),
    ):
        await act()
        with pytest.raises(refusal):
            await act()


async def insert_twice(**values: object) -> None:
    """Insert a row as Piccolo does, and let the server refuse it the second time."""
    async with transaction():
        await Coordinator.insert(Coordinator(**values))
        await Coordinator.insert(Coordinator(**values))


async def test_what_is_entered_twice_is_refused_without_a_line_in_the_servers_log(ada_account):
    await break_every_constraint(ada_account)

    assert not database.is_postgres() or CANARY not in logged()


async def test_a_build_that_lets_the_server_refuse_is_caught(ada_account):
    if not database.is_postgres():
        pytest.skip("SQLite has no log")
    with pytest.raises(Duplicate):
        await insert_twice(email=f"{MUTATED}@example.org", name="Ada", created_at=ada_account.created_at)

    assert MUTATED in logged()


async def test_a_row_that_is_there_is_a_duplicate_on_both_engines(ada_account):
    values = {"email": "dina@example.org", "name": "Dina", "created_at": ada_account.created_at}
    async with transaction():
        await query_shortcuts.put(Coordinator, **values)
    with pytest.raises(Duplicate):
        async with transaction():
            await query_shortcuts.put(Coordinator, **values)
    async with transaction():
        left_out = await query_shortcuts.put(Coordinator, unless_there=True, **values)
    assert await Coordinator.count().where(Coordinator.email == "dina@example.org") == 1
    assert not left_out._exists_in_db
