"""What the stories of signing share: opening a link, the fields of the form, and the whole database as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coalition.acts.tables import Act
from coalition.memoranda.edition_queries import latest_edition
from coalition.piccolo_app import APP_CONFIG
from tests import factories
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

NEW = "/en/signing/signature/new"
REVIEW = "/en/signing/signature/review"
SIGNATURE = "/en/signing/signature"
RECEIPT = "/en/signing/receipt"
DECLINE = "/en/signing/decline"
WITHDRAWAL = "/en/signing/withdrawal"
PAGES = ("/en/signing", NEW, DECLINE, WITHDRAWAL, RECEIPT)


@dataclass(frozen=True)
class Case:
    """An open memorandum, an invited organisation and the path of its link."""

    memorandum: Memorandum
    organisation: Organisation
    link: str
    digest: str

    @property
    def answers(self) -> dict[str, str]:
        """What Ben answers."""
        return {
            "kind": "signature",
            "representative_name": "Ben Sultanov",
            "representative_title": "director",
            "disclosure": "public",
            "digest": self.digest,
        }

    @property
    def signature(self) -> dict[str, str]:
        """The answers with both confirmations, as a program may post them at once."""
        return self.answers | {"authority": "yes", "typed_name": "Ben Sultanov"}


async def a_case(ada: Coordinator | None, slug: str = "bir-duino", memorandum: Memorandum | None = None, **more: object) -> Case:
    """Invite an organisation to sign a memorandum; without one, Ada opens one."""
    memorandum = memorandum or await factories.opened(ada)
    organisation = await factories.organisation(slug, **more)
    link = await factories.invitation_link(memorandum, organisation)
    return Case(memorandum, organisation, link, str((await latest_edition(memorandum.id)).digest))


async def enter(browser: httpx.AsyncClient, case: Case) -> None:
    """Open the link as people do: look, then press the button."""
    assert (await browser.get(case.link)).status_code == 200
    answer = await browser.post(f"{case.link}/session")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/signing")


async def sign(browser: httpx.AsyncClient, case: Case, **more: str) -> None:
    """Enter and sign."""
    await enter(browser, case)
    answer = await browser.post(SIGNATURE, data=case.signature | more)
    assert (answer.status_code, answer.headers["location"]) == (303, RECEIPT)


async def post(browser: httpx.AsyncClient, path: str, data: Mapping[str, str] | None = None) -> httpx.Response:
    """Send a form and return the page that it leads to, or the page that refuses it."""
    answer = await browser.post(path, data=data)
    return await browser.get(answer.headers["location"]) if answer.status_code == 303 else answer


async def check_page(browser: httpx.AsyncClient, answers: Mapping[str, str], path: str = REVIEW) -> httpx.Response:
    """Send answers to be checked, as the form does, and return the check page, or the page that refuses them."""
    return await post(browser, path, answers)


def kept_link(receipt: str) -> str:
    """Return the path of the private link on a receipt."""
    match = re.search(r"/en/invitations/[\w-]+", receipt)
    assert match
    return match[0]


def words(html: str) -> str:
    """Return a page's words without its markup, spaces folded."""
    body = html.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:bdi|b|a)\b[^>]*>", "", body)).split())


async def letters_to(address: str) -> list[Any]:
    """Return the letters in the tray to an address, oldest first."""
    return [letter for letter in await letters_in_tray() if letter.address == address]


async def last_link_to(address: str) -> str:
    """Return the path of the private link in the last letter to an address."""
    match = re.search(r"http://127\.0\.0\.1:8000(/\S+)", (await letters_to(address))[-1].text)
    assert match
    return match[1]


async def acts() -> list[str]:
    """Return the kinds of all acts, in order."""
    return [row["kind"] for row in await Act.select(Act.kind).order_by(Act.recorded_at)]


async def everything() -> str:
    """Return every row of every table."""
    lines = []
    for table in APP_CONFIG.table_classes:
        rows = await table.select()
        lines += sorted(f"{table.__name__} {row!r}" for row in rows)
    return "\n".join(lines)
