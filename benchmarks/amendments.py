"""Processor time of every view of amendments and comments with 300 of each, against the same with 30.

`python -m benchmarks.amendments [--provisions 300] [--few 30] [--many 300] [--rounds 15] [--views …] [--engines sqlite,postgres] [--folder FOLDER]`
writes a text of 12,000 words in three languages, sends it in a round, and stores amendments and comments of three organisations in four
scripts. It prints a table as Markdown: how many times more a view takes with many than with few, the least of all rounds, in which both take
turns in one process. Both stand in one database, as two memoranda. A last column has the number of queries with few and with many. With
`--views` only views are measured whose name contains it: of those near the goal, more rounds say more.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.drafting import LANGUAGES, MOST_GROWTH, Site, cost_of, text_in
from benchmarks.everywhere import word
from benchmarks.scale.engines import ENGINES
from coalition import clock, database, migrating, settings, tables
from coalition.addresses import url_for
from coalition.amendments.tables import AMENDMENT_REASON, AMENDMENT_TEXT, Amendment
from coalition.app import create_app
from coalition.database import counting_queries, put, put_rows, transaction
from coalition.drafting.current_texts import current_texts
from coalition.memoranda import beginning
from coalition.memoranda.forms import MemorandumForm, WordingForm
from coalition.memoranda.wording import save_wording
from coalition.organisations.forms import OrganisationForm
from coalition.organisations.registering import register
from coalition.people.accounts import add_coordinator
from coalition.people.forms import CoordinatorForm
from coalition.people.tables import Login
from coalition.people.tokens import new_token
from coalition.rounds.forms import RoundForm
from coalition.rounds.seat_sessions import begin_seat_session
from coalition.rounds.sending_rounds import send_round
from coalition.rounds.tables import COMMENT_TEXT, Seat, SeatAnswer, SeatComment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.drafting.provision_texts import ProvisionText
    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.tables import ConsultationRound

_GEORGIAN = str.maketrans("abcdefghijklmnopqrstuvwxyz", "აბცდეფგჰიჯკლმნოპქრსტუვწხყზ")
_OPERATIONS = ("replace", "replace", "replace", "insert_after", "delete")
_PARTIES = ("ben", "cleo", "far")
_TITLES = {"en": "Memorandum on mutual aid", "ru": "Меморандум о взаимопомощи", "ar": "مذكرة المساعدة المتبادلة"}
_WAYS = ("proposals", "original", "difference", "result", "side-by-side")
_DESK: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("list", "desk.amendments.list", {}),
    ("one amendment", "desk.amendment.show", {"number": "1"}),
    ("new amendment", "desk.amendment.new", {"provision": "{key}"}),
    ("acceptance", "desk.acceptances.new", {}),
    ("comments", "desk.draft_comments.show", {}),
    ("matrix", "desk.matrix.show", {}),
    ("matrix, CSV", "desk.matrix_csv.show", {}),
    ("matrix, XLSX", "desk.matrix_xlsx.show", {}),
    *((f"draft, {view}", "desk.proposals.show", {"view": view}) for view in _WAYS),
    *((f"draft, {view}, Word file", "desk.proposals_docx.show", {"view": view}) for view in _WAYS),
    *((f"draft, {view}, Markdown", "desk.proposals_md.show", {"view": view}) for view in ("proposals", "side-by-side")),
    ("outline", "desk.wording.edit", {}),
    ("provision", "desk.provision.edit", {"provision": "{key}", "text": "en"}),
    ("round", "desk.round.show", {"number": "1"}),
    ("adoption", "desk.adoption.new", {}),
)
_SEAT: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("seat: draft", "signing.drafting.show", {}),
    ("seat: provision", "signing.drafting_provision.show", {"provision": "{key}"}),
    ("seat: list", "signing.drafting_amendments.list", {}),
    ("seat: one amendment", "signing.drafting_amendment.show", {"number": "1"}),
    *((f"seat: draft, {view}", "signing.drafting_proposals.show", {"view": view}) for view in ("proposals", "result", "side-by-side")),
    ("seat: draft, proposals, Word file", "signing.drafting_proposals_docx.show", {"view": "proposals"}),
    ("seat: handing in", "signing.drafting_hand_in.new", {}),
    ("seat: answer", "signing.drafting_answer.new", {}),
)
_COLUMNS = ("engine", "view", "times", "queries", "kB with few", "kB with many")


@dataclass
class Side:
    """A memorandum with its session in a seat, and the key of a provision with one amendment and one comment."""

    memorandum: Memorandum
    site: Site
    key: str


@dataclass
class View:
    """A view of both sides: their paths, their least seconds of the process, their queries and the bytes of their answers."""

    name: str
    paths: Sequence[str]
    least: list[float]
    queries: list[int]
    lengths: list[int]


async def write(slug: str, number: int, provisions: int, ada: int) -> tuple[Memorandum, str, str]:
    """Write a draft in three languages, send it, and store amendments and comments; return the link of a seat and the key of a provision."""
    memorandum = await beginning.begin(MemorandumForm.parse({"slug": slug, "authentic_languages": [*LANGUAGES], "signature_rule": "invited"}), ada)
    for code in LANGUAGES:
        await save_wording(memorandum, code, WordingForm(title=_TITLES[code], body=text_in(code, provisions)))
    closes = str(clock.today() + timedelta(days=20))
    sent = await send_round(memorandum, RoundForm.parse({"kind": "comments", "closes": closes, "organisations": [*_PARTIES], "send": False}))
    texts = (await current_texts(memorandum.id)).languages["en"].provisions
    numbered = [text for text in texts.values() if text.number]
    chosen = [numbered[at * len(numbered) // number] for at in range(number)]
    seats = {seat.organisation: seat.id for seat in await Seat.objects().where(Seat.round == sent.round.id)}
    await _amend(sent.round, chosen, [*seats])
    await _comment(chosen, [*seats.values()])
    return memorandum, sent.seats[0].link.rpartition("/")[2], chosen[0].key


async def _amend(row: ConsultationRound, chosen: Sequence[ProvisionText], parties: Sequence[int]) -> None:
    chance, rows = Random("amendments"), list[dict[str, Any]]()
    for number, text in enumerate(chosen, start=1):
        key, operation, base = secrets.token_hex(16), _OPERATIONS[number % len(_OPERATIONS)], text.source.removeprefix(text.number).strip()
        words = base.split()
        words[number % len(words)] = _word(chance, number)
        proposed = {"replace": " ".join(words), "insert_after": base, "delete": ""}[operation]
        given: dict[str, Any] = {"key": key, "memorandum": row.memorandum, "edition": row.edition, "round": row.id, "number": number}
        given |= {"organisation": parties[number % len(parties)], "provision": text.key, "provision_number": text.number, "operation": operation}
        given |= {"language": "en", "version": 1, "base": base, "saved_at": clock.now(), "submitted_at": clock.now(), "state": "submitted"}
        given |= {"text": AMENDMENT_TEXT.encrypt(proposed, key), "reason": AMENDMENT_REASON.encrypt(_sentence(chance, number), key)}
        rows.append(given | {"disclosure": ("named", "unnamed")[number % 2]})
    async with transaction():
        await put_rows(Amendment, rows)


async def _comment(chosen: Sequence[ProvisionText], seats: Sequence[int]) -> None:
    chance, now = Random("comments"), clock.now()
    async with transaction():
        answers = []
        for seat in seats:
            given: dict[str, Any] = {"position": "comments", "language": "en", "disclosure": "named", "answered_at": now}
            answers.append((await put(SeatAnswer, seat=seat, key=secrets.token_hex(16), **given)).id)
        rows = list[dict[str, Any]]()
        for number, text in enumerate(chosen):
            key, who = secrets.token_hex(16), number % len(seats)
            words = COMMENT_TEXT.encrypt(_sentence(chance, number), key)
            rows.append({"key": key, "seat": seats[who], "answer": answers[who], "provision": text.key, "text": words, "saved_at": now})
        await put_rows(SeatComment, rows)


def _word(chance: Random, number: int) -> str:
    """Return a word in one of four scripts."""
    return word(chance, LANGUAGES[number % 4]) if number % 4 < len(LANGUAGES) else word(chance, "en").translate(_GEORGIAN)


def _sentence(chance: Random, number: int) -> str:
    return " ".join(_word(chance, number) for _ in range(12)) + "."


async def measured(url: str, provisions: int, numbers: Sequence[int], rounds: int, only: str = "") -> list[View]:
    """Fill a database and measure every view of both memoranda in turns, or those whose name contains `only`."""
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    try:
        await migrating.migrate()
        sides = await _sides(provisions, numbers)
        views = [_view(name, address, asked, sides) for name, address, asked in (*_DESK, *_SEAT) if only in name]
        for turn in range(rounds):
            for view in views:
                for at in (0, 1) if turn % 2 else (1, 0):
                    await _measure(view, at, sides[at].site)
    finally:
        await database.close_engine()
    return views


async def _sides(provisions: int, numbers: Sequence[int]) -> list[Side]:
    ada = await add_coordinator(CoordinatorForm.parse({"email": "ada@example.org", "name": "Ada"}))
    for slug in _PARTIES:
        names = [{"language": "en", "name": f"Party {slug}", "primary": True}]
        await register(OrganisationForm.parse({"slug": slug, "country": "KZ", "names": names, "confirmed_new": True}))
    token, token_hash = new_token()
    await Login(coordinator=ada.id, token_hash=token_hash, created_at=clock.now(), seen_at=clock.now()).save()
    app, sides = create_app(with_worker=False), []
    for number in numbers:
        memorandum, link, key = await write(f"drafted-{number}", number, provisions, ada.id)
        sides.append(Side(memorandum, Site(app, token, await begin_seat_session(link)), key))
    return sides


def _view(name: str, address: str, asked: dict[str, str], sides: Sequence[Side]) -> View:
    paths = []
    for side in sides:
        places = {place: value.format(key=side.key) for place, value in asked.items()}
        paths.append(url_for(address, lang="en", **({"memorandum": side.memorandum.slug} if address.startswith("desk.") else {}), **places))
    return View(name, paths, [1e9, 1e9], [0, 0], [0, 0])


async def _measure(view: View, at: int, site: Site) -> None:
    with counting_queries() as counted:
        view.lengths[at] = len(await site.ask(view.paths[at]))
    view.queries[at] = counted.count
    view.least[at] = min(view.least[at], await cost_of(partial(site.ask, view.paths[at])))


def compared(engine: str, views: Sequence[View]) -> None:
    """Print the lines of an engine; what misses the goal is set in bold."""
    for view in views:
        times = view.least[1] / view.least[0]
        figure = f"**{times:.2f}**" if times > MOST_GROWTH else f"{times:.2f}"
        queries = str(view.queries[0]) if view.queries[0] == view.queries[1] else f"**{view.queries[0]}, {view.queries[1]}**"
        print(f"| {engine} | {view.name} | {figure} | {queries} | {view.lengths[0] / 1000:.0f} | {view.lengths[1] / 1000:.0f} |", flush=True)


def main() -> None:
    """Fill, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provisions", type=int, default=300)
    parser.add_argument("--few", type=int, default=30)
    parser.add_argument("--many", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--views", default="", help="measure only views whose name contains this")
    parser.add_argument("--engines", default="sqlite,postgres")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    assert tables.TABLES
    print(f"| {' | '.join(_COLUMNS)} |\n|---|---|{'---:|' * (len(_COLUMNS) - 2)}")
    for engine in asked.engines.split(","):
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder, ENGINES[engine](Path(folder)) as store:
            (store.folder / "amendments").mkdir(parents=True, exist_ok=True)
            url = store.empty("amendments")
            os.environ |= {"COALITION_DATABASE_URL": url, "COALITION_DATA_DIR": folder, "COALITION_BASE_URL": "http://127.0.0.1:8000"}
            settings.load.cache_clear()
            compared(engine, asyncio.run(measured(url, asked.provisions, (asked.few, asked.many), asked.rounds, asked.views)))


if __name__ == "__main__":
    sys.exit(main())
