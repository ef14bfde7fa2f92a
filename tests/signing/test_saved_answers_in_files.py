"""Saved answers cannot be read in the files of the database, nor opened with anything in it; the process was killed after they were saved."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from coalition import database
from coalition.invitations.link_queries import link_of
from coalition.invitations.link_sessions import begin_session
from coalition.invitations.saved_answers import key_in, saved_for
from coalition.invitations.tables import SavedAnswers, SigningSession
from coalition.keys import sealing
from coalition.keys.sealing import CannotOpen, key_from, open_sealed
from coalition.piccolo_app import APP_CONFIG
from tests.engines import prepare_run
from tests.keys.searching import secrets_in
from tests.keys.test_files import Site

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("saved answers")]  # one after the other: all databases of a server have the same log

ROOT = Path(__file__).parents[2]
MARK = "Wq7hVfKz"  # a word that stands in no other test
TYPED = {
    "kind": "ad_referendum",
    "representative_name": f"Ben {MARK}-name",
    "representative_title": f"chair of {MARK}-board",
    "disclosure": "described",
    "description": f"A group from {MARK}-land",
    "statement_text": f"We understand {MARK}-words so: Бен пишет по-русски.",
}
SECRETS = [f"{MARK}-name", f"{MARK}-board", f"{MARK}-land", f"{MARK}-words", "Бен пишет"]
IN_CLEAR = (  # a text that PostgreSQL does not compress
    "import coalition.invitations.saved_answers as s; right = s.seal_padded; "
    "clear = lambda content: content.decode().strip()[:1500]; "
    "s.seal_padded = lambda key, content, place: clear(content) if place.startswith('saved_answers') else right(key, content, place); "
)
UNDER_THE_HASH = (
    "import coalition.invitations.saved_answers as s; from coalition.people.tokens import hash_of; "
    "right = s.key_from; s.key_from = lambda token, purpose: right(hash_of(token), purpose); "
)


async def saved_and_killed(mutation: str = "") -> dict[str, Any]:
    code = f"{mutation}import asyncio; from tests.signing.saving_driver import main; asyncio.run(main({TYPED!r}))"
    pipe = asyncio.subprocess.PIPE
    site = Site(await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT, stdin=pipe, stdout=pipe))
    printed = json.loads(json.dumps(await site.hears()))
    await site.dies()
    return printed


@pytest.fixture
def files(environment: str, tmp_path: Path) -> Path:
    """Return the folder with the files of the database."""
    return prepare_run() / "data" if environment.startswith("postgres") else tmp_path


@pytest.fixture
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "copies"


async def opened_with_the_database(invitation: UUID) -> list[str]:
    """Return what opens the saved answers of all that the database holds, as a token or as a key."""
    [row] = await SavedAnswers.select()
    opening = []
    for table in APP_CONFIG.table_classes:
        for name, value in [pair for row in await table.select() for pair in row.items()]:
            for purpose in ("answers of a private link", "answers of a signing session"):
                try:
                    open_sealed(key_from(str(value), purpose), row["sealed"], f"saved_answers {invitation}")
                except CannotOpen:
                    continue
                opening.append(f"{table.__name__}.{name}")
    return opening


async def test_nothing_typed_can_be_read_in_any_file_and_the_link_opens_it(environment: str, files: Path, copies: Path) -> None:
    began = time.time() - 1
    printed = await saved_and_killed()
    token = printed["link"].rpartition("/")[2]
    assert secrets_in(files, [*SECRETS, token, printed["waiting"]], copies, since=began) == set()

    database.bind(database.engine_from_url(environment))
    await database.open_engine()
    try:
        link = await link_of(token)
        assert link
        assert await opened_with_the_database(link.invitation) == []
        for session in (printed["waiting"], await begin_session(token)):
            key = await key_in(session, link)
            assert key
            saved = await saved_for(key, link.invitation)
            assert saved
            assert saved.fields == TYPED
        assert await SigningSession.count() == 2  # the one that saved has ended
        assert secrets_in(files, SECRETS, copies, since=began) == set()
    finally:
        await database.close_engine()


async def test_a_build_that_stores_them_in_clear_is_caught(files: Path, copies: Path) -> None:
    await saved_and_killed(IN_CLEAR)

    assert secrets_in(files, SECRETS, copies)


@pytest.mark.sqlite_only
async def test_a_build_whose_key_is_made_from_the_hash_is_caught(environment: str) -> None:
    printed = await saved_and_killed(UNDER_THE_HASH)
    database.bind(database.engine_from_url(environment))
    await database.open_engine()
    try:
        link = await link_of(printed["link"].rpartition("/")[2])
        assert link
        assert "Link.token_hash" in await opened_with_the_database(link.invitation)
    finally:
        await database.close_engine()


def test_how_much_was_typed_is_seen_in_large_steps_only() -> None:
    assert sealing._STEP >= 4096
