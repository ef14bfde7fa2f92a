"""The files of a long list of signatories or statements, written piece by piece: no answer holds the whole list, and no reader holds a connection.

Each piece is read in a snapshot of its own. So a name that is hidden while a file is sent is not in what follows, and a memorandum that
is withdrawn, or whose text is replaced, ends the file at once: the client sees that it is not complete.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from coalition import clock, database
from coalition.acts.line_queries import CHUNK
from coalition.acts.standing_count_queries import public_counts
from coalition.acts.status_pages import Asked
from coalition.acts.status_queries import lines_of, status_of, status_page
from coalition.memoranda.edition_queries import latest_digest
from coalition.published.as_csv import COLUMNS, csv_end, csv_lines
from coalition.published.as_markdown import markdown_file, statements_head, statements_part
from coalition.published.json_signatories import described_json, signatory_json
from coalition.published.json_statements import statements_json
from coalition.spreadsheets.csv_files import csv_head
from coalition.statements.public_statement_queries import ids_in_order, statements_among, statements_of_parties

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
    from datetime import date

    from coalition.acts.status import Counts, Described, Status
    from coalition.acts.status_lines import StatusLine
    from coalition.answers import Answer
    from coalition.memoranda.tables import Memorandum
    from coalition.published.memorandum import PublicText
    from coalition.statements.views import Stated

    Load = Callable[[], Awaitable[Memorandum]]

SHORT = CHUNK  # lines; a list that is not longer is one answer, which can be cached


def short() -> Asked:
    """Return what to ask for, to learn with `is_long` whether a list is long."""
    return Asked(limit=SHORT)


async def short_list(memorandum: Memorandum, as_at: date | None) -> Sequence[Stated] | None:
    """Return all public statements as at a day; None if they are too many for one answer."""
    order = await ids_in_order(memorandum, as_at)
    return await statements_among(memorandum, order, as_at) if len(order) <= SHORT else None


class ChangedMeanwhile(Exception):
    """Raised when the text was replaced or the day ended while its list was sent."""


def is_long(status: Status) -> bool:
    """Whether a status of `SHORT` lines at most leaves out others."""
    return any(page is not None and page.is_part for page in (status.page, status.earlier_page))


class LongList:
    """The lines of a list as at a day, in chunks; `load` returns the memorandum, or raises when it may not be read any more."""

    def __init__(self, load: Load, as_at: date | None) -> None:
        """Begin before the first line."""
        self.load = load
        self.day = clock.today()
        self.as_at = min(as_at or self.day, self.day)
        self.described: list[Described] = []
        self.digest: str | None = None
        self.order: tuple[list[int], list[int]] | None = None

    async def lines(self) -> AsyncIterator[Sequence[StatusLine]]:
        """Return the lines of the edition in force; the descriptions are complete at the end."""
        if self.as_at < self.day:
            async for status in self._past(earlier=False):
                yield status.lines
            return
        async for status in self._todays(Asked(earlier=None, limit=CHUNK, counted=False)):
            self.described += status.described
            yield status.lines

    async def earlier(self) -> AsyncIterator[Sequence[StatusLine]]:
        """Return the lines of earlier editions."""
        statuses = self._past(earlier=True) if self.as_at < self.day else self._todays(Asked(after=None, limit=CHUNK, counted=False))
        async for status in statuses:
            yield status.earlier

    async def statements(self) -> AsyncIterator[Sequence[Stated]]:
        """Return the statements in the order of their numbers, each objection after its reservation."""
        async with database.reading():
            order = await ids_in_order(await self._unchanged(), self.as_at)
        for start in range(0, len(order), CHUNK):
            async with database.reading():
                part = await statements_among(await self._unchanged(), order[start : start + CHUNK], self.as_at)
            yield part

    async def statements_of(self, lines: Iterable[StatusLine]) -> Sequence[Stated]:
        """Return the statements of the organisations of some lines."""
        async with database.reading():
            return await statements_of_parties(await self._unchanged(), [line.organisation.id for line in lines], self.as_at)

    async def counts(self) -> Counts:
        """Return the numbers of the whole list."""
        async with database.reading():
            memorandum = await self._unchanged()
            if self.as_at < self.day:
                return (await status_of(memorandum, self.as_at)).counts
            return (await public_counts([memorandum.id]))[memorandum.id]

    async def _todays(self, asked: Asked) -> AsyncIterator[Status]:
        following: str | None = ""
        while following is not None:
            asked = replace(asked, **{"after" if asked.earlier is None else "earlier": following})
            async with database.reading():
                status = await status_page(await self._unchanged(), asked)
            yield status
            page = status.earlier_page if asked.after is None else status.page
            following = (page and page.next) or None

    async def _past(self, *, earlier: bool) -> AsyncIterator[Status]:
        if self.order is None:
            async with database.reading():
                whole = await status_of(await self._unchanged(), self.as_at)
            self.described = list(whole.described)
            self.order = [line.organisation.id for line in whole.lines], [line.organisation.id for line in whole.earlier]
        organisations = self.order[earlier]
        for start in range(0, len(organisations), CHUNK):
            async with database.reading():
                status = await lines_of(await self._unchanged(), organisations[start : start + CHUNK], self.as_at)
            yield status

    async def _unchanged(self) -> Memorandum:
        memorandum = await self.load()
        digest = await latest_digest(memorandum.id) or ""
        if clock.today() != self.day or digest != (digest if self.digest is None else self.digest):
            raise ChangedMeanwhile
        self.digest = digest
        return memorandum


async def csv_pieces(listed: LongList) -> AsyncIterator[bytes]:
    """Return the file of `csv_file` piece by piece."""
    yield csv_head(COLUMNS)
    async for lines in listed.lines():
        yield await asyncio.to_thread(csv_lines, lines, await listed.statements_of(lines))
    yield csv_end(await listed.counts())


def file_pieces(fields: Mapping[str, Any], listed: LongList, indent: int) -> AsyncIterator[bytes]:
    """Return the file of `json_file` piece by piece; `fields` are all its fields, whatever its lists contain."""
    return _pieces(fields, _lists(listed) | {"statements": _statements(listed)}, indent)


def json_pieces(fields: Mapping[str, Any], listed: LongList) -> AsyncIterator[bytes]:
    """Return the answer of the API piece by piece; `fields` as in `file_pieces`."""
    return _pieces(fields, _lists(listed), None)


def statement_pieces(fields: Mapping[str, Any], listed: LongList) -> AsyncIterator[bytes]:
    """Return the answer of the API with the statements piece by piece; `fields` as in `file_pieces`."""
    return _pieces(fields, {"statements": _statements(listed)}, None)


async def markdown_pieces(text: PublicText, listed: LongList) -> AsyncIterator[bytes]:
    """Return the file of `markdown_file` piece by piece."""
    yield markdown_file(text)
    yield statements_head(text)
    async for statements in listed.statements():
        yield await asyncio.to_thread(statements_part, statements, text)
    yield b"\n"


async def _statements(listed: LongList) -> AsyncIterator[Sequence[Answer]]:
    async for statements in listed.statements():
        yield await asyncio.to_thread(statements_json, statements)


def _lists(listed: LongList) -> dict[str, AsyncIterator[Sequence[Answer]]]:
    async def lines(chunks: AsyncIterator[Sequence[StatusLine]]) -> AsyncIterator[Sequence[Answer]]:
        async for chunk in chunks:
            yield await asyncio.to_thread(lambda: [signatory_json(line) for line in chunk])  # noqa: B023 -- runs before the next chunk

    async def described() -> AsyncIterator[Sequence[Answer]]:
        yield [described_json(act) for act in listed.described]

    return {
        "signatories": lines(listed.lines()),
        "described": described(),
        "earlier": lines(listed.earlier()),
    }


async def _pieces(fields: Mapping[str, Any], lists: Mapping[str, AsyncIterator[Sequence[Answer]]], indent: int | None) -> AsyncIterator[bytes]:
    """Return an object of JSON piece by piece; each of its long lists is read when it is sent."""
    rest = _text({**fields, **{name: f"\0{name}" for name in lists}}, indent)  # no text that is stored contains NUL
    for name, chunks in lists.items():
        before, _, rest = rest.partition(_text(f"\0{name}", indent))
        yield f"{before}[".encode()
        begun = False
        async for chunk in chunks:
            if chunk:
                yield await asyncio.to_thread(_elements, chunk, indent, begun)
                begun = True
        yield b"\n  ]" if begun and indent else b"]"
    yield f"{rest}\n".encode() if indent else rest.encode()


def _elements(answers: Iterable[Answer], indent: int | None, begun: bool) -> bytes:  # noqa: FBT001 -- as to_thread passes it
    """Return the elements of a list that is a field of the outermost object."""
    texts = (answer.model_dump_json(indent=indent) for answer in answers)  # the same bytes as `_text`, in a third of the time
    placed = ("\n    " + text.replace("\n", "\n    ") if indent else text for text in texts)
    return f"{',' if begun else ''}{','.join(placed)}".encode()


def _text(value: Any, indent: int | None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
