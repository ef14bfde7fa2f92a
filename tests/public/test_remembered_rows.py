"""Pages that are made of remembered rows are, byte for byte, those that are made of nothing remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coalition import remembered, rendering
from coalition.acts import status_lines, visible_histories
from coalition.acts.disclosure_levels import HIDDEN, Level
from coalition.acts.tables import Disclosure
from coalition.invitations import links
from coalition.organisations.event_forms import EventForm
from coalition.organisations.queries import by_slug
from coalition.organisations.recording_events import record_event
from tests import factories
from tests.public.crawling import RANDOM

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator
    from coalition.signatures.signing import Signed

    Pages = dict[str, bytes]

pytestmark = pytest.mark.anyio

LANGUAGES = ("en", "ru", "ar", "nb")
PLACES = ("memoranda/cooperation", "memoranda/cooperation/signatories", "memoranda/cooperation/signatories?country=KZ")


class Reading:
    """A text that organisations sign, and its pages, each made anew."""

    hidden: Signed

    def __init__(self, app: Any, browser: httpx.AsyncClient, ada: Coordinator) -> None:
        self.store, self.browser, self.ada = app.app.store, browser, ada

    async def begin(self) -> None:
        self.memorandum = await factories.opened(self.ada)
        names = [{"language": "ru", "name": "Альфа <b>", "short_name": "А&Б", "primary": True}, {"language": "en", "name": "Alpha"}]
        await self.sign("alpha", names=names)
        await self.sign("beta", names=[{"language": "ar", "name": "مركز", "primary": True}], disclosure="public_organisation")
        await self.sign("gamma", kind="support")
        self.hidden = await self.sign("delta", representative_name="Dina", typed_name="Dina")

    async def sign(self, slug: str, names: list[dict[str, Any]] | None = None, **form: Any) -> Signed:
        row = await factories.organisation(slug, slug.title(), **({"names": names} if names else {}))
        return await factories.signed(self.memorandum, row, **form)

    async def pages(self) -> Pages:
        """Return the pages as they are made now."""
        self.store.clear()
        read = {f"/{language}/{place}": (await self.browser.get(f"/{language}/{place}")).content for language in LANGUAGES for place in PLACES}
        return {address: RANDOM.sub(b"id", content) for address, content in read.items()}

    async def new_and_remembered(self) -> tuple[Pages, Pages]:
        """Return the pages as they are made with what is remembered, and with nothing remembered."""
        warm = await self.pages()
        remembered.forget()
        return warm, await self.pages()


@pytest.fixture
async def reading(app: ASGIApp, cleo: httpx.AsyncClient, ada_account: Coordinator) -> Reading:
    reading = Reading(app, cleo, ada_account)
    await reading.begin()
    return reading


async def another_signs(reading: Reading) -> None:
    await reading.sign("epsilon")


async def the_person_is_hidden(reading: Reading) -> None:
    await factories.disclosed(await links.follow(reading.hidden.manage_token), Level(Disclosure.PUBLIC_ORGANISATION))


async def the_organisation_is_hidden(reading: Reading) -> None:
    await factories.disclosed(await links.follow(reading.hidden.manage_token), HIDDEN)


async def another_is_renamed(reading: Reading) -> None:
    names = [{"language": "en", "name": "Gamma Foundation"}]
    event = EventForm.parse({"kind": "renamed", "happened": "2019", "which": "new", "source": "x", "names": names})
    gamma = await by_slug("gamma")
    assert gamma
    await record_event(gamma, event)


CHANGES = (another_signs, the_person_is_hidden, the_organisation_is_hidden, another_is_renamed)


@pytest.mark.parametrize("change", CHANGES)
async def test_after_a_change_remembered_pages_are_those_that_are_made_anew(reading: Reading, change: Callable[[Reading], Any]) -> None:
    before = await reading.pages()
    assert await reading.pages() == before
    await change(reading)
    warm, new = await reading.new_and_remembered()
    assert warm == new
    assert warm != before
    assert await reading.pages() == new


async def test_a_name_that_is_hidden_is_nowhere_and_leaves_the_memory(reading: Reading) -> None:
    computed = []
    again = remembered.remembered(computed.append)
    again("Delta")
    assert b"Dina" in (await reading.pages())["/en/memoranda/cooperation"]
    await the_organisation_is_hidden(reading)
    assert not [address for address, page in (await reading.pages()).items() if b"Dina" in page or b"delta" in page.lower()]
    again("Delta")
    assert computed == ["Delta", "Delta"]


def leaving_out(compute: Callable[..., Any], rest: Callable[[tuple[Any, ...]], Any]) -> Callable[..., Any]:
    """Return a memory whose key is only the rest of the values: what it answered first for it, it answers always."""
    known: dict[Any, Any] = {}
    return lambda *values: known.setdefault(rest(values), compute(*values))


@pytest.mark.parametrize(
    ("module", "name", "rest"),
    [
        (status_lines, "_cells", lambda values: values[0]),
        (rendering, "_rendered", lambda values: (*values[2:4], *values[5:])),  # the address of a page has the language too
        (visible_histories, "_of_party", lambda values: (values[0][0].id, *values[1:])),
        (visible_histories, "_of_party", lambda values: (values[0], *values[2:])),
    ],
    ids=["cells without the language", "rows without the language", "a party without its later acts", "a party without its names"],
)
async def test_a_memory_that_leaves_something_out_of_its_key_is_noticed(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, rest: Callable[[tuple[Any, ...]], Any]
) -> None:
    wrong, differ = leaving_out(getattr(module, name).__wrapped__, rest), []
    for change in (None, *CHANGES):
        if change:
            await change(reading)
        with monkeypatch.context() as build:
            build.setattr(module, name, wrong)
            found = await reading.pages()
        differ.append(found != await reading.pages())
    assert any(differ)
