"""Importing the texts of memoranda from Markdown and Word files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.characters import clean
from coalition.database import transaction
from coalition.errors import CoalitionError
from coalition.memoranda import queries
from coalition.memoranda.beginning import begin
from coalition.memoranda.forms import MemorandumForm, SummaryForm, WordingForm
from coalition.memoranda.recording_revisions import changing
from coalition.memoranda.summaries import save_summary
from coalition.memoranda.tables import RevisionKind
from coalition.memoranda.wording import save_wording
from coalition.people.queries import active_by_email
from coalition.word_files.reading_markdown import WordText

if TYPE_CHECKING:
    from coalition.memoranda.tables import Wording


class NotImported(CoalitionError):
    """The file cannot be imported; the message says why."""


async def import_wording(  # noqa: PLR0913 -- what the options say
    text: str | WordText, *, slug: str, language: str, forum: str | None, email: str, summary: str | None = None
) -> Wording:
    """Save a file as one language of a memorandum; begin the memorandum if no memorandum has the slug.

    The first line of a Markdown file is the title. The language of the first file becomes the authentic language. `summary` is what stands
    above the text in this language; None leaves that as it is.

    Raises:
        NotImported: there is no such coordinator, or they do not work on the memorandum.

    """
    coordinator = await active_by_email(email)
    if coordinator is None:
        msg = f"There is no coordinator with the address {email}."
        raise NotImported(msg)
    memorandum = await queries.for_member(slug, coordinator.id)
    if memorandum is None:
        if await queries.by_slug(slug):
            msg = f"{email} does not work on {slug}."
            raise NotImported(msg)
        form = MemorandumForm.parse({"slug": slug, "forum": forum, "authentic_languages": [language]})
        memorandum = await begin(form, coordinator.id)
    above = SummaryForm.parse({"summary": summary}) if summary is not None else None
    given = _form_of(text) if isinstance(text, str) else WordingForm.parse({"title": text.title, "body": text.body})
    async with transaction():
        with changing(RevisionKind.READ_FROM_FILE):
            wording = await save_wording(memorandum, language, given)
        if above:
            await save_summary(memorandum, language, above)
    return wording


def _form_of(text: str) -> WordingForm:
    """Read a file; the lines of its problems are those of the file."""
    text, _ = clean(text)
    before = "\n" * text[: len(text) - len(text.lstrip())].count("\n")
    title, _, body = text.strip().partition("\n")
    return WordingForm.parse({"title": title.lstrip("# "), "body": f"{before}\n{body}" if body else ""})
