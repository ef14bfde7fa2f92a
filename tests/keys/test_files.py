"""No private link and no letter can be read in the files of the database: while it runs, after it was killed, after it stopped."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import pytest

from coalition import settings
from tests.engines import prepare_run
from tests.keys.searching import packed, secrets_in, spellings

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
INVITATIONS, SIGNATURES = 30, 20
UNENCRYPTED = "from coalition.keys.columns import EncryptedColumn as C; C.encrypt = lambda self, value, row: value; C.decrypt = C.encrypt; "


class Site:
    """The driver in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def hears(self) -> dict:
        line = await asyncio.wait_for(self.process.stdout.readline(), 120)
        return json.loads(line)

    def goes_on(self) -> None:
        self.process.stdin.write(b"\n")

    async def dies(self) -> None:
        self.process.kill()
        await self.process.wait()


async def started(mutation: str = "") -> Site:
    code = f"{mutation}import asyncio; from tests.keys.driver import main; asyncio.run(main({INVITATIONS}, {SIGNATURES}))"
    pipe = asyncio.subprocess.PIPE
    return Site(await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT, stdin=pipe, stdout=pipe))


async def story(folder: Path, scratch: Path, mutation: str = "") -> dict[str, set]:
    """Return what is readable in the files: while letters wait, when they are sent, after the process was killed, after one stopped."""
    readable = {}
    began = time.time() - 1
    site = await started(mutation)
    secrets = (await site.hears())["secrets"]
    readable["waiting"] = secrets_in(folder, secrets, scratch, since=began)
    site.goes_on()
    assert (await site.hears())["waiting"] == 0
    readable["sent"] = secrets_in(folder, secrets, scratch, since=began)
    await site.dies()
    readable["killed"] = secrets_in(folder, secrets, scratch, since=began)
    assert len(secrets) > INVITATIONS + SIGNATURES
    return readable


@pytest.fixture
def files(environment, tmp_path) -> Path:
    """Return the folder with the files of the database, and of nothing else that letters are written to."""
    return prepare_run() / "data" if environment.startswith("postgres") else tmp_path


@pytest.fixture
def letters_elsewhere(environment, tmp_path_factory, monkeypatch) -> Path:
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setenv("COALITION_SMTP_URL", f"file:{scratch / 'mail'}")
    return scratch


async def test_no_link_and_no_letter_can_be_read_in_any_file(files, letters_elsewhere):
    assert await story(files, letters_elsewhere / "copies") == {"waiting": set(), "sent": set(), "killed": set()}


async def test_a_build_that_does_not_encrypt_is_caught(files, letters_elsewhere):
    readable = await story(files, letters_elsewhere / "copies", UNENCRYPTED)

    assert readable["waiting"]


@pytest.mark.sqlite_only
async def test_after_a_stop_the_files_hold_no_ciphertext_either(files, letters_elsewhere):
    site = await started()
    await site.hears()
    key = settings.load().data_dir.joinpath("keyring").read_text().split('"')[3] + "."
    assert secrets_in(files, [key], letters_elsewhere / "copies")
    site.goes_on()
    await site.hears()
    assert not secrets_in(files, [key], letters_elsewhere / "copies")
    site.goes_on()
    assert (await site.hears())["stopped"]
    await site.dies()
    assert not secrets_in(files, [key], letters_elsewhere / "copies")


@pytest.mark.parametrize("encoding", [*spellings("x"), "utf-16", "gzip"])
def test_each_encoding_is_searched(encoding, tmp_path):
    secret = 'en/invitations/Zq3-"_7-and more'
    written = {"utf-16": secret.encode("utf-16-le"), "gzip": packed(secret)}.get(encoding) or spellings(secret)[encoding]
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "page").write_bytes(os.urandom(500) + written + os.urandom(500))

    assert secrets_in(tmp_path / "files", ["something-else", secret], tmp_path / "copies")
    assert not secrets_in(tmp_path / "files", ["en/invitations/another"], tmp_path / "copies")
