"""Ada reads the comment matrix of a draft, narrows it to a round, and saves it as a file that no spreadsheet calculates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.amendments.deciding_amendments import decide
from coalition.amendments.forms import DecisionForm
from coalition.database import counting_queries
from coalition.rounds.answering_rounds import hand_in_comments
from coalition.rounds.forms import SeatCommentsForm
from coalition.spreadsheets.csv_files import csv_grid
from coalition.spreadsheets.workbooks import sheets_of
from tests.amendments import proposed
from tests.amendments.conftest import consulted, draft  # noqa: F401 -- fixtures
from tests.amendments.test_amendment_queries import hand_in
from tests.drafting.conftest import key_of

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/{}/desk/memoranda/cooperation/draft/matrix{}"
FORMULA = '=HYPERLINK("https://example.org")'


async def _filled(memorandum: Memorandum) -> None:
    """Let an organisation comment, and another propose an amendment that is rejected; both in round 1."""
    links = await proposed.sessions(memorandum, "ben", "cleo")
    comments = {"": FORMULA, await key_of(memorandum, "3"): "Who <b>publishes</b>?"}
    await hand_in_comments(links["ben"], SeatCommentsForm.parse({"comments": comments, "disclosure": "coordinators"}), "en")
    await proposed.handed_in(links["cleo"], await proposed.replacing(memorandum, "1", "The parties part.", reason="+1"))
    await decide(memorandum, 1, DecisionForm.parse({"outcome": "rejected", "reason": "It goes too far."}))


async def test_the_matrix_is_read_and_saved(ada: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    empty = await ada.get(HERE.format("en", ""))
    assert "Nothing was handed in yet" in empty.text
    assert "matrix.csv" not in empty.text
    await _filled(consulted)
    page = (await ada.get(HERE.format("en", ""))).text
    places = [
        page.index(words)
        for words in ("On the whole text", '/draft/amendments/1">Amendment 1</a>: change the text', "It goes too far.", "Who &lt;b&gt;")
    ]
    assert places == sorted(places)
    assert "Who &lt;b&gt;publishes&lt;/b&gt;?" in page
    assert "No comment or amendment belongs to this round." in (await ada.get(HERE.format("en", "?round=2"))).text
    assert "matrix.xlsx?round=1" in (await ada.get(HERE.format("en", "?round=1"))).text

    file = await ada.get(HERE.format("en", ".csv"))
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    header, *rows = csv_grid(file.content.decode("utf-8-sig"))
    assert header[:5] == ["Provision", "Kind", "Number", "Organisation", "What is proposed"]
    assert [(row[0], row[1], row[3], row[6][:5], row[7], row[8]) for row in rows] == [
        ("On the whole text", "comment", "Party ben", "'=HYP", "", ""),
        ("Provision 1", "amendment", "Party cleo", "The p", "'+1", "rejected"),
        ("Provision 3", "comment", "Party ben", "Who <", "", ""),
    ]
    [sheet] = sheets_of((await ada.get(HERE.format("ar", ".xlsx?round=1"))).content)
    assert sheet.name == "جدول الملاحظات"
    assert [row.cells[6] for row in sheet.rows[1:]] == [FORMULA, "The parties part.", "Who <b>publishes</b>?"]


async def test_a_long_matrix_has_pages_of_as_many_queries(ada: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    await proposed.sessions(consulted)
    counts, begin = [], 1
    for end in (4, 301):
        await hand_in(consulted, begin, end)
        begin = end
        assert (await ada.get(HERE.format("en", ""))).status_code == 200  # what a process remembers
        with counting_queries() as counted:
            page = await ada.get(HERE.format("en", ""))
        counts.append(counted.count)
    assert counts[0] == counts[1], counts
    assert page.text.count('<tr><th scope="row">') == 50
    following = page.text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "after=amendment-" in following
    assert (await ada.get(following)).text.count('<tr><th scope="row">') == 50
    [sheet] = sheets_of((await ada.get(HERE.format("en", ".xlsx"))).content)
    assert len(sheet.rows) == 301
