"""Files of a draft have the same bytes whatever the process remembers, and nobody gets what was remembered for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coalition import database
from coalition.addresses import url_for
from coalition.amendments import matrix_files, open_proposals, shown_texts
from coalition.amendments.proposing import withdraw_amendment
from coalition.amendments.readers import coordinators_of
from coalition.organisations.tables import Organisation
from coalition.remembered import forget
from coalition.rounds.answering_rounds import hand_in_comments
from coalition.rounds.forgetting import erase_answers
from coalition.rounds.forms import SeatCommentsForm
from coalition.rounds.seat_sessions import begin_seat_session
from tests.amendments import proposed
from tests.amendments.test_seat_pages import enter
from tests.amendments.test_seat_ways_to_read import _proposed as some_proposed
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.amendments.readers import Reader
    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
PROPOSALS = ("proposals_docx", "proposals_md")
WITHOUT_THE_READER = """
        return 0

    def __eq__(self, other):
        return self.{0} == other.{0}
"""


def _places(memorandum: Memorandum, ada: httpx.AsyncClient, *seats: httpx.AsyncClient) -> list[tuple[httpx.AsyncClient, str]]:
    """Return who takes which files along, in turns."""
    given = {"memorandum": memorandum.slug}
    places = [(ada, url_for(f"desk.matrix_{name}.show", lang=code, **given)) for name in ("csv", "xlsx") for code in ("en", "ar")]
    for name in PROPOSALS:
        places.append((ada, url_for(f"desk.{name}.show", lang="en", **given)))
        places += [(seat, url_for(f"signing.drafting_{name}.show", lang="en")) for seat in seats]
    return places


async def _taken(browser: httpx.AsyncClient, path: str) -> bytes:
    answer = await browser.get(path)
    assert answer.status_code == 200, path
    return answer.content


async def _check(places: list[tuple[httpx.AsyncClient, str]]) -> list[bytes]:
    """Check that files written with nothing remembered are those that are written in turns afterwards; return them."""
    files: list[bytes] = []
    for browser, path in places:
        forget()
        files.append(await _taken(browser, path))
    for _ in range(2):
        for (browser, path), file in zip(places, files, strict=True):
            assert await _taken(browser, path) == file, path
    return files


async def test_files_are_the_same_with_and_without_memory(
    ada: httpx.AsyncClient, ben: httpx.AsyncClient, cleo: httpx.AsyncClient, consulted: Memorandum
) -> None:
    tokens = await some_proposed(consulted)
    sessions = {slug: await begin_seat_session(token) for slug, token in tokens.items()}
    for slug, disclosure in (("ben", "named"), ("cleo", "unnamed")):
        comments = {"comments": {"": f"{slug} comments."}, "disclosure": disclosure}
        await hand_in_comments(sessions[slug], SeatCommentsForm.parse(comments), "en")
    for browser, slug in ((ben, "ben"), (cleo, "cleo")):
        await enter(browser, tokens[slug])
    places = _places(consulted, ada, ben, cleo)
    before = await _check(places)
    assert len({*before}) == len(places)
    assert [b"cleo says" in file for file in _texts(places, before)] == [True] * 5

    await withdraw_amendment(sessions["cleo"], 2)
    withdrawn = await _check(places)
    assert [path for (_, path), old, new in zip(places, before, withdrawn, strict=True) if old == new] == []
    assert [b"cleo says" in file for file in _texts(places, withdrawn)] == [True, True, False, False, False]

    async with database.transaction():
        for slug in ("ben", "cleo"):
            await erase_answers(consulted.id, (await Organisation.objects().get(Organisation.slug == slug)).id)
    assert [b"cleo says" in file or b"ben says" in file for file in _texts(places, await _check(places))] == [False] * 5


def _texts(places: list[tuple[httpx.AsyncClient, str]], files: list[bytes]) -> list[bytes]:
    """Return those of some files that are texts: two of the matrix, and what Ada, Ben and Cleo take along."""
    return [file for (_, path), file in zip(places, files, strict=True) if path.endswith((".csv", ".md"))]


async def test_a_matrix_that_is_read_in_parts_is_the_same(ada: httpx.AsyncClient, consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    await some_proposed(consulted)
    places = [place for place in _places(consulted, ada) if "/matrix." in place[1]]
    whole = await _check(places)
    monkeypatch.setattr(matrix_files, "_PART", 2)
    assert await _check(places) == whole


async def _matrix(build: dict[str, Any], reader: Reader) -> str:
    async with database.reading():
        made = await build["matrix_file"](reader, "en")
    return b"".join([piece async for piece in build["csv_pieces"](made)]).decode()


async def _check_matrix(build: dict[str, Any], desk: Reader, ben: Reader) -> None:
    for _ in range(2):
        assert "Party far" in await _matrix(build, desk)
        in_seat = await _matrix(build, ben)
        assert ("cleo says" in in_seat, "Party cleo" in in_seat, "far says" in in_seat) == (True, False, False)


@pytest.mark.sqlite_only
async def test_a_matrix_that_is_remembered_without_its_reader_is_found(consulted: Memorandum) -> None:
    tokens = await some_proposed(consulted)
    desk, ben = coordinators_of(consulted.id), await proposed.in_seat(await begin_seat_session(tokens["ben"]))
    await _check_matrix(vars(matrix_files), desk, ben)
    right = "return hash((self.rows[0].key, len(self.rows), self.language))"
    wrong = mutated(matrix_files, right, WITHOUT_THE_READER.format("labels"))
    with pytest.raises(AssertionError):
        await _check_matrix(wrong, desk, ben)


async def _check_names(ada: httpx.AsyncClient, ben: httpx.AsyncClient, memorandum: Memorandum) -> None:
    [*_, at_desk, in_seat] = _places(memorandum, ada, ben)
    for _ in range(2):
        assert b"Amendment 2: change the text \xc2\xb7 Party cleo" in await _taken(*at_desk)
        assert b"Amendment 2: change the text \xc2\xb7 An organisation without its name" in await _taken(*in_seat)


@pytest.mark.sqlite_only
async def test_proposals_that_are_remembered_without_their_reader_are_found(
    ada: httpx.AsyncClient, ben: httpx.AsyncClient, consulted: Memorandum, monkeypatch: pytest.MonkeyPatch
) -> None:
    await enter(ben, (await some_proposed(consulted))["ben"])
    await _check_names(ada, ben, consulted)
    right = "    sealed_reason: str\n"
    wrong = mutated(shown_texts, right, f"{right}\n    def __hash__(self):{WITHOUT_THE_READER.format('key')}")
    monkeypatch.setattr(open_proposals, "ProposalSource", wrong["ProposalSource"])
    with pytest.raises(AssertionError):
        await _check_names(ada, ben, consulted)
