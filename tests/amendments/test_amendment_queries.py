"""Lists of amendments take the same number of queries whatever their length, for editors and for a seat."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.amendments.comment_matrix import matrix_page
from coalition.amendments.margins import waiting_beside
from coalition.amendments.readers import coordinators_of
from coalition.amendments.tables import AMENDMENT_REASON, AMENDMENT_TEXT, Amendment, CoSponsor
from coalition.amendments.views import amendment_view, amendments_of
from coalition.database import counting_queries, put_rows, reading
from coalition.organisations.queries import ids_by_slug
from coalition.rounds.queries import open_round
from tests.amendments import proposed
from tests.drafting.conftest import provisions_of

if TYPE_CHECKING:
    from coalition.amendments.readers import Reader
    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio

SCRIPTS = ("The parties meet {n} times.", "Стороны встречаются {n} раза.", "تجتمع الأطراف {n} مرات.", "მხარეები ხვდებიან {n}-ჯერ.")


async def hand_in(memorandum: Memorandum, begin: int, end: int) -> None:
    """Store amendments in four scripts about all provisions, some of them with co-sponsors."""
    row = await open_round(memorandum.id)
    assert row
    ids = await ids_by_slug(proposed.SLUGS)
    texts = [text for text in (await provisions_of(memorandum)).values() if text.block]
    rows: list[dict[str, Any]] = []
    for number in range(begin, end):
        key, text = secrets.token_hex(16), texts[number % len(texts)]
        rows.append(
            {
                "key": key,
                "memorandum": memorandum.id,
                "edition": 1,
                "round": row.id,
                "organisation": ids[proposed.SLUGS[number % 3]],
                "number": number,
                "provision": text.key,
                "provision_number": text.number,
                "operation": "replace",
                "language": "en",
                "version": 1,
                "base": text.source.removeprefix(text.number).strip(),
                "saved_at": clock.now(),
                "submitted_at": clock.now(),
                "text": AMENDMENT_TEXT.encrypt(SCRIPTS[number % 4].format(n=number), key),
                "reason": AMENDMENT_REASON.encrypt("So.", key),
                "disclosure": ("named", "unnamed")[number % 2],
                "state": "submitted",
            }
        )
    await put_rows(Amendment, rows)
    first = await Amendment.objects().where(Amendment.number == begin).first()
    assert first
    await put_rows(CoSponsor, [{"amendment": first.id, "organisation": ids["far"], "disclosure": "named", "joined_at": clock.now()}])


async def _counted(memorandum: Memorandum, reader: Reader) -> list[int]:
    """Return how many queries each view takes."""
    keys = [*(await provisions_of(memorandum))]
    counts: list[int] = []
    for work in (
        lambda: amendments_of(reader, limit=50),
        lambda: amendment_view(reader, 2),
        lambda: waiting_beside(reader, keys),
        lambda: matrix_page(reader, limit=50),
    ):
        async with reading():
            with counting_queries() as counted:
                assert await work()
        counts.append(counted.count)
    return counts


async def test_three_amendments_take_as_many_queries_as_three_hundred(consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted)
    readers = [coordinators_of(consulted.id), await proposed.in_seat(links["cleo"])]
    await hand_in(consulted, 1, 4)
    few = [await _counted(consulted, reader) for reader in readers]
    await hand_in(consulted, 4, 301)
    assert [await _counted(consulted, reader) for reader in readers] == few
    page = await amendments_of(readers[0], limit=50)
    assert (len(page.lines), page.after) == (50, 50)
    assert len((await amendments_of(readers[0], after=250, limit=50)).lines) == 50
