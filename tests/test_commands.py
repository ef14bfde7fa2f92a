"""The command line: exit status 0 done, 1 refused or not true, 2 wrong usage."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from coalition.commands import main
from tests.forking import Forker
from tests.word_files.makers import by_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
TABLE = "slug,name_en,country\none,One,KZ\ntwo,Two,KG\n"


@pytest.fixture(scope="module")
def forker():
    forker = Forker()
    yield forker
    forker.close()


@pytest.fixture
def coalition(environment, forker):
    """Run a command in its own process, as people do."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return forker.run(arguments, os.environ | more, timeout=60)

    assert environment
    return run


@pytest.mark.sqlite_only
def test_networks_come_from_a_table_and_what_is_left_out_stands_in_another(coalition, tmp_path):
    register = tmp_path / "register.csv"
    register.write_text("slug,name_en,kind,country\nunion,Union,network,\nalpha,Alpha,ngo,KZ\n", encoding="utf-8")
    coalition("import", "organisations", str(register))
    table = tmp_path / "networks.csv"
    table.write_text("network,member,role,since\nunion,Alpha,secretariat,2015\nUnion,Nobody,,\n", encoding="utf-8")
    command = ("import", "networks", str(table), "--json")
    assert json.loads(coalition(*command, "--dry-run").stdout) == {"new": 1, "unchanged": 0, "changed": 0, "refused": 1}
    left_out = tmp_path / "networks.csv.left-out.csv"
    assert not left_out.exists()
    assert coalition(*command).returncode == 1
    assert "No organisation in the register is called Nobody." in left_out.read_text(encoding="utf-8-sig")
    assert json.loads(coalition(*command).stdout) == {"new": 0, "unchanged": 1, "changed": 0, "refused": 1}


def _commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield from _commands(command) if isinstance(command, click.Group) else [command]


def test_every_command_and_option_says_what_it_is_for():
    commands = [*_commands(main)]
    options = [
        (command.name, option.name) for command in commands for option in command.params if isinstance(option, click.Option) and not option.help
    ]
    assert len(commands) > len(main.commands)
    assert [command.name for command in commands if not command.help] == []
    assert [(command, option.name) for command, option in options if not option.help] == []


def test_wrong_usage_is_two_and_help_is_nought(coalition):
    assert (coalition("no-such-command").returncode, coalition("--help").returncode) == (2, 0)


def test_a_forked_command_answers_as_a_new_process_does(forker, tmp_path):
    environment = os.environ | {"COALITION_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite'}"}
    for arguments in (("no-such-command",), ("migrate", "--check"), ("migrate",)):
        command = [sys.executable, "-m", "coalition", *arguments]
        new = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
        forked = forker.run(arguments, environment, timeout=60)
        assert (forked.returncode, forked.stdout, forked.stderr) == (new.returncode, new.stdout, new.stderr)


def test_migrate_says_whether_the_database_is_up_to_date(coalition, tmp_path):
    assert coalition("migrate", "--check").returncode == 0
    empty = {"COALITION_DATABASE_URL": f"sqlite:///{tmp_path / 'new' / 'empty.sqlite'}"}
    assert coalition("migrate", "--check", **empty).returncode == 1
    assert coalition("migrate", **empty).returncode == 0
    assert coalition("migrate", "--check", **empty).returncode == 0


def test_coordinator_gets_a_link_once_and_a_token_alone_on_the_last_line(coalition):
    added = coalition("coordinator", "add", "ada@example.org", "--name", "Ada")
    again = coalition("coordinator", "add", "Ada@example.org", "--name", "Ada")
    token = coalition("token", "add", "ada@example.org", "--scope", "write")
    stranger = coalition("token", "add", "cleo@example.org", "--scope", "write")

    assert added.stdout.splitlines()[-1].startswith("http://127.0.0.1:8000/en/sign-in/")
    assert (again.returncode, again.stderr.strip()) == (1, "Ada@example.org has an account already.")
    assert len(token.stdout.splitlines()[-1]) == 43
    assert (stranger.returncode, stranger.stdout) == (1, "")
    coalition("coordinator", "add", "ed@example.org", "--name", "Ed", "--role", "editor")
    assert coalition("token", "add", "ed@example.org", "--scope", "read").returncode == 1


@pytest.mark.sqlite_only
def test_bad_address_is_refused_with_a_sentence(coalition):
    refused = coalition("coordinator", "add", "ada", "--name", "Ada")

    assert (refused.returncode, "Traceback" in refused.stderr, "e-mail" in refused.stderr) == (1, False, True)


def test_organisations_are_imported_once(coalition, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(TABLE)

    def counts(*more: str) -> dict[str, int]:
        return json.loads(coalition("import", "organisations", str(table), "--json", *more).stdout)

    assert counts("--dry-run") == {"new": 2, "unchanged": 0, "changed": 0, "refused": 0}
    assert counts() == {"new": 2, "unchanged": 0, "changed": 0, "refused": 0}
    assert counts() == {"new": 0, "unchanged": 2, "changed": 0, "refused": 0}


@pytest.mark.sqlite_only
def test_partners_are_imported_once(coalition, tmp_path):
    table = tmp_path / "partners.csv"
    table.write_text("name;country;since\nOne Lake Desk;KZ;1999\nTwo Hills Fund;AM;\n")
    assert "There is no programme" in coalition("import", "partners", str(table), "--programme", "nowhere").stderr
    done = [json.loads(coalition("import", "partners", str(table), "--json").stdout) for _ in range(2)]
    assert done == [{"new": 2, "unchanged": 0, "changed": 0, "refused": 0}, {"new": 0, "unchanged": 2, "changed": 0, "refused": 0}]


@pytest.mark.sqlite_only
def test_what_is_not_clear_is_asked_and_answered_by_a_file(coalition, tmp_path):
    table, answers = tmp_path / "table.csv", tmp_path / "answers.json"
    table.write_text(TABLE + "three,Three,Atlantis\nBad Slug,Four,KZ\n")
    command = ("import", "organisations", str(table), "--coordinator", "ada@example.org")
    assert "There is no coordinator" in coalition(*command).stderr
    coalition("coordinator", "add", "ada@example.org", "--name", "Ada")
    answers.write_text("[]")
    assert "JSON object" in coalition(*command, "--answers", str(answers)).stderr

    dry = coalition(*command, "--dry-run")
    answers.write_text(json.dumps({"country:atlantis": "out"}))
    done = coalition(*command, "--answers", str(answers))

    [question] = [line for line in dry.stderr.splitlines() if line.startswith("Question")]
    assert question.startswith('Question "country:atlantis" (rows 4): What does “Atlantis” mean in the column country?')
    assert question.endswith("no answer yet, so empty")
    assert (dry.returncode, dry.stdout.strip()) == (1, "3 new, 0 unchanged, 0 changed, 1 refused")
    assert (done.returncode, done.stdout.strip()) == (1, "2 new, 0 unchanged, 0 changed, 2 refused")
    assert "Row 4, country: It is left out, as you chose." in done.stderr
    assert "Row 5, slug: " in done.stderr


def test_example_is_loaded_once_and_prints_its_links(coalition, tmp_path):
    made = json.loads(coalition("example", "load", "--json").stdout)
    again = json.loads(coalition("example", "load", "--json").stdout)

    assert (set(made), again) == ({"sign_in", "invitation", "seat", "appeal"}, {})
    assert coalition("mail", "send").returncode == 0  # periods of hidden acts are over: their jobs count them
    assert coalition("mail", "send").stdout.strip() == "0 pieces of work done."
    assert list(tmp_path.glob("mail/*")) == []


@pytest.mark.sqlite_only
def test_memorandum_is_imported_from_markdown(coalition, tmp_path):
    text = tmp_path / "text.md"
    text.write_text("# A title\n\n1. One.\n\n2. Two.\n")
    coalition("coordinator", "add", "ada@example.org", "--name", "Ada")
    arguments = ["--slug", "cooperation", "--language", "en", "--coordinator", "ada@example.org"]

    assert coalition("import", "memorandum", str(text), *arguments).returncode == 0
    assert coalition("import", "memorandum", str(text), *arguments[:-1], "cleo@example.org").returncode == 1
    document = tmp_path / "text.docx"
    document.write_text("")
    refused = coalition("import", "memorandum", str(document), *arguments)
    assert (refused.returncode, refused.stderr.strip()) == (1, "This is no Word file. Choose a file whose name ends with .docx.")


@pytest.mark.sqlite_only
def test_memorandum_is_imported_from_a_word_file(coalition, tmp_path):
    document, markdown = tmp_path / "text.docx", tmp_path / "text.md"
    document.write_bytes(by_pages().content)
    coalition("coordinator", "add", "ada@example.org", "--name", "Ada")
    arguments = [str(document), "--slug", "cooperation", "--language", "en", "--coordinator", "ada@example.org"]

    written = coalition("import", "memorandum", *arguments, "--markdown", str(markdown))
    assert (written.returncode, written.stdout.strip()) == (0, "text.md: the Markdown was written; nothing was saved.")
    assert markdown.read_text().startswith("# Memorandum\n\n")
    assert "§ 01" in markdown.read_text()
    imported = coalition("import", "memorandum", *arguments, "--tracked-changes", "keep")
    assert (imported.returncode, imported.stdout.strip()) == (0, "cooperation: the en text was saved.")
    assert "kept: 9 numbers, as the word processor prints them." in imported.stderr


_RECORDED = """
SELECT import.file_name, import.source, act.kind FROM imported_act
JOIN import ON import.id = imported_act.upload JOIN act ON act.id = imported_act.act WHERE import.finished_at IS NOT NULL
"""


@pytest.mark.sqlite_only
def test_signatories_of_the_past_are_imported_once(coalition, tmp_path):
    assert coalition("example", "load").returncode == 0
    table = tmp_path / "signatories.csv"
    table.write_text("organisation,kind,date,colour\ntihr,signature,2013-02,red\nnobody,signature,,\n")
    command = ("import", "signatories", str(table), "--memorandum", "kyiv-2013-memorandum", "--map", "colour=title", "--source", "A book")

    assert "There is no coordinator" in coalition(*command, "--coordinator", "nobody@example.org").stderr
    by = ["--coordinator", "ada@example.org"]
    empty = tmp_path / "empty.csv"
    empty.write_text("organisation,kind\n")
    assert coalition("import", "signatories", str(empty), *command[3:5], *by).returncode == 1
    dry, done, again = (coalition(*command, *more) for more in (["--dry-run"], by, []))

    assert (dry.returncode, done.stdout) == (1, "1 new, 0 unchanged, 0 changed, 1 refused\n")
    with sqlite3.connect(tmp_path / "coalition.sqlite") as file:  # what Ada can annul together
        assert file.execute("SELECT count(*) FROM import").fetchall() == [(1,)]  # a file without rows is no import
        assert file.execute(_RECORDED).fetchall() == [("signatories.csv", "A book", "signature")]
    assert (dry.stdout, again.stdout) == (done.stdout, "0 new, 1 unchanged, 0 changed, 1 refused\n")
    assert done.stderr.splitlines()[-1] == "Row 3, organisation: No organisation in the register is called nobody."
    assert coalition(*command[:4], "missing").returncode == 1


@pytest.mark.sqlite_only
def test_doctor_names_what_is_wrong(coalition, tmp_path):
    assert coalition("doctor").returncode == 0
    mailbox = {"COALITION_BOUNCE_URL": "imap://reports:secret@127.0.0.1:1", "COALITION_SECRET_KEY": "x" * 32}
    unread = coalition("doctor", **mailbox)
    assert (unread.returncode, "reports" in unread.stderr, "secret" in unread.stderr + unread.stdout) == (1, True, False)
    unsafe = coalition("doctor", COALITION_ENVIRONMENT="production")
    assert (unsafe.returncode, "SECRET_KEY" in unsafe.stderr) == (1, True)
    empty = coalition("doctor", COALITION_DATABASE_URL=f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert (empty.returncode, "not up to date" in empty.stderr) == (1, True)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("command", [["serve"], ["coordinator", "add", "ada@example.org", "--name", "Ada"]])
def test_command_is_refused_with_a_sentence_before_the_database_is_ready(coalition, tmp_path, command):
    for url, sentence in (
        (f"sqlite:///{tmp_path / 'empty.sqlite'}", "The database is not up to date; run coalition migrate.\n"),
        (f"sqlite:///{tmp_path}", "The database does not answer: unable to open database file\n"),
    ):
        refused = coalition(*command, COALITION_DATABASE_URL=url)
        assert (refused.returncode, refused.stderr) == (1, sentence)


@pytest.mark.sqlite_only
def test_server_that_cannot_listen_ends_with_one(coalition):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert coalition("serve", "--port", str(taken.getsockname()[1])).returncode == 1


@pytest.mark.sqlite_only
def test_server_refuses_to_start_unsafely(coalition):
    unsafe = coalition("serve", COALITION_ENVIRONMENT="production")
    assert (unsafe.returncode, "BASE_URL with https" in unsafe.stderr) == (1, True)


def test_an_account_is_disabled_enabled_and_signed_out_by_command(coalition):
    for name in ("ada", "dina"):
        coalition("coordinator", "add", f"{name}@example.org", "--name", name.title())
    token = coalition("token", "add", "dina@example.org", "--scope", "read", "--name", "nightly").stdout.splitlines()[-1]
    listed = json.loads(coalition("token", "list", "--json").stdout)
    assert [(row["holder"], row["name"], row["last_used_on"]) for row in listed] == [("dina@example.org", "nightly", None)]
    assert token not in str(listed)
    assert coalition("coordinator", "sign-out", "dina@example.org").returncode == 0
    assert coalition("coordinator", "disable", "Dina@example.org").stdout == "The account Dina@example.org is disabled.\n"
    assert coalition("token", "list").stdout == ""
    refused = coalition("coordinator", "disable", "ada@example.org")
    assert (refused.returncode, refused.stderr) == (1, "This is the last coordinator who can sign in; add another one first.\n")
    assert coalition("coordinator", "link", "dina@example.org").returncode == 1
    assert coalition("coordinator", "enable", "dina@example.org").returncode == 0
    assert coalition("coordinator", "link", "dina@example.org").returncode == 0
    assert coalition("coordinator", "disable", "cleo@example.org").returncode == 1


def test_a_token_is_revoked_once(coalition):
    coalition("coordinator", "add", "ada@example.org", "--name", "Ada")
    coalition("token", "add", "ada@example.org", "--scope", "read")
    [row] = json.loads(coalition("token", "list", "--json").stdout)
    number = str(row["number"])
    assert coalition("token", "revoke", number).stdout == f"Token {number} is revoked.\n"
    again = coalition("token", "revoke", number)
    assert (again.returncode, again.stderr) == (1, f"There is no token {number} that can be revoked.\n")


def test_inviting_answers_the_same_for_an_address_with_an_account(coalition):
    answers = [coalition("coordinator", "invite", "dina@example.org", "--name", "Dina", "--role", "editor") for _ in range(2)]
    assert [(answer.returncode, answer.stdout, answer.stderr) for answer in answers] == [(0, "A letter to dina@example.org is on its way.\n", "")] * 2
