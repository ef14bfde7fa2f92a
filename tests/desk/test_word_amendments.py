"""Ada gets the draft back as a Word file with tracked changes: each change becomes an amendment of the organisation, or is named."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from html import unescape
from typing import TYPE_CHECKING

import pytest

from coalition.amendments import entering_several
from coalition.amendments.readers import coordinators_of
from coalition.amendments.tables import Operation
from coalition.desk.amendments import word_amendments
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.membership import add_member
from coalition.memoranda.wording import save_wording
from tests.amendments import proposed, tracked_files
from tests.conftest import sign_in
from tests.desk.conftest import follow, send
from tests.drafting.conftest import ENGLISH, draft, key_of, wording_of  # noqa: F401 -- `draft` is a fixture
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/en/desk/memoranda/cooperation/draft/amendments/word-file"
SENT = {"organisation": "ben", "language": "en", "disclosure": "named"}
FUND = "They fund it."


@pytest.fixture
async def consulted(draft: Memorandum, edith_account, dina_account) -> Memorandum:  # noqa: F811 -- the fixture
    await proposed.parties()
    await add_member(draft, edith_account.email)
    assert dina_account
    return draft


async def bring(browser: httpx.AsyncClient, content: bytes, **fields: str) -> httpx.Response:
    return await send(browser, HERE, {**SENT, **fields}, files={"file": ("Memo_v7_final.docx", content)})


def form_of(page: httpx.Response) -> dict[str, list[str] | str]:
    """What the preview would send, with everything that is ticked."""
    carried = unescape(re.search(r'name="read" value="([^"]+)"', page.text)[1])  # type: ignore[index]
    return {**SENT, "read": carried, "chosen": re.findall(r'name="chosen" value="(\d+)" checked', page.text)}


async def entered(memorandum: Memorandum) -> list[tuple[Operation, str, str]]:
    lines = await proposed.lines(coordinators_of(memorandum.id))
    return [(line.operation, line.provision_number, (await proposed.at_desk(memorandum, line.number)).texts.proposed) for line in lines]


async def test_tracked_changes_are_shown_and_entered_for_the_organisation(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    assert HERE in (await ada.get("/en/desk/memoranda/cooperation/draft/amendments")).text
    assert (await ada.get(HERE)).status_code == 200
    page = await bring(ada, tracked_files.by_word(FUND, comment="Who pays?"))
    assert page.status_code == 200
    for shown in ("<ins> twice a year</ins>", "each year;</del>", f"<ins>{FUND}</ins>", "1 comment in the margin of the file is not taken over."):
        assert shown in page.text
    assert await entered(consulted) == []
    form = form_of(page)
    assert form["chosen"] == ["1", "2", "3"]
    after = await follow(ada, await send(ada, HERE, {**form, "disclosure": "coordinators"}))
    assert "3 amendments are entered and handed in." in after.text
    assert await entered(consulted) == [
        (Operation.REPLACE, "1.", "The parties meet twice a year."),
        (Operation.DELETE, "(a)", ""),
        (Operation.INSERT_AFTER, "2.", FUND),
    ]
    first = await proposed.at_desk(consulted, 1)
    assert (first.line.organisation.slug, first.line.disclosure, first.line.state) == ("ben", "coordinators", "submitted")
    for number in (3, 1, 2):
        await proposed.decided(consulted, number)
    body = (await wording_of(consulted)).body
    assert [line for line in body.splitlines() if line][2:7] == [
        "1. The parties meet twice a year.",
        "2. The parties report:",
        "(a) as provision 4 says." if "(a) as provision 4" in body else "(a) as provision 3 says.",
        f"3. {FUND}",
        "4. The parties publish.",
    ]


async def test_only_what_is_ticked_is_entered_and_nothing_that_was_chosen_is_lost(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    form = form_of(await bring(ada, tracked_files.written_here(ENGLISH.replace("meet.", "meet twice.").replace("publish.", "publish reports."))))
    for wrong, sentence in (
        ({"organisation": "nobody"}, "organisation"),
        ({"disclosure": ""}, "Choose who may read it."),
        ({"chosen": []}, "Choose at least one change."),
    ):
        again = await send(ada, HERE, {**form, "chosen": ["2"], **wrong})
        assert (again.status_code, sentence in again.text, await entered(consulted)) == (422, True, [])
        assert form_of(again)["read"] == form["read"]
        assert form_of(again)["chosen"] == wrong.get("chosen", ["2"])
    await follow(ada, await send(ada, HERE, {**form, "chosen": ["2"]}))
    assert await entered(consulted) == [(Operation.REPLACE, "3.", "The parties publish reports.")]


async def _changed_meanwhile(ada: httpx.AsyncClient, memorandum: Memorandum) -> httpx.Response:
    page = await bring(ada, tracked_files.by_word(FUND))
    version = (await wording_of(memorandum)).version
    await save_wording(memorandum, "en", WordingForm(title="Memorandum", body=ENGLISH.replace("The parties meet.", "We meet."), version=version))
    return await send(ada, HERE, form_of(page))


async def test_what_was_changed_meanwhile_is_named_and_nothing_is_entered(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    refused = await _changed_meanwhile(ada, consulted)
    assert (refused.status_code, await entered(consulted)) == (422, [])
    assert "The draft says something else here now." in refused.text
    left = form_of(refused)
    assert len(left["chosen"]) == 2
    await follow(ada, await send(ada, HERE, left))
    assert [operation for operation, _, _ in await entered(consulted)] == [Operation.DELETE, Operation.INSERT_AFTER]


async def test_without_the_check_a_text_that_nobody_read_would_be_changed(
    ada: httpx.AsyncClient, consulted: Memorandum, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = mutated(entering_several, "if not all(is_current(each, draft) for each in proposals):", "if False:")["enter_several"]
    monkeypatch.setattr(word_amendments, "enter_several", wrong)
    await _changed_meanwhile(ada, consulted)
    assert len(await entered(consulted)) == 3


async def test_what_was_read_and_ticked_survives_another_language_and_another_session(
    ada: httpx.AsyncClient, ada_account, consulted: Memorandum
) -> None:
    form = {**form_of(await bring(ada, tracked_files.by_word(FUND))), "chosen": ["1", "3"]}
    russian = await send(ada, HERE.replace("/en/", "/ru/"), {**form, "show_in": "ru"})
    token = re.search(r'name="form_token" value="([^"]+)"', russian.text)
    assert token
    await sign_in(ada, ada_account)
    for again in (russian, await ada.post(HERE, data={"form_token": token[1], **form})):
        assert (form_of(again)["read"], form_of(again)["chosen"], 'value="ben"' in again.text) == (form["read"], ["1", "3"], True)
    assert "Поправки из файла Word" in russian.text
    assert await entered(consulted) == []


async def test_all_or_none_is_entered(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    form = form_of(await bring(ada, tracked_files.by_word(FUND)))
    read = json.loads(urlsafe_b64decode(str(form["read"])))
    read["proposals"][2]["provision"] = "nowhere"
    refused = await send(ada, HERE, {**form, "read": urlsafe_b64encode(json.dumps(read).encode()).decode()})
    assert (refused.status_code, await entered(consulted)) == (422, [])
    assert (await send(ada, HERE, {**form, "language": "ar"})).status_code == 422
    assert await entered(consulted) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (tracked_files.written_here(ENGLISH), "The file has no tracked changes of the text."),
        (b"no file", "This is no Word file"),
        (b"", "Choose a file."),
    ],
)
async def test_a_file_without_changes_is_refused(ada: httpx.AsyncClient, consulted: Memorandum, content: bytes, sentence: str) -> None:
    refused = await bring(ada, content) if content else await send(ada, HERE, SENT)
    assert (refused.status_code, sentence in refused.text, await entered(consulted)) == (422, True, [])
    assert 'value="ben"' in refused.text


async def test_only_coordinators_of_the_memorandum_bring_files(ada, edith, dina, consulted: Memorandum) -> None:
    form = form_of(await bring(ada, tracked_files.by_word(FUND)))
    for browser in (edith, dina):
        assert [(await browser.get(HERE)).status_code, (await send(browser, HERE, form)).status_code] == [404, 404]
    assert await entered(consulted) == []
