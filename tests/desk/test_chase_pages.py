"""Ada's lists with many organisations: pages, files and numbers cost the same whatever their length, and survive an upgrade."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from coalition.database import counting_queries, transaction
from coalition.desk.signatories import signatories
from coalition.invitations import chase_list as lists
from coalition.invitations import chase_rows, exporting
from coalition.invitations.tables import ChaseCount, ChaseRow, Invitation
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.queries import by_slug, contacts_of_one
from coalition.organisations.registering import amend
from tests import factories
from tests.desk.chase_check import check_chase_list
from tests.desk.conftest import send
from tests.desk.test_paging import all_pages

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
HERE = "/en/desk/memoranda/cooperation"


async def invite_more(memorandum: Memorandum, begin: int, end: int) -> None:
    for at in range(begin, end):
        row = await factories.organisation(f"party-{at:02}", f"Party {at:02}", country=("KZ", "KG")[at % 2])
        if at % 3:
            await factories.invitation_link(memorandum, row, send=True)
        else:
            await factories.signed(memorandum, row, disclosure=("public", "counted")[at % 2])


async def test_no_page_needs_more_queries_for_more_organisations(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    paths = [f"{HERE}/{part}" for part in ("dashboard", "signatories", "signatories?state=silent&country=KZ", "export", "annulments")]
    paths.append("/en/desk")

    async def queries_of_pages() -> list[int]:
        numbers = []
        for path in paths:
            assert (await ada.get(path)).status_code == 200
            with counting_queries() as count:
                await ada.get(path)
            numbers.append(count.count)
        return numbers

    await invite_more(memorandum, 0, 9)
    few = await queries_of_pages()
    await invite_more(memorandum, 9, 24)
    assert await queries_of_pages() == few


async def test_every_organisation_is_on_one_page_and_once_in_the_file(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatories, "PAGE", 4)
    monkeypatch.setattr(exporting, "STEP", 4)
    memorandum = await factories.opened(ada_account)
    await invite_more(memorandum, 0, 10)
    pages = await all_pages(ada, f"{HERE}/signatories")
    names = [f"Party {at:02}" for at in range(10)]
    assert [[name for name in names if f">{name}<" in page] for page in pages] == [names[:4], names[4:8], names[8:]]
    answer = await send(ada, f"{HERE}/export")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["name"] for row in table] == names
    assert answer.headers["content-disposition"].startswith('attachment; filename="cooperation-invitations-')
    assert lists.STEP == 200


async def found(slug: str) -> Organisation:
    row = await by_slug(slug)
    assert row
    return row


async def changes(memorandum: Memorandum) -> None:
    """Change what rows are computed from: a letter bounces, a contact goes, a name and a country change."""
    await factories.bounce_letters()
    for at, change in ((1, {"country": "UZ"}), (2, {"names": [{"language": "en", "name": "Zebra", "primary": True}]})):
        row = await found(f"party-{at:02}")
        await amend(row, OrganisationChange.parse(change))
    gone = await found("party-04")
    [contact] = await contacts_of_one(gone.id)
    await change_contacts(gone, ContactChange(remove=contact.id))
    assert await Invitation.exists().where(Invitation.memorandum == memorandum.id)


async def test_rows_follow_every_change_and_an_upgrade_makes_them(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await invite_more(memorandum, 0, 6)
    await changes(memorandum)
    await check_chase_list(memorandum)
    async with transaction():
        await ChaseRow.delete(force=True)
        await ChaseCount.delete(force=True)
    await chase_rows.rebuild_missing()
    await check_chase_list(memorandum)


async def test_a_build_whose_rows_drift_is_caught(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account)
    await invite_more(memorandum, 0, 6)
    real = chase_rows._add

    async def only_grows(memorandum_id: int, numbers: Counter[chase_rows.Alike]) -> None:
        await real(memorandum_id, +numbers)

    monkeypatch.setattr(chase_rows, "_add", only_grows)
    await changes(memorandum)
    with pytest.raises(AssertionError):
        await check_chase_list(memorandum)
