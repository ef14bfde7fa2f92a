"""Ada pastes a list: its organisations are entered, take part in a forum and are invited in a few pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.forums.tables import ForumOrganisation
from coalition.imports.organisation_rows import FIELDS
from coalition.imports.pasted_lists import pasted_sheets
from coalition.invitations.tables import Invitation
from coalition.jobs.worker import run_due
from coalition.organisations.tables import Contact, Organisation
from coalition.spreadsheets.csv_files import UnreadableFile
from tests import factories
from tests.desk.conftest import follow, send

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

TOWNS = ("Osh", "Batken", "Talas", "Naryn", "Aktau", "Taraz", "Semey", "Oral", "Khujand", "Kulob")
THINGS = ("Rights Desk", "Press Fund", "Prison Watch", "Labour Union", "Housing Circle", "Water Bureau", "Lamp", "Clinic", "Archive", "School")
TEN = "\n".join(
    f"{town} {thing}; {'Kyrgyzstan' if at < 4 else 'KZ'}; Person {at}; office@{town.lower()}.example.org; {'ru' if at % 2 else 'English'}"
    for at, (town, thing) in enumerate(zip(TOWNS, THINGS, strict=True))
)

MAILBOXES = "Osh Rights Desk <new@osh.example.org>, Talas Prison Watch <a@talas.example.org>"


class Pages:
    """Counts the pages that a person sees: answers that are no redirects."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self.browser, self.seen = browser, 0

    async def get(self, path: str) -> httpx.Response:
        return self._seen(await self.browser.get(path))

    async def post(self, path: str, fields: dict[str, object]) -> httpx.Response:
        answer = await send(self.browser, path, fields)
        return await self.get(answer.headers["location"]) if answer.status_code == 303 else self._seen(answer)

    def _seen(self, answer: httpx.Response) -> httpx.Response:
        assert answer.status_code == 200, answer.text
        self.seen += 1
        return answer


def where(page: httpx.Response, end: str) -> str:
    """Return where the form or link whose address ends so leads."""
    return next(path for path in re.findall(r'(?:action|href)="([^"]+)"', page.text) if path.endswith(end))


async def test_ten_organisations_from_nothing_to_invited(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    before = await Organisation.count()
    pages = Pages(ada)
    listed = await pages.get(f"/en/desk/memoranda/{memorandum.slug}/signatories")
    pasting = await pages.get(where(listed, "/invitations/lists"))
    preview = await pages.post(where(pasting, "/invitations/lists"), {"list": TEN})
    assert "The columns are read as: name in English, or in Latin letters, country, name of the contact" in preview.text
    assert "10 contacts are asked by letter" in preview.text
    assert f'/{memorandum.slug}/invitations/lists">Another list</a>' in preview.text
    await pages.post(where(preview, "/confirmation"), {})
    await run_due()
    finished = await pages.get(preview.url.path)
    [choice] = re.findall(r'href="([^"]+way=list[^"]+)"', finished.text)
    chosen = await pages.get(choice.replace("&amp;", "&"))
    assert "10 organisations are chosen." in chosen.text
    ticked = re.findall(r'name="organisations" value="([^"]+)" checked', chosen.text)
    links = await pages.post(where(chosen, "/invitations"), {"organisations": ticked, "send": "yes"})
    assert "10 private links" in links.text
    assert await Organisation.count() == before + 10
    assert await Invitation.count().where(Invitation.contact.is_not_null()) == 10
    assert [row["language"] for row in await Contact.select(Contact.language).where(Contact.email.like("%.example.org")).order_by(Contact.id)][
        -2:
    ] == ["en", "ru"]
    print(f"ten organisations from nothing to invited: {pages.seen} pages")  # noqa: T201 -- the number is asked for
    assert pages.seen == 7


async def test_new_and_known_organisations_of_a_list_take_part_in_a_forum(ada: httpx.AsyncClient) -> None:
    forum = await factories.forum("bishkek-2026")
    known = await factories.organisation("osh-rights-desk", "Osh Rights Desk", email="old@osh.example.org")
    pages = Pages(ada)
    page = await pages.get("/en/desk/forums/bishkek-2026")
    pasting = await pages.get(where(page, "/organisations/lists"))
    preview = await pages.post(where(pasting, "/organisations/lists"), {"list": MAILBOXES})
    assert "Contacts of an organisation that is in the register are changed on its page." in preview.text
    await pages.post(where(preview, "/confirmation"), {})
    await run_due()
    finished = await pages.get(preview.url.path)
    assert "2 organisations of this list have no part in the forum" in finished.text
    seen = await pages.post(where(finished, "/parts"), {"role": "convener"})
    assert "Osh Rights Desk" in seen.text  # everybody will see the listed one at the open forum
    assert "Talas" not in seen.text.partition("Private notes")[0].partition('class="preview')[2]
    assert await ForumOrganisation.count() == 0
    [digest] = re.findall(r'name="seen" value="(\w+)"', seen.text)
    saved = await pages.post(where(seen, "/parts"), {"role": "convener", "seen": digest})
    assert saved.url.path == "/en/desk/forums/bishkek-2026"
    parts = await ForumOrganisation.select().where(ForumOrganisation.forum == forum.id).order_by(ForumOrganisation.organisation)
    assert [(part["role"], part["public"]) for part in parts] == [("convener", True), ("convener", False)]
    assert parts[0]["organisation"] == known.id
    assert await Contact.select(Contact.email).where(Contact.organisation == known.id) == [{"email": "old@osh.example.org"}]


async def test_organisations_of_the_register_alone_go_on_to_the_forum(ada: httpx.AsyncClient) -> None:
    await factories.forum("bishkek-2026")
    await factories.organisation("osh-desk", "Osh Desk")
    await factories.organisation("talas-watch", "Talas Watch")
    preview = await follow(ada, await send(ada, "/en/desk/forums/bishkek-2026/organisations/lists", {"list": "osh-desk\n- talas-watch\n"}))
    assert "Go on with these organisations" in preview.text
    await send(ada, where(preview, "/confirmation"))
    await run_due()
    assert "2 organisations of this list" in (await ada.get(str(preview.url))).text


async def test_what_is_no_list_is_said_and_nothing_typed_is_lost(ada: httpx.AsyncClient, dina: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    path = f"/en/desk/memoranda/{memorandum.slug}/invitations/lists"
    empty = await send(ada, path, {"list": "  \n "})
    assert (empty.status_code, "Paste a list, or choose a file." in empty.text) == (422, True)
    assert (await send(dina, path, {"list": "Osh Desk"})).status_code == 404  # she does not work on it
    own = await follow(ada, await send(ada, path, {"list": "Osh Desk"}))
    number = own.url.path.rpartition("/")[2]
    stranger = await dina.get(f"/en/desk/memoranda/{memorandum.slug}/invitations/choice?way=list&value={number}")
    assert stranger.status_code == 404


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Osh Desk; KG; Ana; a@osh.example.org; ru", ("name_en", "country", "contact_name", "email", "contact_language")),
        ("Osh Desk\tKyrgyzstan\nTalas Watch\tKyrgyzstan", ("name_en", "country")),
        ('"Osh Desk" <a@osh.example.org>,\nTalas Watch <b@talas.example.org>', ("name_en", "email")),
        ("مركز أوش؛ العراق؛ a@osh.example.org", ("name_en", "country", "email")),
        ("1. Osh Desk\n2) Talas Watch", ("name_en",)),
        ("Osh Desk; KG; a@osh.example.org\nTalas Watch\nNaryn Fund\nOral School", ("name_en", "country", "email")),
        ("Talas Watch\nNaryn Fund\nمركز أوش؛ العراق", ("name_en", "country")),
        ("Centre, Desk and Lamp\nTalas Watch\nNaryn Fund", ("name_en",)),
        ("osh-desk\ntalas-watch", ("slug",)),
        ("Osh Desk; ru; a@osh.example.org", ("name_en", "contact_name", "email")),
        ("Name; Mail\nOsh Desk; a@osh.example.org", ("Name", "Mail")),
        ("Osh Desk; x; y; z\nTalas Watch; x; y; z", ("name_en", "contact_name", "3", "4")),
    ],
)
def test_columns_of_a_pasted_list_are_known_by_what_they_hold(text: str, columns: tuple[str, ...]) -> None:
    [sheet] = pasted_sheets(text, FIELDS)
    assert sheet.rows[0].cells == columns


def test_a_list_longer_than_a_file_may_be_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        pasted_sheets("x" * (2 * 1024 * 1024 + 1), FIELDS)
