"""An installation whose letters wait in clear is upgraded: they are encrypted, the files forget them, and they leave as before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coalition import migrating
from coalition.database import execute
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import run_due
from coalition.mail import sending
from coalition.mail.tables import Letter
from tests.engines import prepare_run
from tests.keys.searching import secrets_in
from tests.letters import letters_in_tray
from tests.upgrades import installed

pytestmark = pytest.mark.anyio

assert sending.send_letter
BEFORE = "2026-11-26T02:00:00:000000"
LINK = "http://127.0.0.1:8000/en/invitations/q9Yk2mXbV0tT4w1sR7"
TEXT = f"A letter that waits since before the upgrade.\n\n{LINK}\n"


@pytest.fixture
async def old_installation(request, tmp_path, worker_id, monkeypatch):
    """Return the folder of the files of a database with the schema of 26 November."""
    monkeypatch.setenv("COALITION_DATA_DIR", str(tmp_path))
    async with installed(BEFORE, request.param, tmp_path, worker_id):
        yield prepare_run() / "data" if request.param == "postgres" else tmp_path


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_letters_that_wait_are_encrypted_and_leave(old_installation, tmp_path, tmp_path_factory, monkeypatch):
    columns = "address, language, subject, text, message_id, written_at, unsubscribe"
    values = ("ben@example.org", "en", "Invitation", TEXT, "m1", datetime.now(UTC), "")
    await execute(f"INSERT INTO letter ({columns}) VALUES ({', '.join('{}' for _ in values)})", *values)
    await execute(f"INSERT INTO letter ({columns}, state) VALUES ({', '.join('{}' for _ in values)}, 'sent')", "", "en", "", "", "m2", *values[-2:])
    copies = tmp_path_factory.mktemp("scratch") / "copies"

    await migrating.migrate()
    waiting, sent = await letters_in_tray()
    assert (waiting.address, waiting.subject, waiting.text) == ("ben@example.org", "Invitation", TEXT)
    assert (sent.content, TEXT in waiting.content) == ("", False)
    if old_installation == tmp_path:  # PostgreSQL keeps its log until the server recycles it
        assert not secrets_in(old_installation, [LINK, "ben@example.org"], copies)

    folder = tmp_path_factory.mktemp("mail")
    monkeypatch.setenv("COALITION_SMTP_URL", f"file:{folder}")
    await enqueue("letter", {"letter": waiting.id})
    await run_due()
    [file] = folder.iterdir()
    assert (LINK in file.read_text(), await Letter.count().where(Letter.content != "")) == (True, 0)


@pytest.mark.parametrize("old_installation", ["sqlite"], indirect=True)
async def test_a_build_that_does_not_write_the_file_anew_is_caught(old_installation, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(migrating, "_ERASING", {})
    columns = "address, language, subject, text, message_id, written_at, unsubscribe"
    values = ("ben@example.org", "en", "Invitation", TEXT, "m1", datetime.now(UTC), "")
    await execute(f"INSERT INTO letter ({columns}) VALUES ({', '.join('{}' for _ in values)})", *values)
    await migrating.migrate()

    assert secrets_in(old_installation, [LINK], tmp_path_factory.mktemp("scratch") / "copies")
