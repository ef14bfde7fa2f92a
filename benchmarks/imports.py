"""`python -m benchmarks.imports [ROWS] [FORMAT]`: import a list at the desk, and print how long the event loop was held meanwhile.

A coroutine of the same loop sleeps a millisecond again and again; how much later it wakes is how long a request of somebody else waits.
`held` is the processor time of the loop's thread in its longest block, whatever else the machine does.
"""

from __future__ import annotations

import asyncio
import io
import os
import sys
import tempfile
import zipfile
from contextlib import asynccontextmanager
from statistics import quantiles
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

_SLEEP = 0.001
FIRST = 100  # rows of a first list, with which the modules for lists are loaded
_HEADER = ("Organisation", "Country", "Website", "Notes")
_KINDS = ("Rights Desk", "Legal Aid", "Press Fund", "Prison Watch", "Women's Committee")
_COUNTRIES = ("Kenya", "Kazakhstan", "Norway", "Tunisia", "UK")


def rows_of(number: int) -> list[tuple[str, ...]]:
    """Return a list of members, as networks publish them."""
    rows = [_HEADER]
    for at in range(number):
        name = f"{_word(at)} {_KINDS[at % len(_KINDS)]}"
        rows.append((name, _COUNTRIES[at % len(_COUNTRIES)], f"www.desk{at}.example.org", "joined 2012, paid"))
    return rows


def _word(at: int) -> str:
    """Return a word of syllables that no other number has, nor a word that differs from it by one letter: such rows are asked about."""
    syllables = ("ka", "lo", "mi", "ne", "ru", "sap", "tob", "vig", "zef", "dub")
    return "".join(syllables[int(digit)] for digit in f"{at:05d}").capitalize()


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a list as CSV."""
    return "\n".join(";".join(row) for row in rows).encode()


def xlsx_of(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a list as a workbook."""
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = ("".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) for row in rows)
    data = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(cells, start=1))
    types = "".join(
        f'<Override PartName="{part}" ContentType="{kind}.{name}+xml"/>'
        for part, name in (("/xl/workbook.xml", "sheet.main"), ("/xl/worksheets/sheet1.xml", "worksheet"))
    )
    relation = '<Relationships xmlns="{}/relationships"><Relationship Id="r1" Type="{}/{}" Target="{}"/></Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types">{types}</Types>')
        packed.writestr("_rels/.rels", relation.format(package, office, "officeDocument", "xl/workbook.xml"))
        packed.writestr("xl/_rels/workbook.xml.rels", relation.format(package, office, "worksheet", "worksheets/sheet1.xml"))
        sheets = '<sheets><sheet name="List" sheetId="1" r:id="r1"/></sheets>'
        packed.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}">{sheets}</workbook>')
        packed.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>')
    return out.getvalue()


def ods_of(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a list as an open document."""
    uris = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    cells = ("".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row) for row in rows)
    data = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f'<office:body><table:table table:name="List">{data}</table:table></office:body>'
        packed.writestr("content.xml", f"<office:document-content{uris}>{body}</office:document-content>")
    return out.getvalue()


FORMATS = {"csv": csv_of, "xlsx": xlsx_of, "ods": ods_of}


class Watcher:
    """Notes how late the loop is."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.held = 0.0

    async def watch(self) -> None:
        """Watch until the task is cancelled."""
        while True:
            begun, used = perf_counter(), thread_time()
            await asyncio.sleep(_SLEEP)
            self.late.append(perf_counter() - begun - _SLEEP)
            self.held = max(self.held, thread_time() - used)


@asynccontextmanager
async def watched(what: str) -> AsyncIterator[None]:
    """Print how late the loop was during a block."""
    watcher = Watcher()
    task = asyncio.create_task(watcher.watch())
    begun = perf_counter()
    try:
        yield
    finally:
        seconds = perf_counter() - begun
        task.cancel()
        p99 = quantiles(watcher.late, n=100, method="inclusive")[98] if len(watcher.late) > 1 else 0.0
        longest = max(watcher.late, default=0.0)
        print(f"| {what} | {seconds:.2f} | {1000 * longest:.0f} | {1000 * p99:.1f} | {1000 * watcher.held:.0f} |", flush=True)


async def walk(token: str, content: bytes, what: str) -> None:
    """Upload, look at, import and undo a list, as a coordinator does; print how late the loop was in each step."""
    from coalition.app import create_app
    from coalition.jobs.worker import run_due
    from coalition.people.signing_in import desk_form_token
    from coalition.people.tokens import hash_of

    transport = httpx.ASGITransport(app=create_app(with_worker=False))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", cookies={"desk": token}) as browser:

        async def send(path: str, **more: Any) -> httpx.Response:
            return await browser.post(path, data={"form_token": desk_form_token(hash_of(token))}, **more)

        await browser.get("/en/desk/imports/new")  # what is built and loaded once is there
        await send("/en/desk/imports", files={"file": ("list", csv_of(rows_of(FIRST)))})
        print(f"{what}, {len(content) / 2**20:.2f} MiB\n")
        print("| step | s | longest, ms | p99, ms | held, ms |", "|---|---:|---:|---:|---:|", sep="\n")
        async with watched("upload"):
            answer = await send("/en/desk/imports", files={"file": ("list", content)})
        here = answer.headers["location"].removesuffix("/columns")
        if answer.headers["location"] != here:
            async with watched("columns"):
                await browser.get(answer.headers["location"])
            fields = {"column-0": "name_en", "column-1": "country", "column-2": "website", "form_token": desk_form_token(hash_of(token))}
            async with watched("columns chosen"):
                await browser.post(answer.headers["location"], data=fields)
        async with watched("jobs"):
            await run_due()
        for time in ("first", "second"):
            async with watched(f"preview, the {time} time"):
                page = await browser.get(here)
        assert page.status_code == 200, page.text
        async with watched("rows left out"):
            await browser.get(f"{here}/left-out.csv")
        await send(f"{here}/confirmation")
        async with watched("import"):
            await run_due()
        async with watched("result"):
            print("  ", (await browser.get(here)).text.count("The import is finished"), end=" ")
        async with watched("asked to undo"):
            await send(f"{here}/undoing")
        async with watched("undoing"):
            await run_due()
        async with watched("result"):
            await browser.get(here)


async def measure(rows: int, file_format: str) -> None:
    """Make a database with a coordinator, and let them import a list."""
    from coalition import clock, database, job_kinds, migrating, tables
    from coalition.people.accounts import add_coordinator
    from coalition.people.forms import CoordinatorForm
    from coalition.people.tables import Login
    from coalition.people.tokens import new_token

    assert tables.TABLES
    assert job_kinds.HANDLERS
    database.bind(database.engine_from_url(os.environ["COALITION_DATABASE_URL"]))
    await database.open_engine()
    await migrating.migrate()
    ada = await add_coordinator(CoordinatorForm(email="ada@example.org", name="Ada"))
    token, token_hash = new_token()
    await database.put(Login, coordinator=ada.id, token_hash=token_hash, created_at=clock.now(), seen_at=clock.now())
    await walk(token, FORMATS[file_format](rows_of(rows)), f"{rows} rows, {file_format}")
    await database.close_engine()


def main() -> None:
    """Measure in a folder that goes afterwards."""
    rows, file_format = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2] if len(sys.argv) > 2 else "xlsx"
    with tempfile.TemporaryDirectory(prefix="coalition-imports-") as folder:
        os.environ |= {
            "COALITION_DATABASE_URL": f"sqlite:///{folder}/site.sqlite",
            "COALITION_DATA_DIR": folder,
            "COALITION_SMTP_URL": f"file:{folder}/mail",
        }
        os.environ.setdefault("COALITION_SECRET_KEY", "a secret that is good for a benchmark only")
        asyncio.run(measure(rows, file_format))


if __name__ == "__main__":
    main()
