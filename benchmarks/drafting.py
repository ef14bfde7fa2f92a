"""Processor time of every view of drafting, against one query of the rows that it shows and a template, and with ten times the revisions.

`python -m benchmarks.drafting [--provisions 300] [--revisions 30] [--rounds 20] [--processes 2] [--engines sqlite,postgres]
[--folder FOLDER]` writes a text of 12,000 words in three languages and prints a table as Markdown: milliseconds of the process, the least
of all rounds, in which the views and what they are compared with take turns.

Two templates stand beside each view. The plain one writes the rows into a table and nothing else. The page's own is what the view renders,
with what it renders it with: HTML that no query would make cheaper. A file has no template of its own.

A view is measured in three states: with what the process remembers of texts that it read; with nothing remembered; and as the first view of
a text in new processes that loaded what texts need and showed the list of revisions. The last also has what every first use of a page costs,
and the one collection of garbage that falls into it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import jinja2

from benchmarks.everywhere import word
from benchmarks.scale.engines import ENGINES
from coalition import clock, database, migrating, settings, tables
from coalition.addresses import url_for
from coalition.app import create_app
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.draft_parts import LONGEST
from coalition.drafting.glossary import RenderingForm, TermForm, add_term
from coalition.forums.forms import ForumForm
from coalition.forums.recording_forums import record_forum
from coalition.memoranda import beginning
from coalition.memoranda.confirming_wordings import confirm_wording
from coalition.memoranda.edition_queries import blocks_of
from coalition.memoranda.forms import MemorandumForm, WordingForm
from coalition.memoranda.recording_revisions import Content, divided
from coalition.memoranda.tables import Revision, RevisionKind, Wording
from coalition.memoranda.wording import save_wording
from coalition.memoranda.wording_agreement import digest_compared
from coalition.people.accounts import add_coordinator
from coalition.people.forms import CoordinatorForm
from coalition.people.tables import Login
from coalition.people.tokens import new_token
from coalition.remembered import forget
from coalition.rendering import render
from coalition.text.preparing import prepare
from coalition.web import pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

SLUG, LANGUAGES = "drafted", ("en", "ru", "ar")
MOST_TIMES, MOST_GROWTH = 8, 1.3  # the goals: times the query with the template, times with ten times the revisions
_WORDS, _TERMS, _CHANGED = 39, 100, 3  # words of a provision with its number; terms; every third provision is changed after it was compared
_TITLES = {"en": "Memorandum on mutual aid", "ru": "Меморандум о взаимопомощи", "ar": "مذكرة المساعدة المتبادلة"}

# One query of the rows that a view shows, or counts; {wordings} are the ids of all three, {en} that of the English one.
_ONE = "SELECT p.*, w.title FROM placement p JOIN wording w ON w.id = p.wording WHERE w.id = {en} ORDER BY p.position"
_PAGE = (
    "SELECT p.key, p.kind, p.number, p.label, CASE WHEN p.position < {longest} THEN p.markdown ELSE '' END AS markdown "
    "FROM placement p WHERE p.wording = {en} ORDER BY p.position"
)
_NAMES = (
    "SELECT p.key, p.number, p.label, CASE WHEN p.key = '{key}' THEN p.markdown ELSE '' END AS markdown "
    "FROM placement p WHERE p.wording = {en} ORDER BY p.position"
)
_ALL = (
    "SELECT p.*, w.language, w.title, c.compared FROM placement p JOIN wording w ON w.id = p.wording "
    "LEFT JOIN compared_provision c ON c.wording = p.wording AND c.key = p.key WHERE p.wording IN ({wordings}) ORDER BY p.wording, p.position"
)
_REVISIONS = "SELECT r.number, r.kind, r.provision, r.saved_at, c.name FROM revision r JOIN coordinator c ON c.id = r.coordinator "
_LISTED = _REVISIONS + "WHERE r.wording = {en} ORDER BY r.number DESC LIMIT 100"
_CONTENTS = "SELECT r.number, r.content FROM revision r WHERE r.wording = {en} ORDER BY r.number DESC LIMIT 2"
_GLOSSARY = "SELECT t.id, t.note, g.language, g.text FROM term t JOIN rendering g ON g.term = t.id ORDER BY t.id LIMIT 300"
_VIEWS: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("outline", "desk.wording.edit", {}, _PAGE),
    ("whole text", "desk.wording.edit", {"text": "en"}, _ONE),
    ("provision", "desk.provision.edit", {"provision": "{key}", "text": "en"}, _NAMES),
    ("two columns", "desk.translation.edit", {"target": "ar", "provision": "{key}"}, _ALL),
    ("languages", "desk.languages.show", {"text": "ar"}, _ALL),
    ("revisions", "desk.revisions.list", {"text": "en"}, _LISTED),
    ("difference of a revision", "desk.text_revision.show", {"number": "{number}", "text": "en"}, _CONTENTS),
    ("glossary", "desk.glossary.show", {}, _GLOSSARY),
    ("adoption", "desk.adoption.new", {}, _ALL),
    ("print", "desk.wording_print.show", {"text": "en"}, _ONE),
    ("Word file", "desk.wording_file.show", {"file": "en.docx"}, _ONE),
    ("Markdown file", "desk.wording_file.show", {"file": "en.md"}, _ONE),
)
_COLUMNS = (
    *("engine", "view", "query and plain template, ms", "query and own template, ms", "view, ms", "nothing remembered, ms"),
    *("times the plain", "times the own", "nothing remembered, times the own", "new process, times the own"),
    *("with ten times the revisions, times", "nothing remembered, with ten times the revisions, times", "kB"),
)
_PLAIN = jinja2.Environment(autoescape=True).from_string(
    "<!doctype html><title>{{ title }}</title><table>{% for row in rows %}<tr>{% for value in row.values() %}<td>{{ value }}</td>"
    "{% endfor %}</tr>{% endfor %}</table>"
)


def text_in(language: str, provisions: int) -> str:
    """Return a text of numbered provisions under headings, ten under each."""
    chance, lines = Random(language), list[str]()
    for number in range(1, provisions + 1):
        if number % 10 == 1:
            lines.append(f"## {word(chance, language)} {number // 10 + 1}")
        lines.append(f"{number}. {' '.join(word(chance, language) for _ in range(_WORDS))}.")
    return "\n\n".join(lines) + "\n"


async def write(provisions: int, revisions: int) -> tuple[Memorandum, Coordinator]:
    """Write the texts in all languages, compared and then changed in English, with a glossary and revisions by two people."""
    ada, edith = [await add_coordinator(CoordinatorForm.parse({"email": f"{name}@example.org", "name": name.title()})) for name in ("ada", "edith")]
    forum = await record_forum(ForumForm.model_validate({"slug": "forum", "texts": [{"language": "en", "title": "Forum"}]}))
    chance = Random(18)
    for _ in range(_TERMS):
        renderings = [RenderingForm(language=code, text=word(chance, code)) for code in LANGUAGES]
        await add_term(forum, TermForm(renderings=renderings))
    form = {"slug": SLUG, "forum": "forum", "authentic_languages": [*LANGUAGES], "signature_rule": "invited"}
    memorandum = await beginning.begin(MemorandumForm.parse(form), ada.id)
    for code in LANGUAGES:
        await save_wording(memorandum, code, WordingForm(title=_TITLES[code], body=text_in(code, provisions)))
    for code in LANGUAGES:
        draft = await draft_texts(memorandum)
        wording = next(each for each in draft.wordings if each.language == code)
        await confirm_wording(memorandum, code, digest_compared(wording, draft.wordings))
    paragraphs = text_in("en", provisions).split("\n\n")
    changed = [text[:-1] + " bacedi." if number % _CHANGED == 0 else text for number, text in enumerate(paragraphs)]
    await save_wording(memorandum, "en", WordingForm(title=_TITLES["en"], body="\n\n".join(changed)))
    for wording in (await draft_texts(memorandum)).wordings:
        await _revise(wording, revisions, ada, edith)
    return memorandum, ada


async def _revise(wording: Wording, revisions: int, ada: Coordinator, edith: Coordinator) -> None:
    """Put revisions of single provisions before the last state of a wording; Ada saved one of them, Edith all others."""
    stored, number = await blocks_of(wording.id), wording.version
    keys = [block.key for block in stored]
    paragraphs = wording.body.split("\n\n")
    for turn in range(revisions - 1):
        at = turn % len(paragraphs)
        body = "\n\n".join([*paragraphs[:at], paragraphs[at].rstrip() + " bacedi", *paragraphs[at + 1 :]])
        who = ada if turn == revisions - 12 else edith
        columns = {
            "change": f"{wording.language} {turn}",
            "kind": RevisionKind.PROVISION_SAVED.value,
            "provision": keys[at],
            "coordinator": who.id,
            **divided(body),
        }
        number += 1
        content = Content(wording.title, body, keys).packed()
        await Revision(wording=wording.id, number=number, saved_at=clock.now(), content=content, **columns).save()
    await Wording.update({Wording.version: number}).where(Wording.id == wording.id)


@dataclass
class Site:
    """The application in this process, asked with the cookies of a session at the desk, and in a seat."""

    app: Any
    cookie: str
    seat: str = ""

    async def ask(self, path: str) -> bytes:
        """Return what a page says.

        Raises:
            RuntimeError: it does not answer 200.

        """
        address, _, query = path.partition("?")
        headers = [(b"host", b"127.0.0.1:8000"), (b"cookie", f"desk={self.cookie}; seat={self.seat}".encode())]
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": ""}
        scope |= {"path": address, "raw_path": address.encode(), "query_string": query.encode(), "headers": headers}
        scope |= {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000), "state": {}}
        sent: list[dict[str, Any]] = []

        received: list[dict[str, Any]] = [{"type": "http.request", "body": b"", "more_body": False}]
        ended = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if received:
                return received.pop()
            await ended.wait()  # a stream listens until its end whether the browser goes away
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                ended.set()

        await self.app(scope, receive, send)
        if sent[0]["status"] != 200:
            raise RuntimeError(path, sent[0]["status"])
        return b"".join(message.get("body", b"") for message in sent[1:])


@dataclass
class View:
    """A view with its least processor times in seconds, and the bytes of its answer.

    `first` is with nothing remembered; `plain` and `own` are those of the query with a plain template, and with that of the page. `started` is
    how many times as long as the query with its own template it takes in a new process, 0 where that is not measured.
    """

    name: str
    path: str
    query: str
    least: float = 1e9
    first: float = 1e9
    plain: float = 1e9
    own: float = 1e9
    length: int = 0
    started: float = 0


@dataclass
class Page:
    """The last page that was rendered, to be rendered again with the same values."""

    again: Callable[[], str] | None = None

    def render(self, template: str, language: str, /, **context: Any) -> str:
        """Render a page as the application does."""
        self.again = partial(render, template, language, **context)
        return self.again()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Page]:
    """Open a database, and keep the page that is rendered last."""
    page = Page()
    setattr(pages, "render", page.render)  # noqa: B010 -- mypy refuses a plain assignment
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    try:
        yield page
    finally:
        await database.close_engine()


async def measured(url: str, provisions: int, revisions: int, rounds: int) -> tuple[str, list[View]]:
    """Fill a database and measure every view; return the token of a session too."""
    async with opened(url) as page:
        await migrating.migrate()
        memorandum, ada = await write(provisions, revisions)
        token, token_hash = new_token()
        await Login(coordinator=ada.id, token_hash=token_hash, created_at=clock.now(), seen_at=clock.now()).save()
        site, views = Site(create_app(with_worker=False), token), await _views(memorandum, provisions)
        for _ in range(rounds):
            for view in views:
                await _measure(site, page, view)
    return token, views


def started(url: str, token: str, view: View) -> float:
    """Return how many times as long as the query with its own template a view takes as the first of its text in this new process."""
    return asyncio.run(_started(url, token, view))


async def _started(url: str, token: str, view: View) -> float:
    prepare()
    async with opened(url) as page:
        site = Site(create_app(with_worker=False), token)
        await site.ask(url_for("desk.revisions.list", lang="en", memorandum=SLUG, text="en"))
        page.again = None
        first = await cost_of(partial(site.ask, view.path))
        await site.ask(view.path)
        return first / min([await cost_of(partial(_with_own, page, view)) for _ in range(5)])


async def _views(memorandum: Memorandum, provisions: int) -> list[View]:
    draft = await draft_texts(memorandum)
    ids = {wording.language: wording.id for wording in draft.wordings}
    english = next(wording for wording in draft.wordings if wording.language == "en")
    given = {"key": draft.keys[provisions // 2], "number": str(english.version)}
    views = []
    for name, address, asked, query in _VIEWS:
        places = {place: value.format(**given) for place, value in asked.items()}
        path = url_for(address, lang="en", memorandum=memorandum.slug, **places)
        views.append(View(name, path, query.format(**given, longest=LONGEST, en=ids["en"], wordings=", ".join(map(str, ids.values())))))
    return views


async def _measure(site: Site, page: Page, view: View) -> None:
    async def ours() -> None:
        view.length = len(await site.ask(view.path))

    async def with_plain() -> None:
        _PLAIN.render(title=view.name, rows=await _rows(view))

    page.again = None
    forget()
    view.first, view.least = min(view.first, await cost_of(ours)), min(view.least, await cost_of(ours))
    view.plain, view.own = min(view.plain, await cost_of(with_plain)), min(view.own, await cost_of(partial(_with_own, page, view)))


async def _with_own(page: Page, view: View) -> None:
    rows = await _rows(view)
    if page.again:
        page.again()
    else:
        _PLAIN.render(title=view.name, rows=rows)


async def _rows(view: View) -> list[Mapping[str, Any]]:
    async with database.reading():
        return [_read(row) for row in await database.execute(view.query)]


def _read(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a row with the text that is stored compressed."""
    return {**row, "content": Content.unpacked(bytes(row["content"])).body} if "content" in row else row


async def cost_of(work: Callable[[], Awaitable[object]]) -> float:
    """Return the seconds of the process that some work takes."""
    began = time.process_time()
    await work()
    return time.process_time() - began


def _least_started(processes: int, url: str, token: str, view: View) -> float:
    ratios = []
    for _ in range(processes):
        with get_context("spawn").Pool(1) as pool:
            ratios.append(pool.apply(started, (url, token, view)))
    return min(ratios, default=0)


def compared(engine: str, few: Sequence[View], many: Sequence[View]) -> None:
    """Print the lines of an engine; what misses a goal is set in bold."""
    for view, revised in zip(few, many, strict=True):
        milliseconds = [f"{seconds * 1000:.1f}" for seconds in (view.plain, view.own, view.least, view.first)]
        ratios = (view.least / view.plain, view.least / view.own, view.first / view.own, view.started)
        times = [_bold(f"{ratio:.1f}", missed=ratio > MOST_TIMES) for ratio in ratios]
        growths = [_bold(f"{growth:.2f}", missed=growth > MOST_GROWTH) for growth in (revised.least / view.least, revised.first / view.first)]
        figures = [*milliseconds, *times, *growths]
        print(f"| {engine} | {view.name} | {' | '.join(figures)} | {view.length / 1000:.0f} |", flush=True)


def _bold(figure: str, *, missed: bool) -> str:
    return f"**{figure}**" if missed else figure


def main() -> None:
    """Fill, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provisions", type=int, default=300)
    parser.add_argument("--revisions", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--engines", default="sqlite,postgres")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    assert tables.TABLES
    print(f"| {' | '.join(_COLUMNS)} |\n|---|---|{'---:|' * (len(_COLUMNS) - 2)}")
    for engine in asked.engines.split(","):
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder, ENGINES[engine](Path(folder)) as store:
            sides = []
            for part in (1, 10):
                key = f"drafting_{part}"
                (store.folder / key).mkdir(parents=True, exist_ok=True)
                url = store.empty(key)
                os.environ |= {"COALITION_DATABASE_URL": url, "COALITION_DATA_DIR": folder, "COALITION_BASE_URL": "http://127.0.0.1:8000"}
                settings.load.cache_clear()
                token, views = asyncio.run(measured(url, asked.provisions, asked.revisions * part, asked.rounds))
                sides.append(views)
                for view in views if part == 1 else ():
                    view.started = _least_started(asked.processes, url, token, view)
            compared(engine, *sides)


if __name__ == "__main__":
    sys.exit(main())
