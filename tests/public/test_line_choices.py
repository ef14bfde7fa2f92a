"""Finding a signatory in a long list: by a name in any script, by country, kind and state, and by letter; a hidden name is never a match."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from functools import partial
from html import unescape
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, collation
from coalition.acts import line_filters, line_queries
from coalition.acts.line_filters import LineFilter, LineKind, LineState, state_of
from coalition.acts.status_pages import Asked
from coalition.acts.status_queries import status_of, status_page
from coalition.acts.tables import ActKind, Standing
from coalition.invitations import links
from coalition.jobs.worker import run_due
from coalition.organisations.queries import by_slug
from coalition.public.memoranda import memoranda, signatories
from coalition.signatures import disclosing
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.withdrawing import withdraw
from tests import factories
from tests.public.reading import rows, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
AT_ONCE, AT_FIRST = 6, 3
PAGE = "/en/memoranda/cooperation/signatories"
NAMES = {
    "memorial": ("«Мемориал»", "KZ"),
    "arz": ("Ärzte ohne Grenzen", "DE"),
    "oslo": ("Åpen dør", "NO"),
    "jisr": ("جمعية جسر الكلمة", "JO"),
    "jisr-two": ("جسر العودة", "SY"),
    "mtkvari": ("მტკვრის ცენტრი", "GE"),
    "seven": ("7 Stars", "KZ"),
}


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (memoranda, signatories):
        monkeypatch.setattr(module, "Asked", partial(Asked, limit=AT_ONCE))
    monkeypatch.setattr(memoranda, "BRIEF", AT_FIRST)


async def a_list(ada: Coordinator) -> Memorandum:
    """Let fifteen organisations sign: seven with names of their own, one ad referendum, one that left, one in support, and one hidden."""
    memorandum = await factories.opened(ada, days=30)
    for number in range(7):
        recorded = await factories.signed(memorandum, await factories.organisation(f"party-{number}", f"Party {number}"))
    await withdraw(await links.follow(recorded.manage_token), WithdrawalForm(typed_name="Ben"))
    for slug, (name, country) in NAMES.items():
        organisation = await factories.organisation(slug, name, country=country)
        await factories.signed(memorandum, organisation, kind="support" if slug == "seven" else "ad_referendum" if slug == "arz" else "signature")
    await factories.signed(memorandum, await factories.organisation("hidden", "Party Hidden"), disclosure="counted")
    return memorandum


def named(page: str) -> list[str]:
    return [row[0].removesuffix(" represented by Ben") for row in rows(page)]


async def test_cleo_finds_a_signatory(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await a_list(ada_account)
    assert named((await cleo.get(f"{PAGE}?q=memorial")).text) == ["«Мемориал»"]
    assert named((await cleo.get(f"{PAGE}?q=جسر")).text) == ["جسر العودة", "جمعية جسر الكلمة"]
    page = (await cleo.get(f"{PAGE}?q=party")).text
    assert (len(named(page)), "7 of 14 lines match." in words(page)) == (AT_ONCE, True)
    following = unescape(re.findall(r'rel="next" href="([^"]*)"', page)[0])
    second = (await cleo.get(following)).text
    assert named(second) == ["[Party 6]"]
    assert f'href="{PAGE}?q=party#list">First page' in second
    assert named((await cleo.get(f"{PAGE}?country=DE")).text) == ["Ärzte ohne Grenzen"]
    assert named((await cleo.get(f"{PAGE}?kind=support")).text) == ["7 Stars"]
    assert named((await cleo.get(f"{PAGE}?state=waits")).text) == ["Ärzte ohne Grenzen"]
    assert named((await cleo.get(f"{PAGE}?state=ended")).text) == ["[Party 6]"]
    for nothing in ("q=hidden", "q=nobody", "country=NO&kind=support"):
        empty = (await cleo.get(f"{PAGE}?{nothing}")).text
        assert ("No line matches" in empty, rows(empty), "Party Hidden" in empty) == (True, [], False)
    for wrong in ("country=XX", "kind=decline", "state=hidden"):
        assert (await cleo.get(f"{PAGE}?{wrong}")).status_code == 404


async def test_a_match_is_marked_and_another_name_explains_it(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await a_list(ada_account)
    names = [{"language": "ru", "name": "<b>Ёлка</b> & Ко", "primary": True}, {"language": "kk", "name": "<i>Шырша</i> 3(a)"}]
    await factories.signed(memorandum, await factories.organisation("yolka", names=names))
    page = (await cleo.get(f"{PAGE}?q=елка")).text
    assert '<bdi lang="ru" dir="ltr">&lt;b&gt;<mark>Ёлка</mark>&lt;/b&gt; &amp; Ко</bdi>' in page
    other = (await cleo.get(f"{PAGE}?q=шырша")).text
    assert '<small class="also">also: <bdi lang="kk" dir="ltr">&lt;i&gt;<mark>Шырша</mark>&lt;/i&gt; 3(a)</bdi></small>' in other
    assert "<mark>«Мемориал»" not in (await cleo.get(f"{PAGE}?q=memorial")).text
    assert "«<mark>Мемориал</mark>»" in (await cleo.get(f"{PAGE}?q=memorial")).text
    assert '<bdi lang="en" dir="ltr">جمعية <mark>جسر</mark> الكلمة</bdi>' in (await cleo.get(f"{PAGE}?q=جسر")).text
    in_register = (await cleo.get("/en/organisations?q=шырша")).text
    assert "also: <bdi" in in_register
    assert "&lt;i&gt;<mark>Шырша</mark>&lt;/i&gt;" in in_register


async def test_a_list_of_several_pages_stands_under_letters(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await a_list(ada_account)
    page = (await cleo.get(PAGE)).text
    assert re.findall(r'<tr class="letter">.*?<bdi>(.)</bdi>', page, re.DOTALL) == ["A", "P"]
    letters = {label: unescape(address) for address, label in re.findall(r'<a href="([^"]*)"><bdi>(.)</bdi></a>', page)}
    assert list(letters) == ["A", "P", "М", "მ", "ج"]
    assert named((await cleo.get(letters["М"])).text)[0] == "«Мемориал»"
    assert named((await cleo.get(letters["ج"])).text)[0] == "جسر العودة"
    norwegian = (await cleo.get(PAGE.replace("/en/", "/nb/"))).text
    assert re.findall(r'#list"><bdi>(.)</bdi></a>', norwegian)[:3] == ["P", "Æ", "Å"], "in the order of Norwegian"
    assert '<option value="KZ">Kazakhstan (9)' in page, "the supporter too, the hidden name not"
    whole = (await cleo.get("/en/memoranda/cooperation")).text
    assert len(named(whole)) == AT_FIRST
    assert "All 14 lines of the list" in words(whole)


def everything(asked: LineFilter) -> Asked:
    return Asked(limit=1000, language="en", only=asked)


async def check_filters(memorandum: Memorandum) -> None:
    """Check that each filter chooses the lines of the whole list that it describes, today and on a past day."""
    whole = (await status_of(memorandum)).lines
    assert len(whole) == 14
    for country, kind, state in product(("", "KZ", "JO", "FR"), (None, *LineKind), (None, *LineState)):
        only = LineFilter(country=country, kind=kind, state=state)
        chosen = sorted(line.organisation.slug for line in whole if only.chooses(line)) if only else sorted(line.organisation.slug for line in whole)
        status = await status_page(memorandum, everything(only))
        assert sorted(line.organisation.slug for line in status.lines) == chosen
        assert not only or (status.page.matches, status.described, status.earlier) == (len(chosen), [], [])
    assert {state_of(line) for line in whole} == set(LineState)
    for each in ([LineFilter(kind=kind) for kind in LineKind], [LineFilter(state=state) for state in LineState]):
        read = [line.organisation.slug for only in each for line in (await status_page(memorandum, everything(only))).lines]
        assert sorted(read) == sorted(line.organisation.slug for line in whole), "each line has one kind and one state"


async def test_filters_choose_what_they_say(store: str, ada_account: Coordinator) -> None:
    assert store
    await check_filters(await a_list(ada_account))


@pytest.mark.sqlite_only
async def test_a_build_that_leaves_lines_out_is_found(store: str, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutated builds: a filter forgets a kind or a state, or asks hidden rows too."""
    assert store
    memorandum = await a_list(ada_account)
    faults: dict[str, tuple[Any, str, Any]] = {
        "a kind is forgotten": (line_filters, "_KINDS", {**line_filters._KINDS, LineKind.SIGNATURE: (ActKind.SIGNATURE,)}),
        "a state is forgotten": (line_filters, "_COUNTED_AS", {**line_filters._COUNTED_AS, LineState.ENDED: ("",)}),
        "hidden rows are asked": (line_queries, "_named", lambda number: Standing.memorandum == number),
    }
    for where, attribute, instead in faults.values():
        with monkeypatch.context() as build:
            build.setattr(where, attribute, instead)
            with pytest.raises(AssertionError):
                await check_filters(memorandum)


async def test_a_name_that_was_hidden_is_no_match_any_more(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await a_list(ada_account)
    assert named((await cleo.get(f"{PAGE}?q=Ärzte")).text) == ["Ärzte ohne Grenzen"]
    organisation = await by_slug("arz")
    assert organisation
    await disclosing.hide(memorandum, organisation.id)
    for address in ("?q=Ärzte", "?country=DE", "?state=waits", f"?at={clock.today().isoformat()}&q=grenzen"):
        page = (await cleo.get(PAGE + address)).text
        assert ("No line matches" in page, "Grenzen</bdi>" in page) == (True, False)
    assert "Germany" not in (await cleo.get(PAGE)).text


async def test_a_past_day_is_searched_too(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    with clock.shifted(-timedelta(days=5)):
        await a_list(ada_account)
    day = (clock.today() - timedelta(days=3)).isoformat()
    for asked, expected in (("q=memorial", ["«Мемориал»"]), ("country=JO", ["جمعية جسر الكلمة"]), ("state=ended", ["[Party 6]"])):
        page = (await cleo.get(f"{PAGE}?at={day}&{asked}")).text
        assert named(page) == expected
        assert f'name="at" value="{day}"' in page
        assert re.findall(r'<option value="NO"[^>]*>([^<]+)', page) == ["Norway"], "the numbers beside the countries are those of today"
    assert ">Jordan (1)</option>" in (await cleo.get(PAGE)).text
    compared = (await cleo.get(f"{PAGE}?at={day}&compare={clock.today().isoformat()}&country=JO")).text
    assert re.findall(r'id="party-([\w-]+)"', compared) == ["jisr"]
    before = (clock.today() - timedelta(days=9)).isoformat()
    for language in ("en", "ar"):  # what was added stands in the order of the list
        compared = (await cleo.get(f"{PAGE.replace('en', language, 1)}?at={before}&compare={day}")).text
        added, _, listed = compared.partition("lines changes")[2].partition("</table>")
        changes, lines = (re.findall(r'<th scope="row">\W*<a href="[^"]*/([\w-]+)"', part) for part in (added, listed))
        assert changes[:AT_FIRST] == [slug for slug in lines if slug in changes][:AT_FIRST]
        assert len(changes) > AT_ONCE


async def test_the_file_says_how_many_it_does_not_name(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    with clock.shifted(-timedelta(days=60)):
        await factories.listed(30)
        memorandum = await factories.opened(ada_account, days=30)
        await factories.signed(memorandum, await factories.organisation("open"))
        for slug, kind in (("one", "signature"), ("two", "signature"), ("three", "support")):
            await factories.signed(memorandum, await factories.organisation(slug), kind=kind, disclosure="counted")
        assert [line["not_named"] for line in await _file(cleo)] == [""]
    await run_due()
    assert [(line["organisation"], line["act"], line["not_named"]) for line in await _file(cleo)] == [
        ("open", "signature", ""),
        ("", "signature", "2"),
        ("", "support", "1"),
    ]


async def _file(cleo: httpx.AsyncClient) -> Sequence[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((await cleo.get("/memoranda/cooperation.csv")).content.decode("utf-8-sig"))))


def test_letters_are_those_of_the_readers_alphabet_first() -> None:
    for language, begins in (("en", "ABC"), ("nb", "ABC"), ("ru", "АӘБ"), ("ar", "ابپ")):
        known = "".join(letter.label for letter in collation.letters(language))
        assert known.startswith(begins)
        assert len(set(known)) == len(known)
        keys = [letter.key for letter in collation.letters(language)]
        assert keys == sorted(set(keys))
    of = {name: [collation.letter_of(name, language) for language in ("en", "ru", "ar", "nb")] for name in ("Ёлка", "Ålesund", "中国", "7", "")}
    assert of == {"Ёлка": ["Е"] * 4, "Ålesund": ["A", "A", "A", "Å"], "中国": ["…"] * 4, "7": ["…"] * 4, "": ["…"] * 4}
    for language in ("en", "ru", "ar", "nb"):
        for letter in collation.letters(language):
            assert collation.letter_of(f"«{letter.label}б", language) == letter.label
            assert letter.key <= collation.collation_key(letter.label, language)
