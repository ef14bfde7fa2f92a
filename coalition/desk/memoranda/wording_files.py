"""The text that is worked on as files to download, and on paper with numbered lines."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.desk.desk_pages import own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.drafting.draft_files import DraftText, EarlierText, draft_text, draft_word_file, earlier_text
from coalition.memoranda import queries
from coalition.memoranda.tables import Memorandum
from coalition.text import html
from coalition.text.apart import apart_if_long
from coalition.text.numbered_lines import WIDTH, numbered_lines
from coalition.web import pages
from coalition.web.address_numbers import number_or_zero
from coalition.web.routing import AnyRequest, route
from coalition.word_files.writing_files import MEDIA_TYPE

_ENDINGS = {"docx": MEDIA_TYPE, "md": "text/markdown"}


@route("desk.wording_file.show")
async def show_wording_file(
    request: AnyRequest, memorandum: FromPath[str], file: FromPath[str], lines: FromQuery[str] = "", against: FromQuery[str] = ""
) -> Response[bytes]:
    """Send the text in a language as it is saved: `ru.docx` or `ru.md`; `against` is the revision whose difference is shown."""
    row = await own_memorandum(request, memorandum)
    language, _, ending = file.rpartition(".")
    if ending not in _ENDINGS:
        raise NotFoundException
    async with database.reading():
        draft = await _draft(row, language)
        earlier = await earlier_text(draft, number_or_zero(against)) if against else None
    if against and earlier is None:
        raise NotFoundException
    content = await apart_if_long(draft.wording.body, _content, draft, earlier, ending, has_line_numbers=bool(lines))
    name = f"{row.slug}-{language}-{draft.wording.version}{f'-since-{against}' if earlier else ''}.{ending}"
    return pages.file(content, _ENDINGS[ending], cache=pages.PRIVATE, name=name)


def _content(draft: DraftText, earlier: EarlierText | None, ending: str, *, has_line_numbers: bool) -> bytes:
    if ending == "md":
        return f"# {draft.wording.title}\n\n{draft.wording.body}".encode()
    return draft_word_file(draft, earlier, has_line_numbers=has_line_numbers)


@route("desk.wording_print.show")
async def show_wording_on_paper(
    request: AnyRequest, memorandum: FromPath[str], text: FromQuery[str] = "", lines: FromQuery[str] = ""
) -> Response[bytes]:
    """Show the text as it is saved for printing, with numbered lines if they are asked for."""
    row = await own_memorandum(request, memorandum)
    async with database.reading():
        view = await queries.view(row)
        draft = await _draft(row, text or view.authentic_languages[0])
    shown: dict[str, Any] = await apart_if_long(draft.wording.body, _on_paper, draft, has_line_numbers=bool(lines))
    return workbench_page(request, view, "desk/wordings/print.html", part="text", wording=draft.wording, width=WIDTH, **shown)


async def _draft(memorandum: Memorandum, language: str) -> DraftText:
    draft = await draft_text(memorandum, language)
    if draft is None:
        raise NotFoundException
    return draft


def _on_paper(draft: DraftText, *, has_line_numbers: bool) -> dict[str, Any]:
    blocks, keys = [stored.block for stored in draft.blocks], [stored.key for stored in draft.blocks]
    shown: dict[str, Any] = {"paper": draft.paper(has_line_numbers=has_line_numbers), "numbered": None, "rendered": None}
    if has_line_numbers:
        return shown | {"numbered": numbered_lines(draft.wording.title, blocks)}
    return shown | {"rendered": html.render(blocks, keys, draft.wording.language, heading_level=3, id_prefix="t-")}
