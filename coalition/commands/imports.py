"""`coalition import …`: organisations, members of networks, signatories of the past, and texts of memoranda from files."""

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
    from coalition.people.tables import Coordinator
    from coalition.word_files.reading_markdown import WordText

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
_MAPPING = click.option("--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="Read FIELD from a column of another name.")
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


@click.group("import")
def import_() -> None:
    """Bring in records from files."""


_ANSWERS = click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Answers to the questions, as a JSON object: the question's key (--dry-run prints it) and the chosen answer.",
)


_BY = click.option("--coordinator", "email", default=None, help="By whom, by e-mail address: they can take the import back at the desk.")


_LOOKED_AT = click.option(
    "--names-looked-at", is_flag=True, help="Import names that mix scripts or hold invisible characters too; they were compared."
)


@import_.command("organisations")
@_FILE
@_DRY_RUN
@_LOOKED_AT
@_BY
@_MAPPING
@_ANSWERS
@_AS_JSON
def organisations(  # noqa: PLR0913 -- one parameter for each option
    file: Path, mapping: tuple[str, ...], answers: Path | None, email: str | None, *, dry_run: bool, names_looked_at: bool, as_json: bool
) -> None:
    """Import organisations from a CSV, XLSX or ODS file; the same file again changes nothing."""
    chosen = (_pairs(mapping), _answers(answers), email)
    plan = run(_import_organisations((file.name, file.read_bytes()), *chosen, dry_run=dry_run, looked_at=names_looked_at))
    _report_with_names(plan, as_json=as_json, is_done=dry_run or names_looked_at)


def _report_with_names(plan: Plan[Any], *, as_json: bool, is_done: bool) -> None:
    """Print the names to look at, then as `_report`; unless it is done with them, nothing was imported if there are any."""
    warnings = [f"Row {row.number}, {path}: {message}" for row in plan.rows for path, message in row.to_look_at.items()]
    for warning in warnings:
        click.echo(warning, err=True)
    if warnings and not is_done:
        refuse("Nothing was imported. Compare these names; if they are right as they are, add --names-looked-at.")
    _report(plan, as_json=as_json)


async def _import_organisations(  # noqa: PLR0913 -- what the options say
    file: tuple[str, bytes], mapping: dict[str, str], answers: dict[str, str], email: str | None, *, dry_run: bool, looked_at: bool
) -> Plan[Any]:
    from coalition.imports.organisation_plan import plan_import
    from coalition.imports.questions import Choices
    from coalition.spreadsheets.workbooks import sheets_of

    file_name, content = file
    plan = await plan_import(sheets_of(content), Choices(answers=answers), mapping)
    await _carry_out(plan, file_name, email, dry_run=dry_run, looked_at=looked_at)
    return plan


async def _carry_out(plan: Plan[Any], file_name: str, email: str | None, *, dry_run: bool, looked_at: bool, **more: Any) -> None:
    """Import the rows of a plan, unless it is only shown, or names have to be looked at first; `more` are columns of the upload."""
    from coalition.imports.organisation_list import import_for, run_import
    from coalition.organisations.likely_duplicates import record_contacts_shown

    coordinator = await _coordinator(email)
    await record_contacts_shown(number for question in plan.questions for number in question.tells_of_contacts)
    if not dry_run and (looked_at or not any(row.to_look_at for row in plan.rows)):
        await (import_for(coordinator.id, file_name, plan, **more) if coordinator else run_import(plan))


@import_.command("partners")
@_FILE
@click.option("--programme", "slug", default=None, help="Address name of the programme whose partners they are; without it, those of the host.")
@_DRY_RUN
@_LOOKED_AT
@_BY
@_MAPPING
@_ANSWERS
@_AS_JSON
def partners(  # noqa: PLR0913 -- one parameter for each option
    file: Path,
    slug: str | None,
    mapping: tuple[str, ...],
    answers: Path | None,
    email: str | None,
    *,
    dry_run: bool,
    names_looked_at: bool,
    as_json: bool,
) -> None:
    """Import partners from a CSV, XLSX or ODS file; that shows nobody to everybody, and the same file again changes nothing."""
    chosen = (_pairs(mapping), _answers(answers), email)
    plan = run(_import_partners(slug, (file.name, file.read_bytes()), *chosen, dry_run=dry_run, looked_at=names_looked_at))
    _report_with_names(plan, as_json=as_json, is_done=dry_run or names_looked_at)


async def _import_partners(  # noqa: PLR0913 -- what the options say
    slug: str | None, file: tuple[str, bytes], mapping: dict[str, str], answers: dict[str, str], email: str | None, *, dry_run: bool, looked_at: bool
) -> Plan[Any]:
    from coalition.forums.programme_queries import programme_id
    from coalition.imports.partner_rows import plan_partners
    from coalition.imports.questions import Choices
    from coalition.spreadsheets.workbooks import sheets_of

    number = await programme_id(slug) if slug else None
    if slug and number is None:
        msg = f"There is no programme with the address name {slug}."
        raise CoalitionError(msg)
    file_name, content = file
    plan = await plan_partners(sheets_of(content), Choices(answers=answers), mapping, programme=(number, slug) if slug and number else None)
    await _carry_out(plan, file_name, email, dry_run=dry_run, looked_at=looked_at, partners=True, programme=number)
    return plan


async def _coordinator(email: str | None) -> Coordinator | None:
    from coalition.people.queries import active_by_email

    coordinator = await active_by_email(email) if email else None
    if email and coordinator is None:
        msg = f"There is no coordinator with the address {email}."
        raise CoalitionError(msg)
    return coordinator


@import_.command("networks")
@_FILE
@_DRY_RUN
@_MAPPING
@_ANSWERS
@_AS_JSON
def networks(file: Path, mapping: tuple[str, ...], answers: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Import who is a member of which network from a CSV, XLSX or ODS file; the same file again changes nothing.

    Columns: network, member (both by address name or by name), role (secretariat, member, observer), since, until, note. Rows that are
    left out are written to FILE.left-out.csv, with the reason.
    """
    plan, left_out = run(_import_networks(file.read_bytes(), _pairs(mapping), _answers(answers), dry_run=dry_run))
    if left_out and not dry_run:
        beside = file.with_name(f"{file.name}.left-out.csv")
        beside.write_text(left_out, encoding="utf-8-sig", newline="")
        click.echo(f"The rows that are left out are in {beside}.", err=True)
    _report(plan, as_json=as_json)


async def _import_networks(content: bytes, mapping: dict[str, str], answers: dict[str, str], *, dry_run: bool) -> tuple[Plan[Any], str]:
    from coalition.imports.left_out import left_out_rows
    from coalition.imports.membership_list import import_memberships
    from coalition.imports.membership_plan import plan_memberships
    from coalition.imports.questions import Choices
    from coalition.spreadsheets.workbooks import sheets_of

    plan = await plan_memberships(sheets_of(content), Choices(answers=answers), mapping)
    plan = plan if dry_run else await import_memberships(plan)
    return plan, left_out_rows(plan.file, plan.rows, "en")


@import_.command("signatories")
@_FILE
@click.option("--memorandum", "slug", required=True, help="Address name of the memorandum.")
@click.option("--source", default="", help="Where the rows are known from that do not say so themselves.")
@_BY
@_DRY_RUN
@_MAPPING
@_ANSWERS
@_AS_JSON
def signatories(  # noqa: PLR0913 -- one parameter for each option
    file: Path, slug: str, mapping: tuple[str, ...], answers: Path | None, *, source: str, email: str | None, dry_run: bool, as_json: bool
) -> None:
    """Enter signatories of the past from a CSV, XLSX or ODS file; the same file again changes nothing."""
    chosen = (_pairs(mapping), _answers(answers))
    plan = run(_import_signatories(slug, (file.name, file.read_bytes()), *chosen, source=source, email=email, dry_run=dry_run))
    _report(plan, as_json=as_json)


async def _import_signatories(  # noqa: PLR0913 -- what the options say
    slug: str, file: tuple[str, bytes], mapping: dict[str, str], answers: dict[str, str], *, source: str, email: str | None, dry_run: bool
) -> Plan[Any]:
    from coalition.imports.past_signatories import Importer, import_signatories
    from coalition.imports.questions import Choices
    from coalition.imports.signatory_plan import plan_signatories
    from coalition.memoranda.queries import by_slug
    from coalition.spreadsheets.workbooks import sheets_of

    memorandum, coordinator = await by_slug(slug), await _coordinator(email)
    if memorandum is None:
        msg = f"There is no memorandum with the address name {slug}."
        raise CoalitionError(msg)
    file_name, content = file
    given = (memorandum, sheets_of(content), Choices(answers=answers), mapping)
    if dry_run:
        return await plan_signatories(*given, source=source)
    return await import_signatories(*given, source=source, by=Importer(coordinator.id, file_name) if coordinator else None)


def _answers(file: Path | None) -> dict[str, str]:
    """Return the answers of a file by the ids of the questions.

    Raises:
        UsageError: the file is not a JSON object.

    """
    from coalition.imports.questions import id_of

    try:
        answers = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except ValueError:
        answers = None
    if not isinstance(answers, dict):
        raise click.UsageError("--answers takes a file with a JSON object: key of the question, answer.")
    return {id_of(str(key)): str(answer) for key, answer in answers.items()}


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
    """Print columns left out, questions, remarks, problems, and the number of rows by action; exit with status 1 if there are problems."""
    from coalition.imports.plans import RowAction

    for name in plan.ignored:
        click.echo(f"Column {name}: it means nothing here and is left out.", err=True)
    for question in plan.questions:
        choices = ", ".join(f"{value} ({label})" for value, label in question.choices)
        rows = ", ".join(map(str, question.rows))
        state = "answer" if question.answered else "no answer yet, so"
        key = json.dumps(question.key, ensure_ascii=False)
        click.echo(f"Question {key} (rows {rows}): {question.text} {choices}; {state} {question.answer}", err=True)
    for row in plan.rows:
        for kind in (row.problems, {} if row.problems else row.remarks):
            for column, message in kind.items():
                click.echo(f"Row {row.number}, {column}: {message}", err=True)
    counts = {action.value: plan.count(action) for action in RowAction} | {"refused": len(plan.refused)}
    click.echo(json.dumps(counts) if as_json else ", ".join(f"{number} {name}" for name, number in counts.items()))
    if plan.refused:
        sys.exit(1)


@import_.command("memorandum")
@_FILE
@click.option("--forum", default=None, help="Address name of the forum; only for a memorandum that is new.")
@click.option("--slug", required=True, help="Address name of the memorandum; a new one is made if there is none.")
@click.option("--language", required=True, help="Language of the text, such as ru.")
@click.option("--coordinator", "email", required=True, help="Who works on it, by e-mail address.")
@click.option(
    "--summary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the summary above the text in this language, as plain text. It is no part of what is signed.",
)
@click.option(
    "--tracked-changes",
    "tracked",
    type=click.Choice(["accept", "reject", "keep"]),
    default="accept",
    show_default=True,
    help="Of a Word file; with keep the text is the one before the changes, and they are listed.",
)
@click.option("--markdown", "output", type=click.Path(dir_okay=False, path_type=Path), help="Write the Markdown to a file, and save nothing.")
def memorandum(  # noqa: PLR0913 -- one parameter for each option
    file: Path, *, forum: str | None, slug: str, language: str, email: str, summary: Path | None, tracked: str, output: Path | None
) -> None:
    """Import one language of a memorandum from a Word file (.docx), or from Markdown whose first line is the title."""
    from coalition.imports.markdown_wordings import import_wording

    if file.suffix.lower() not in {".md", ".docx"}:
        refuse("Only Word files (.docx) and Markdown files (.md) can be imported.")
    text = file.read_text(encoding="utf-8") if file.suffix.lower() == ".md" else _word_text(file, tracked)
    if output:
        output.write_text(text if isinstance(text, str) else f"# {text.title}\n\n{text.body}", encoding="utf-8")
        click.echo(f"{output.name}: the Markdown was written; nothing was saved.")
        return
    above = summary.read_text(encoding="utf-8") if summary else None
    run(import_wording(text, slug=slug, language=language, forum=forum, email=email, summary=above))
    _say_what_was_cleaned(text)
    click.echo(f"{slug}: the {language} text was saved.")


def _word_text(file: Path, tracked: str) -> WordText:
    """Read a Word file, and print what became of it."""
    from coalition.word_files.reading_document import Tracked
    from coalition.word_files.reading_markdown import markdown_of
    from coalition.word_files.reading_packages import UnreadableWordFile
    from coalition.word_files.reading_word_files import read_word_file

    try:
        text = markdown_of(read_word_file(file.read_bytes(), Tracked(tracked)))
    except UnreadableWordFile as unreadable:
        refuse(unreadable.message.text("en"))
    for row in text.report:
        places = "".join(f"\n    {place}" for place in row.places)
        click.echo(f"{row.outcome.word.text('en')}: {row.message.text('en')}{f' ({row.count})' if row.counts else ''}{places}", err=True)
    for change in text.changes:
        click.echo(f"tracked change by {change.author} on {change.day}, {change.kind.word.text('en')}: {change.words} [{change.passage}]", err=True)
    for comment in text.comments:
        click.echo(f"comment by {comment.author} on {comment.day}: {comment.text} [{comment.passage}]", err=True)
    return text


def _say_what_was_cleaned(text: str | WordText) -> None:
    from coalition.desk.cleaned_notes import cleaned_in, sentences

    for sentence in sentences(cleaned_in([("file", text)]), "en") if isinstance(text, str) else []:
        click.echo(sentence, err=True)
