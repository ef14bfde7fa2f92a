"""Before Ben chooses, each answer stands beside what the public will read, and a signature ad referendum has an example with its last day."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.tables import Disclosure
from coalition.languages import date_text
from coalition.signing.signatures import example_lines
from tests.mutants import mutated
from tests.signing.walking import NEW, SIGNATURE, a_case, check_page, enter, words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

EXACT = re.compile(r'<div class="exact">(.*?)</div>', re.DOTALL)
AT = {level.value: {"disclosure": level.value} for level in Disclosure}
AT["described"] |= {"description": "A group from the steppe"}
AT["sealed_until"] |= {"release_on": "2030-01-01"}


def lines_of(html: str) -> list[str]:
    """Return the public lines of a page, each as its words."""
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in EXACT.findall(html)]


def examples_of(html: str) -> list[list[str]]:
    """Return the public lines below each answer to the question who may know."""
    return [lines_of(part) for part in html.partition("</form>")[0].split('<div class="example"')[1:]]


async def differing(ben: httpx.AsyncClient, ada: Coordinator) -> list[str]:
    """Return the levels and kinds at which the check page shows another line than the example beside the answer."""
    case = await a_case(ada)
    await enter(ben, case)
    differ = []
    for at, (level, chosen) in enumerate(AT.items()):
        for kind in ("signature", "ad_referendum", "support"):
            answers = case.answers | chosen | {"kind": kind}
            checked = lines_of((await check_page(ben, answers)).text)
            shown = examples_of((await check_page(ben, answers | {"change": "1"})).text)
            assert len(shown) == len(AT)
            differ += [] if shown[at] == checked else [f"{level} {kind}"]
    return differ


async def test_the_example_is_the_line_of_the_check_page(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    assert list(AT) == [level.value for level in LEVELS]
    assert await differing(ben, ada_account) == []


@pytest.mark.sqlite_only
async def test_a_build_whose_examples_name_the_signer_at_every_level_is_caught(
    ben: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = mutated(example_lines, "line_at(named, disclosure),", "named,")
    monkeypatch.setattr(example_lines, "_examples", wrong["_examples"])

    assert {level.partition(" ")[0] for level in await differing(ben, ada_account)} == set(AT) - {"public"}


async def test_before_anything_is_typed_they_are_in_the_language_of_the_signer(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await enter(ben, await a_case(ada_account))
    first, second, *_ = examples_of((await ben.get(NEW.replace("/en/", "/ru/"))).text)
    assert re.search(r"Bir Duino .*Ваше имя, ваша должность Казахстан Подпись", first[0]), first
    assert "Ваше имя" not in second[0]
    assert "A human rights group from Central Asia" in examples_of((await ben.get(NEW)).text)[2][0]


async def test_who_signed_is_not_named_by_the_examples_of_a_later_page(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    await ben.post(SIGNATURE, data=case.signature | {"disclosure": "counted"})
    page = (await ben.get("/en/signing/disclosure")).text
    assert "represented by Your name, your position" in " ".join(lines_of(page))
    assert "Ben Sultanov" not in page


async def test_ad_referendum_has_an_example_with_the_last_day(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await enter(ben, await a_case(ada_account))
    last = date_text(clock.today() + timedelta(days=60), "en")
    page = words((await ben.get(NEW)).text)
    assert "For example: your board meets on Thursday. You sign ad referendum today." in page
    assert f"binding when the organisation confirms it, on {last} at the latest; if it does not confirm, the signature lapses." in page
