"""Where nobody chooses a level, the name of an organisation that needs care is not shown: on every way in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.acts import default_disclosure
from coalition.acts.disclosure_levels import Level
from coalition.acts.status_queries import status_of
from coalition.acts.tables import Act, Disclosure
from coalition.imports.past_signatories import record_signatories
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.opening import open_for_signature
from tests import factories
from tests.desk.conftest import send
from tests.imports.tables import plan_of
from tests.signing.walking import NEW

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

ON_PAPER = {"kind": "signature", "channel": "paper", "evidence": "A signed letter.", "acted": "", "representative_name": "Ben"}
CASES = [(False, "open", "public"), (True, "open", "counted"), (False, "careful", "counted"), (False, "high", "counted"), (True, "high", "counted")]


async def place(ada: Coordinator, at_risk: bool, profile: str) -> tuple[Memorandum, Organisation]:
    """Open a public memorandum of a forum for an organisation."""
    await factories.forum("kyiv-2013", risk_profile=profile)
    memorandum = await factories.opened(ada, forum="kyiv-2013")
    return memorandum, await factories.organisation("steppe", "Steppe", at_risk=at_risk)


async def levels(memorandum: Memorandum) -> list[str]:
    return [row["disclosure"] for row in await Act.select(Act.disclosure).where(Act.memorandum == memorandum.id)]


@pytest.mark.parametrize(("at_risk", "profile", "level"), CASES)
async def test_an_import_without_a_level_takes_the_default(ada_account: Coordinator, at_risk: bool, profile: str, level: str) -> None:
    memorandum, _ = await place(ada_account, at_risk, profile)
    table = b"organisation,kind,source\nsteppe,signature,Minutes\n"
    for _ in range(2):
        plan = await plan_of(memorandum, table)
        assert plan.refused == []
        await record_signatories(memorandum, plan)
    assert await levels(memorandum) == [level]
    assert len((await status_of(memorandum)).lines) == (level == "public")


async def test_the_same_file_changes_nothing_once_the_default_has_changed(ada_account: Coordinator) -> None:
    memorandum, steppe = await place(ada_account, at_risk=False, profile="open")
    table = b"organisation,kind,source\nsteppe,signature,Minutes\n"
    await record_signatories(memorandum, await plan_of(memorandum, table))
    steppe.at_risk = True
    await steppe.save()
    again = await plan_of(memorandum, table)
    assert (again.refused, list(again.writing)) == ([], [])
    other = await plan_of(memorandum, table.replace(b",source", b",source,disclosure").replace(b"Minutes", b"Minutes,counted"))
    assert len(other.refused) == 1


@pytest.mark.parametrize(("at_risk", "profile", "level"), CASES)
async def test_a_paper_form_without_a_level_takes_the_default(
    ada: httpx.AsyncClient, ada_account: Coordinator, at_risk: bool, profile: str, level: str
) -> None:
    memorandum, _ = await place(ada_account, at_risk, profile)
    here = f"/en/desk/memoranda/{memorandum.slug}"
    form = (await ada.get(f"{here}/acts/new?organisation=steppe")).text
    assert f'<option value="{level}" selected>' in form
    assert '<option value="" selected>' in (await ada.get(f"{here}/acts/new")).text
    assert (await send(ada, f"{here}/acts", ON_PAPER | {"organisation": "Steppe", "disclosure": ""})).status_code == 303
    assert await levels(memorandum) == [level]


@pytest.mark.parametrize(("at_risk", "profile", "level"), CASES)
async def test_the_signing_page_selects_no_level_that_names_somebody(
    ben: httpx.AsyncClient, ada_account: Coordinator, at_risk: bool, profile: str, level: str
) -> None:
    memorandum, steppe = await place(ada_account, at_risk, profile)
    await ben.post(f"{await factories.invitation_link(memorandum, steppe)}/session")
    chosen = re.findall(r'name="disclosure" value="(\w+)"\s+checked', (await ben.get(NEW)).text)
    assert chosen == ([] if level == "public" else [level])


@pytest.mark.parametrize(("profile", "publicity"), [("open", "public"), ("careful", "participants"), ("high", "participants")])
async def test_opening_publishes_nothing_of_a_careful_forum(ada: httpx.AsyncClient, ada_account: Coordinator, profile: str, publicity: str) -> None:
    await factories.forum("kyiv-2013", risk_profile=profile)
    memorandum = await factories.adopted(ada_account, forum="kyiv-2013")
    page = (await ada.get("/en/desk/memoranda/cooperation")).text
    assert re.findall(r'name="publicity" value="(\w+)"\s+checked', page) == [publicity]
    await open_for_signature(memorandum, OpeningForm.parse({"opens": "2026-11-28"}))
    assert (await factories.reloaded(memorandum)).publicity == publicity
    assert ((await ada.get("/en/memoranda/cooperation")).status_code == 200) is (publicity == "public")


def names_everybody(*_: object) -> Level:
    """Return the default as it was before (mutated build)."""
    return Level(Disclosure.PUBLIC)


@pytest.mark.parametrize("way", ["import", "paper"])
async def test_a_build_that_names_an_organisation_at_risk_is_found(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(default_disclosure, "default_level", names_everybody)
    monkeypatch.setattr("coalition.imports.signatory_plan.default_level", names_everybody)
    memorandum, _ = await place(ada_account, at_risk=True, profile="open")
    if way == "import":
        await record_signatories(memorandum, await plan_of(memorandum, b"organisation,kind,source\nsteppe,signature,Minutes\n"))
    else:
        await send(ada, f"/en/desk/memoranda/{memorandum.slug}/acts", ON_PAPER | {"organisation": "steppe"})
    assert await levels(memorandum) == ["public"]
