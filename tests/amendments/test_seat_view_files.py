"""Ben takes the draft that he was sent along as a file: it holds what his pages show, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.amendments import queries, view_files
from coalition.rounds.closing_rounds import close_round
from coalition.rounds.queries import open_round
from tests.amendments import proposed
from tests.amendments.test_seat_pages import enter, links
from tests.amendments.test_seat_ways_to_read import _proposed as some_proposed
from tests.amendments.view_file_reader import WordFile, markdown, word
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/en/drafting/proposals"
HIDDEN = ("Party", "far says", "far notes", "cleo@", "@example.org", "Amendment 3")


async def _check(ben: httpx.AsyncClient) -> WordFile:
    """Check that Ben's files hold all that he may read, and nothing else."""
    file, text = await word(ben, HERE, "proposals"), await markdown(ben, HERE, "proposals")
    for said in (file.everything, text):
        assert [hidden for hidden in HIDDEN if hidden in said] == []
    assert [(author, lines) for author, _, lines in file.comments] == [
        ("Your organisation", ["Amendment 1: change the text", "The parties meet as ben says."]),
        ("An organisation without its name", ["Amendment 2: change the text", "The parties meet as cleo says."]),
        ("Your organisation", ["Not handed in: change the text", "The parties hide what ben notes."]),
        ("Your organisation", ["Not handed in: add a provision at the end", "The parties part."]),
    ]
    assert file.changes == [("del", "Your organisation", "publish"), ("ins", "Your organisation", "hide what ben notes")]
    assert "> **Amendment 2: change the text · An organisation without its name**\n>\n> The parties meet<ins> as cleo says</ins>.\n" in text
    return file


async def test_a_seat_takes_along_what_its_pages_show(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await some_proposed(consulted)
    assert (await ben.get(f"{HERE}.docx")).status_code == 403
    await enter(ben, tokens["ben"])
    (await _check(ben)).check_metadata("Memorandum", "en")
    assert "w:date" not in (await word(ben, HERE, "proposals")).everything
    await enter(cleo, tokens["cleo"])
    assert "ben notes" not in await markdown(cleo, HERE, "proposals") + (await word(cleo, HERE, "proposals")).everything
    page = (await ben.get(f"{HERE}?view=result&language=ru")).text
    hrefs = [link.replace("&amp;", "&") for link in re.findall(rf'href="({HERE}\.[^"]+)"', page)]
    names = [(await ben.get(link)).headers["content-disposition"] for link in hrefs]
    assert names == [f'attachment; filename="draft-1-ru-result.{ending}"' for ending in ("docx", "md")]


async def test_a_seat_compares_two_rounds_and_not_the_draft(ben: httpx.AsyncClient, consulted: Memorandum) -> None:
    await some_proposed(consulted)
    row = await open_round(consulted.id)
    assert row
    await close_round(row.id)
    await proposed.decided(consulted, 1)
    await enter(ben, (await links(consulted))["ben"])
    await proposed.decided(consulted, 2, "rejected")
    assert "The parties meet." in (await word(ben, HERE, "original")).words
    assert "As it was in round 1" in (await word(ben, HERE, "original")).everything
    difference = await word(ben, HERE, "difference")
    assert (difference.changes, "w:date" in difference.everything) == ([("ins", "Coalition", " as ben says")], False)
    assert "1. The parties meet as ben says.\n" in await markdown(ben, HERE, "result")
    assert "<td>\n\n1. The parties meet<ins> as ben says</ins>.\n\n</td>" in await markdown(ben, HERE, "side-by-side")
    assert "1. The parties meet[_ as ben says_]." in (await word(ben, HERE, "side-by-side")).words


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("module", "name", "right", "wrong"),
    [
        (queries, "readable_by", "disclosed = Amendment.disclosure.is_in(_DISCLOSED) & ", "disclosed = "),
        (
            queries,
            "private_of",
            "(Amendment.seat == seat_id) & (Amendment.number == 0)\n    return [made_of",
            "Amendment.number == 0\n    return [made_of",
        ),
        (view_files, "read_in_seat", "", ""),
    ],
)
async def test_builds_that_tell_too_much_are_found(
    ben: httpx.AsyncClient, consulted: Memorandum, monkeypatch: pytest.MonkeyPatch, module: object, name: str, right: str, wrong: str
) -> None:
    await enter(ben, (await some_proposed(consulted))["ben"])
    await _check(ben)
    if right:
        monkeypatch.setattr(module, name, mutated(module, right, wrong)[name])
    else:  # the proposals as those who work on the draft read them

        async def read_as_at_the_desk(opened, places, language):
            return await view_files.read_proposals(view_files.coordinators_of(opened.memorandum.id), places, language)

        monkeypatch.setattr(module, name, read_as_at_the_desk)
    with pytest.raises(AssertionError):
        await _check(ben)
