"""Ada is shown names that imitate others before they are saved, wherever they come from; a tick for these names saves them."""

from __future__ import annotations

import re

import pytest

from coalition.fields import InvalidForm
from coalition.imports.organisation_list import run_import
from coalition.imports.organisation_plan import plan_import
from coalition.organisations import look_alikes, queries
from coalition.organisations.event_forms import EventForm
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.look_alikes import LooksAlike
from coalition.organisations.recording_events import record_event
from coalition.organisations.registering import amend, register
from coalition.organisations.tables import NameShape, Organisation
from coalition.spreadsheets.workbooks import sheets_of
from tests import factories
from tests.imports.tables import answered

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("store")]

NEW = "/en/desk/organisations"


def form(slug: str, *names: str, **more: str) -> OrganisationForm:
    given = [{"language": tag, "name": name} for tag, name in zip(("en", "ru", "ar"), names, strict=False)]
    return OrganisationForm.parse({"slug": slug, "names": given, "confirmed_new": True} | more)


async def slugs() -> set[str]:
    return {row["slug"] for row in await Organisation.select(Organisation.slug)}


async def check_imitations() -> None:
    """Each way to imitate a name is shown first, and saved when the tick for these names comes with it."""
    await factories.organisation("memorial", "Memorial")
    for slug, name in {"same": "memorial", "cyrillic": "Меmorial", "mixed": "Свобoда"}.items():
        with pytest.raises(LooksAlike) as refused:
            await register(form(slug, name))
        assert slug not in await slugs()
        with pytest.raises(LooksAlike):
            await register(form(slug, name, looked_at="0" * 16))
        await register(form(slug, name, looked_at=refused.value.digest))
        assert slug in await slugs()


async def test_each_imitation_is_shown_before_it_is_saved():
    await check_imitations()


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("name", "harmless"), [("shapes", frozenset()), ("foreign_letters", [])])
async def test_a_build_that_overlooks_one_is_caught(name, harmless, monkeypatch):
    monkeypatch.setattr(look_alikes, name, lambda _: harmless)
    with pytest.raises(pytest.fail.Exception):
        await check_imitations()


async def test_the_tick_holds_for_these_names_only():
    await factories.organisation("memorial", "Memorial")
    with pytest.raises(LooksAlike) as refused:
        await register(form("other", "Memorial"))
    with pytest.raises(LooksAlike) as again:
        await register(form("other", "Memorial", "Меmorial", looked_at=refused.value.digest))

    assert set(again.value.problems) == {"names/0/name", "names/1/name", "looked_at"}
    assert "Memorial (memorial)" in str(again.value.problems["names/0/name"])


async def test_a_name_without_a_letter_is_refused_whatever_was_ticked():
    with pytest.raises(InvalidForm) as refused:
        await register(form("blank", "\u3164\u2800"))

    assert not isinstance(refused.value, LooksAlike)
    assert list(refused.value.problems) == ["names/0/name"]


async def test_a_change_is_checked_for_its_new_names_only():
    await factories.organisation("memorial", "Memorial")
    with pytest.raises(LooksAlike) as refused:
        await register(form("second", "Memorial"))
    second = await register(form("second", "Memorial", looked_at=refused.value.digest))
    unchanged = [{"language": "en", "name": "Memorial"}]

    await amend(second, OrganisationChange.parse({"website": "https://second.example.org"}))
    await amend(second, OrganisationChange.parse({"names": [*unchanged, {"language": "nb", "name": "Minnesmerket"}]}))
    with pytest.raises(LooksAlike):
        await amend(second, OrganisationChange.parse({"names": [*unchanged, {"language": "ru", "name": "Меmorial"}]}))
    assert len((await queries.view_of(second)).names) == 2


async def test_a_former_name_and_a_replaced_one_are_compared_too():
    old = await factories.organisation("old", "The Bureau")
    await record_event(old, EventForm.parse({"kind": "renamed", "source": "x", "names": [{"language": "en", "name": "The Office"}]}))
    for name in ("The Bureau", "the office"):
        with pytest.raises(LooksAlike):
            await register(form("newer", name))
    await amend(old, OrganisationChange.parse({"names": [{"language": "en", "name": "The Desk"}]}))

    with pytest.raises(LooksAlike):
        await register(form("newer", "The Office"))
    assert await NameShape.count().where(NameShape.organisation == old.id) == 6


async def test_a_short_name_that_is_the_name_of_another_is_shown_and_a_shared_short_name_is_not():
    await factories.organisation("memorial", "Memorial")
    with pytest.raises(LooksAlike):
        await register(OrganisationForm.parse({"slug": "foo", "names": [{"language": "en", "name": "Foo", "short_name": "Memorial"}]}))
    for slug, name in {"netherlands": "Netherlands Helsinki Committee", "norway": "Norwegian Helsinki Committee"}.items():
        names = [{"language": "en", "name": name, "short_name": "NHC"}]
        await register(OrganisationForm.parse({"slug": slug, "names": names, "confirmed_new": True}))


async def test_a_renaming_is_checked():
    await factories.organisation("memorial", "Memorial")
    other = await factories.organisation("other", "Other")
    with pytest.raises(LooksAlike):
        await record_event(other, EventForm.parse({"kind": "renamed", "source": "x", "names": [{"language": "en", "name": "Memorial"}]}))


async def test_the_preview_of_an_import_shows_them_and_the_rows_among_each_other():
    await factories.organisation("memorial", "Memorial")
    sheets = sheets_of("slug,name_en,country\nfirst,Меmorial,KZ\nsecond,Bureau,KZ\nthird,BUREAU,KG\nmemorial,Memorial,RU\n".encode())
    plan = await plan_import(sheets)
    offered = {question.key: [value for value, _ in question.choices] for question in plan.questions}
    assert offered == {"who:2:Меmorial": ["memorial", "new", "out"], "who:4:BUREAU": ["row:3", "new", "out"]}
    assert [row.number for row in plan.refused] == [2, 4]

    plan = await plan_import(sheets, answered({"who:2:Меmorial": "new", "who:4:BUREAU": "row:3"}))
    assert {row.number: list(row.to_look_at) for row in plan.rows if row.to_look_at} == {2: ["names/0/name"]}
    outcome = await run_import(plan)
    assert (outcome.new, outcome.changed, outcome.refused) == (2, 1, 1)


async def test_ada_sees_what_looks_alike_loses_nothing_and_ticks(ada):
    await factories.organisation("memorial", "Memorial")
    token = re.search(r'name="form_token" value="([^"]+)"', (await ada.get(f"{NEW}/new")).text)[1]
    typed = {
        "form_token": token,
        "slug": "memorial-kz",
        "names-0-language": "en",
        "names-0-name": "Меmorial",
        "country": "KZ",
        "website": "https://m.example.org",
    }
    typed |= {"kind": "ngo", "scope": "national", "status": "active", "primary": "0"}
    asked = await ada.post(NEW, data=typed)

    assert (asked.status_code, "memorial-kz" in asked.text, "https://m.example.org" in asked.text) == (422, True, True)
    assert "These letters belong to another script than the rest of their word: \u2066М (U+041C)\u2069, \u2066е (U+0435)\u2069." in asked.text
    digest = re.search(r'name="looked_at" value="([0-9a-f]{16})"', asked.text)[1]
    assert "memorial-kz" not in await slugs()
    assert (await ada.post(NEW, data=typed | {"looked_at": digest, "confirmed_new": "yes"})).status_code == 303
    assert "memorial-kz" in await slugs()


async def test_many_names_are_compared_in_a_few_queries():
    from coalition.database import counting_queries

    await factories.organisation("memorial", "Memorial")
    counts = []
    for number in (1, 300):
        rows = "".join(f"org-{at},Organisation number {at},KZ\n" for at in range(number))
        with counting_queries() as count:
            await plan_import(sheets_of(f"slug,name_en,country\n{rows}".encode()))
        counts.append(count.count)
    assert counts[1] - counts[0] <= 3  # 600 shapes are looked up in two queries, 2,400 keys in three
