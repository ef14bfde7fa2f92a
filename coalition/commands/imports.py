"""`coalition import …`: organisations, signatories of the past, and texts of memoranda from files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coalition.commands.running import refuse, run
from coalition.errors import CoalitionError

if TYPE_CHECKING:
    from coalition.imports.plans import Plan

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
_MAPPING = click.option("--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="Read FIELD from a column of another name.")
_AS_JSON = click.option("--json", "as_json", is_flag=True)


@click.group("import")
def import_() -> None:
    """Bring in records from files."""


@import_.command("organisations")
@_FILE
@_DRY_RUN
@click.option("--names-looked-at", is_flag=True, help="Import names that look alike or mix scripts too; they were compared.")
@_MAPPING
@_AS_JSON
def organisations(file: Path, mapping: tuple[str, ...], *, dry_run: bool, names_looked_at: bool, as_json: bool) -> None:
    """Import organisations from a CSV file; the same file again changes nothing."""
    plan = run(_import_organisations(file.read_bytes(), _pairs(mapping), dry_run=dry_run, looked_at=names_looked_at))
    warnings = [f"Row {row.number}, {path}: {message}" for row in plan.rows for path, message in row.to_look_at.items()]
    for warning in warnings:
        click.echo(warning, err=True)
    if warnings and not (dry_run or names_looked_at):
        refuse("Nothing was imported. Compare these names; if they are right as they are, add --names-looked-at.")
    _report(plan, as_json=as_json)


async def _import_organisations(content: bytes, mapping: dict[str, str], *, dry_run: bool, looked_at: bool) -> Plan[Any]:
    from coalition.imports.organisation_list import run_import
    from coalition.imports.organisation_plan import plan_import
    from coalition.spreadsheets.csv_files import text_of

    plan = await plan_import(text_of(content), mapping)
    if not dry_run and (looked_at or not any(row.to_look_at for row in plan.rows)):
        await run_import(plan)
    return plan


@import_.command("signatories")
@_FILE
@click.option("--memorandum", "slug", required=True, help="Address name of the memorandum.")
@click.option("--source", default="", help="Where the rows are known from that do not say so themselves.")
@_DRY_RUN
@_MAPPING
@_AS_JSON
def signatories(file: Path, slug: str, source: str, mapping: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:  # noqa: PLR0913 -- one parameter for each option
    """Enter signatories of the past from a CSV or XLSX file; the same file again changes nothing."""
    plan = run(_import_signatories(slug, file.read_bytes(), _pairs(mapping), source, dry_run=dry_run))
    for name in plan.ignored:
        click.echo(f"Column {name}: it means nothing here and is left out.", err=True)
    _report(plan, as_json=as_json)


async def _import_signatories(slug: str, content: bytes, mapping: dict[str, str], source: str, *, dry_run: bool) -> Plan[Any]:
    from coalition.imports.past_signatories import record_signatories
    from coalition.imports.signatory_plan import plan_signatories
    from coalition.memoranda.queries import by_slug

    memorandum = await by_slug(slug)
    if memorandum is None:
        msg = f"There is no memorandum with the address name {slug}."
        raise CoalitionError(msg)
    plan = await plan_signatories(memorandum, content, mapping, source=source)
    if not dry_run:
        await record_signatories(memorandum, plan)
    return plan


def _pairs(mapping: tuple[str, ...]) -> dict[str, str]:
    """Return column → field of the `--map` options.

    Raises:
        UsageError: an option has no equals sign, or two name the same column.

    """
    pairs = dict(part.split("=", 1) for part in mapping if "=" in part)
    if len(pairs) != len(mapping):
        raise click.UsageError("--map takes COLUMN=FIELD.")
    return pairs


def _report(plan: Plan[Any], *, as_json: bool) -> None:
    """Print the problems and the number of rows by action; exit with status 1 if there are problems."""
    from coalition.imports.plans import RowAction

    problems = [f"Row {row.number}, {column}: {message}" for row in plan.refused for column, message in row.problems.items()]
    for problem in problems:
        click.echo(problem, err=True)
    counts = {action.value: plan.count(action) for action in RowAction} | {"refused": len(plan.refused)}
    click.echo(json.dumps(counts) if as_json else ", ".join(f"{number} {name}" for name, number in counts.items()))
    if problems:
        sys.exit(1)


@import_.command("memorandum")
@_FILE
@click.option("--forum", default=None, help="Address name of the forum; only for a memorandum that is new.")
@click.option("--slug", required=True)
@click.option("--language", required=True)
@click.option("--coordinator", "email", required=True, help="Who works on it, by e-mail address.")
def memorandum(file: Path, forum: str | None, slug: str, language: str, email: str) -> None:
    """Import one language of a memorandum from Markdown; its first line is the title."""
    from coalition.desk.cleaned_notes import cleaned_in, sentences
    from coalition.imports.markdown_wordings import import_wording

    if file.suffix.lower() != ".md":
        refuse("Only Markdown files (.md) can be imported yet; save the document as Markdown first.")
    text = file.read_text(encoding="utf-8")
    run(import_wording(text, slug=slug, language=language, forum=forum, email=email))
    for sentence in sentences(cleaned_in([("file", text)]), "en"):
        click.echo(sentence, err=True)
    click.echo(f"{slug}: the {language} text was saved.")
