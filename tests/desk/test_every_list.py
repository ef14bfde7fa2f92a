"""Every list of the desk has words to search by, filters where its rows have a state, and orders that headings or links choose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from coalition.addresses import ROUTES, url_for
from tests import factories
from tests.desk.filled_lists import PLACES, fill

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


class Has(NamedTuple):
    """What a list can be narrowed by, and its orders besides the usual one; `heads` are the headings of columns that sort it."""

    filters: tuple[str, ...]
    orders: tuple[str, ...]
    heads: int = 0


LISTS = {
    "desk.organisations.list": Has(("country", "contacts", "kind", "status", "listed", "at_risk", "merged"), ("name_last", "newest", "oldest"), 2),
    "desk.duplicates.list": Has(("decided",), ("name_last",), 1),
    "desk.listings.list": Has(("listed",), ("name_last",), 1),
    "desk.amendments.list": Has(("state", "provision", "operation", "language"), ("oldest",)),
    "desk.forums.list": Has(("risk_profile", "country", "programme", "archived"), ("oldest",), 1),
    "desk.articles.list": Has(("kind", "state"), ("oldest",), 1),
    "desk.partners.list": Has(("country", "state", "theme", "programme", "kind", "shown"), ("name_last",), 1),
    "desk.programmes.list": Has(("archived",), ("newest", "oldest")),
    "desk.memoranda.list": Has(("text_state", "signing_state", "publicity", "kind"), ("oldest",), 1),
    "desk.signatories.list": Has(("state", "country"), ("name_last", "waiting"), 2),
    "desk.requests.list": Has(("state",), ("newest", "oldest")),
    "desk.mistakes.list": Has(("state",), ("newest", "oldest")),
    "desk.statements.list": Has(("kind", "withdrawn"), ("newest",)),
    "desk.deliveries.list": Has(("kind", "state"), ("oldest",)),
    "desk.approvals.list": Has(("kind", "outcome"), ("newest", "oldest")),
    "desk.people.list": Has(("role", "disabled"), ("name_last", "newest", "oldest")),
    "desk.outbox.list": Has(("state",), ("oldest",), 1),
    "desk.register_letters.list": Has(("about", "state"), ("oldest",), 1),
    "desk.letters.list": Has(("state",), ("oldest",), 1),
    "desk.trail.show": Has(("act",), ("oldest",)),
    "desk.deeds.list": Has(("act",), ("oldest",)),
}
# Lists that never have more than some twenty rows, and what is to be done next.
SHORT = {
    "desk.members.list": "the people who work on one text",
    "desk.corrections.list": "the corrections of one text",
    "desk.rounds.list": "the rounds of one draft",
    "desk.organisation_events.list": "what happened to one organisation",
    "desk.proofs.list": "the proofs of one organisation",
    "desk.revisions.list": "the revisions of one text: a chronicle, which has one order and is read from its end",
    "desk.consents.list": "the people in one article",
    "desk.deadlines.list": "the nearest deadlines: an agenda, which has one order",
}
TABS = {"state": "By state", "about": "By what they are about"}
HREF = re.compile(r'(?:href|name="show" value)="([^"]*\bsort=(\w+)[^"]*)"')
ORDERS = re.compile(r'<p class="orders[^"]*">(.*?)</p>', re.DOTALL)
ROW = re.compile(r"<(?:li|tr)\b.*?</(?:li|tr)>", re.DOTALL)


def test_every_list_of_the_table_of_addresses_is_here() -> None:
    named = {name for name, row in ROUTES.items() if row.method == "GET" and name.startswith("desk.") and name.endswith(".list")}
    assert named | {"desk.trail.show"} == LISTS.keys() | SHORT.keys()


@pytest.mark.sqlite_only
async def test_every_list_is_searched_filtered_and_put_in_order(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await fill(memorandum, ada_account, 0, 3)
    for number in range(2):
        await factories.coordinator(f"c{number}@example.org", f"Colleague {number}", role="editor")
        party = await factories.organisation(f"signatory-{number}", country=("KZ", "KG")[number])
        await factories.stated(memorandum, await factories.signed(memorandum, party))
    for name, has in LISTS.items():
        path = url_for(name, **PLACES).partition("?")[0]
        page = (await ada.get(path)).text
        search = re.split("</form>|</thead>", page.partition('role="search"')[2])[0]
        assert 'type="search"' in search, name
        tabs = {filtered for filtered, label in TABS.items() if re.search(rf'class="tabs"(?: role="group")? aria-label="{label}"', page)}
        chosen = tabs | set(re.findall(r'<select id="[\w-]+" name="(?:find_)?(\w+)"', search))
        assert chosen == set(has.filters), name
        [links] = ORDERS.findall(page)
        assert {order for _, order in HREF.findall(links)} == set(has.orders), name
        assert "<strong>" in links, name
        assert page.count("<th scope") > 0 or not has.heads
        assert len(re.findall(r'<(?:a|button) class="(?:plain )?sort"', page)) == has.heads, name
        assert page.count("aria-sort=") == bool(has.heads), name
        await every_order_is_kept(ada, path, has, name)


async def every_order_is_kept(ada: httpx.AsyncClient, path: str, has: Has, name: str) -> None:
    """Follow each order: the list begins with other rows than in the opposite one, and the form of the search keeps the order."""
    usual = (await ada.get(path)).text
    begins = {rows_of(usual)[:1]}
    for order in has.orders:
        page = (await ada.get(f"{path}?sort={order}")).text
        kept = f'<input type="hidden" name="sort" value="{order}">', f'name="find" value="sort={order}'
        assert any(way in page for way in kept), (name, order)
        assert sorted(rows_of(page)) == sorted(rows_of(usual)), (name, order)
        begins.add(rows_of(page)[:1])
        if has.heads:
            assert page.count("aria-sort=") == 1, (name, order)
    assert len(begins) > 1, name


def rows_of(page: str) -> tuple[str, ...]:
    """Return the addresses, or where there are none the texts, of the rows of a list, in their order."""
    listed = re.split(r'class="pager"|<section[^>]*>\s*<h2|<h2', page.partition('<p class="orders')[2])[0]
    rows = ROW.findall(listed.partition("<tbody>")[2] or listed)
    return tuple(re.sub(r"<[^>]*>|\s+", " ", row) for row in rows)
