"""`coalition …`: exit status 0 done, 1 refused or not true, 2 wrong usage."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from coalition import database, settings, tables
from coalition.errors import CoalitionError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

_OUTDATED = "The database is not up to date; run coalition migrate."
assert tables.TABLES  # noqa: S101 -- every table is known before an engine is bound


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Keep the register of forums, memoranda and the organisations that sign them."""


def _refused(sentence: object) -> NoReturn:
    click.echo(f"{sentence}", err=True)
    sys.exit(1)


def _run(work: Coroutine[Any, Any, Any], *, on_any_schema: bool = False) -> Any:
    """Do work with the database; without one of this version's schema the command is refused with a sentence."""

    async def connected() -> Any:
        async with _database(on_any_schema=on_any_schema):
            return await work

    try:
        return asyncio.run(connected())
    except (CoalitionError, OSError, ValueError) as error:
        _refused(f"{error}" or type(error).__name__)
    finally:
        work.close()  # it never began when there is no database


@asynccontextmanager
async def _database(*, on_any_schema: bool) -> AsyncIterator[None]:
    from coalition import migrating

    chosen = settings.load()
    _make_folder(chosen)
    database.bind(database.engine_from_url(chosen.database_url))
    try:
        await _open()
        if not (on_any_schema or await migrating.is_migrated()):
            raise CoalitionError(_OUTDATED)
        yield
    finally:
        await database.close_engine()


async def _open() -> None:
    try:
        await database.open_engine()
    except Exception as error:
        msg = f"The database does not answer: {error}"
        raise CoalitionError(msg) from error


def _make_folder(chosen: settings.Settings) -> None:
    """Make the folder of an SQLite file; PostgreSQL needs none."""
    if chosen.database_url.startswith("sqlite:///"):
        Path(chosen.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="More than one needs PostgreSQL.")
@click.option("--no-worker", is_flag=True, help="Leave queued work to `coalition worker`.")
def serve(host: str, port: int, workers: int, *, no_worker: bool) -> None:
    """Serve the site, the signing pages, the desk and the API."""
    from coalition.serving import serve as start

    try:
        chosen = settings.load()
    except settings.BadSettings as error:
        _refused(error)
    if workers > 1 and chosen.database_url.startswith("sqlite"):
        _refused("SQLite has one writing process: more workers need PostgreSQL.")
    _run(database.ping())
    start(host, port, workers, with_worker=not no_worker)


@main.command()
def worker() -> None:
    """Do queued work: send letters, close memoranda, read imports."""
    from coalition.serving import work_until_stopped

    _run(work_until_stopped())


@main.command()
@click.option("--check", is_flag=True, help="Only say whether the database is up to date.")
def migrate(*, check: bool) -> None:
    """Bring the database to the schema of this version."""
    from coalition import migrating

    if check:
        if not _run(migrating.is_migrated(), on_any_schema=True):
            _refused(_OUTDATED)
        click.echo("The database is up to date.")
        return
    _run(migrating.migrate(), on_any_schema=True)
    click.echo("The database is up to date.")


@main.group()
def example() -> None:
    """The example: Kyiv 2013, and a memorandum that can be signed now."""


@example.command("load")
@click.option("--json", "as_json", is_flag=True)
def example_load(*, as_json: bool) -> None:
    """Load the example once, and print a coordinator's sign-in link and an invitation link."""
    made = _run(_load_example())
    if made is None:
        click.echo("{}" if as_json else "The example is loaded already.")
        return
    click.echo(json.dumps(made) if as_json else f"Sign in as a coordinator:  {made['sign_in']}\nSign for an organisation:  {made['invitation']}")


async def _load_example() -> dict[str, str] | None:
    from coalition.example.story import example_is_loaded, load_example
    from coalition.people.accounts import add_coordinator
    from coalition.people.forms import CoordinatorForm
    from coalition.people.queries import active_by_email

    if await example_is_loaded():
        return None
    form = CoordinatorForm(email="ada@example.org", name="Ada Example")
    coordinator = await active_by_email(form.email) or await add_coordinator(form)
    return {"invitation": await load_example(coordinator.id), "sign_in": await _sign_in_link(coordinator)}


async def _sign_in_link(person: Any) -> str:
    from coalition.addresses import url_for
    from coalition.people.signing_in import make_link

    async with database.transaction():
        token = await make_link(person)
    return settings.load().base_url + url_for("desk.sign_in_link.show", lang=person.language, token=token)


@main.group()
def coordinator() -> None:
    """Those who sign in at the desk."""


@coordinator.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", default="coordinator", show_default=True, type=click.Choice(["coordinator", "editor"]))
@click.option("--language", default="en", show_default=True, type=click.Choice(settings.SUPPORTED_LANGUAGES))
def coordinator_add(email: str, name: str, role: str, language: str) -> None:
    """Add an account and print its one-time sign-in link, on the last line."""
    from coalition.people.accounts import EmailTaken, add_coordinator
    from coalition.people.forms import CoordinatorForm

    async def add() -> str:
        form = CoordinatorForm.parse({"email": email, "name": name, "role": role, "language": language})
        return await _sign_in_link(await _saying(add_coordinator(form), {EmailTaken: f"{email} has an account already."}))

    click.echo(_run(add()))


async def _saying(work: Coroutine[Any, Any, Any], sentences: dict[type[CoalitionError], str]) -> Any:
    """Give an error of the domain the sentence the terminal shows."""
    try:
        return await work
    except CoalitionError as error:
        sentence = next((text for kind, text in sentences.items() if isinstance(error, kind)), str(error))
        raise CoalitionError(sentence) from error


@coordinator.command("link")
@click.argument("email")
def coordinator_link(email: str) -> None:
    """Print a new one-time sign-in link for an account, on the last line."""
    from coalition.people.queries import active_by_email

    async def link() -> str:
        person = await active_by_email(email)
        if person is None:
            msg = f"There is no coordinator with the address {email}."
            raise CoalitionError(msg)
        return await _sign_in_link(person)

    click.echo(_run(link()))


@main.group()
def token() -> None:
    """Tokens by which programs act for a coordinator."""


@token.command("add")
@click.argument("email")
@click.option("--scope", required=True, type=click.Choice(["read", "write"]))
def token_add(email: str, scope: str) -> None:
    """Make a token for a coordinator that exists; it stands alone on the last line and is shown this once."""
    from coalition.people.accounts import NoSuchCoordinator, add_token
    from coalition.people.tables import Scope

    async def add() -> str:
        return str(await _saying(add_token(email, Scope(scope)), {NoSuchCoordinator: f"There is no coordinator with the address {email}."}))

    made = _run(add())
    click.echo("Keep this token safe; it is not shown again.", err=True)
    click.echo(made)


@main.group("import")
def import_() -> None:
    """Bring in records from files."""


@import_.command("organisations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@click.option("--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="Read FIELD from a column of another name.")
@click.option("--json", "as_json", is_flag=True)
def import_organisations(file: Path, mapping: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    """Import organisations from a CSV file; the same file again changes nothing."""
    counts, problems = _run(_import(file.read_bytes(), _pairs(mapping), dry_run=dry_run))
    _tell_import(counts, problems, as_json=as_json)


def _pairs(mapping: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(part.split("=", 1) for part in mapping if "=" in part)
    if len(pairs) != len(mapping):
        raise click.UsageError("--map takes COLUMN=FIELD.")
    return pairs


def _tell_import(counts: dict[str, int], problems: list[str], *, as_json: bool) -> None:
    """Print what an import did, and what it left out; rows with problems end it with status 1."""
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(json.dumps(counts) if as_json else ", ".join(f"{number} {what}" for what, number in counts.items()))
    if problems:
        sys.exit(1)


async def _import(content: bytes, mapping: dict[str, str], *, dry_run: bool) -> tuple[dict[str, int], list[str]]:
    """Plan, and unless it is a dry run import; return how many rows are new, changed, unchanged and refused, and a line for each problem."""
    from coalition.imports.organisation_list import run_import
    from coalition.imports.organisation_plan import plan_import
    from coalition.imports.plans import RowAction
    from coalition.spreadsheets.csv_files import text_of

    plan = await plan_import(text_of(content), mapping)
    if not dry_run:
        await run_import(plan)
    counts = {action.value: plan.count(action) for action in RowAction} | {"refused": len(plan.refused)}
    problems = [f"Row {row.number}, {column}: {message}" for row in plan.refused for column, message in row.problems.items()]
    return counts, problems


@import_.command("signatories")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--memorandum", "slug", required=True, help="Address name of the memorandum.")
@click.option("--source", default="", help="Where the rows are known from that do not say so themselves.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@click.option("--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="Read FIELD from a column of another name.")
@click.option("--json", "as_json", is_flag=True)
def import_signatories(file: Path, slug: str, source: str, mapping: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:  # noqa: PLR0913 -- one a choice on the command line
    """Enter signatories of the past from a CSV or XLSX file; the same file again changes nothing."""
    counts, problems = _run(_record_signatories(slug, file.read_bytes(), _pairs(mapping), source, dry_run=dry_run))
    _tell_import(counts, problems, as_json=as_json)


async def _record_signatories(slug: str, content: bytes, mapping: dict[str, str], source: str, *, dry_run: bool) -> tuple[dict[str, int], list[str]]:
    """Plan, and unless it is a dry run record; return as `_import` does."""
    from coalition.imports.past_signatories import record_signatories
    from coalition.imports.plans import RowAction
    from coalition.imports.signatory_plan import plan_signatories
    from coalition.memoranda.queries import by_slug

    memorandum = await by_slug(slug)
    if memorandum is None:
        msg = f"There is no memorandum with the address name {slug}."
        raise CoalitionError(msg)
    plan = await plan_signatories(memorandum, content, mapping, source=source)
    if not dry_run:
        await record_signatories(memorandum, plan)
    counts = {action.value: plan.count(action) for action in RowAction} | {"refused": len(plan.refused)}
    problems = [f"Row {row.number}, {column}: {message}" for row in plan.refused for column, message in row.problems.items()]
    for name in plan.ignored:
        click.echo(f"Column {name}: it means nothing here and is left out.", err=True)
    return counts, problems


@import_.command("memorandum")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--forum", default=None, help="Address name of the forum; only for a memorandum that is new.")
@click.option("--slug", required=True)
@click.option("--language", required=True)
@click.option("--coordinator", "email", required=True, help="Who works on it, by e-mail address.")
def import_memorandum(file: Path, forum: str | None, slug: str, language: str, email: str) -> None:
    """Import one language of a memorandum from Markdown; its first line is the title."""
    from coalition.imports.wordings import import_wording

    if file.suffix.lower() != ".md":
        _refused("Only Markdown files (.md) can be imported yet; save the document as Markdown first.")
    _run(import_wording(file.read_text(encoding="utf-8"), slug=slug, language=language, forum=forum, email=email))
    click.echo(f"{slug}: the {language} text was saved.")


@main.group()
def mail() -> None:
    """The outgoing tray."""


@mail.command("send")
def mail_send() -> None:
    """Do the work that is due now, letters among it, and stop."""
    from coalition.serving import work_once

    click.echo(f"{_run(work_once())} pieces of work done.")


@main.command()
def doctor() -> None:
    """Check settings, database and schema, and say what is wrong."""
    from coalition import migrating

    try:
        chosen = settings.load()
    except settings.BadSettings as error:
        _refused(error)
    click.echo(f"Settings: in order ({chosen.environment.value}).")
    if not _run(database.ping(), on_any_schema=True):
        _refused("Database: no answer.")
    if not _run(migrating.is_migrated(), on_any_schema=True):
        _refused("Database: answers, but the schema is not up to date; run coalition migrate.")
    click.echo("Database: answers, schema up to date.")
