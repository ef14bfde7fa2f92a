"""Every list that everybody may read is searched, in any script and with the match marked; a hidden name is found in none of them."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from coalition import clock
from coalition.acts import line_queries, status_queries
from coalition.acts.status_pages import Asked
from coalition.addresses import ROUTES, Audience
from coalition.database import counting_queries
from coalition.editions.drafting import revise
from coalition.imports.past_signatories import record_signatories
from coalition.memoranda.edition_queries import wording
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.wording import save_wording
from coalition.public.memoranda import citations, edition_lists, memoranda, signatories
from coalition.published import organisation_record
from coalition.signatures import disclosing
from tests import factories
from tests.imports.tables import plan_of
from tests.mutants import mutated
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

# The parameters that are places in the lists of a page; its words choose what each of these lists shows.
SEARCHED = {
    "public.forums.list": {"after"},
    "public.forum.show": {"after", "memoranda"},
    "public.memoranda.list": {"after"},
    "public.signatories.show": {"after", "earlier", "changed"},
    "public.drafting.show": {"after"},
    "public.timeline.show": {"after"},
    "public.statements.list": {"after"},
    "public.editions.list": {"after", "corrections"},
    "public.citation.show": {"after"},
    "public.organisations.list": {"after"},
    "public.organisation.show": {"acts", "forums", "networks", "partnerships"},
    "public.networks.list": {"after"},
    "public.network.show": {"after", "former", "memoranda", "signed", "others"},
    "public.partners.list": {"after"},
    "public.appeals.list": {"after"},
    "public.articles.list": {"after"},
    "public.notifications.list": {"after"},
    "public.search.show": {"after"},
}
# Lists on these pages that words do not choose, and why.
BESIDE = {
    ("public.network.show", "memoranda"): "words are of members; texts are looked for in the list of memoranda, and on the page as an organisation"
}
# Pages without words to search by: what of their rows can never be many, or where they are searched.
NOT_SEARCHED = {
    "public.start.show": "a redirect",
    "public.home.show": "the newest of each list, each with a link to the whole",
    "public.memorandum.show": "a text, and the beginning of lists that have pages of their own",
    "public.figures.show": "numbers by country and by month",
    "public.comparison.show": "a text in two of its languages",
    "public.verification.show": "how a text is checked",
    "public.paper.show": "a form for one organisation",
    "public.edition.show": "a text",
    "public.changes.show": "a text with what changed in it",
    "public.correction.show": "one correction",
    "public.article.show": "a text",
    "public.notification.show": "one notification",
    "public.about.show": "about the host",
    "public.privacy.show": "about data",
    "public.accessibility.show": "about this site",
    "public.subscription.new": "a form",
    "public.request.new": "a form",
    "public.accession.new": "a form",
    "public.mistake.new": "a form",
}
# Parameters that choose rows, or a part of a page, and are no places in a list.
CHOICES = {"q", "year", "country", "role", "state", "kind", "at", "compare", "line", "provision", "number", "text", "edition", "statement", "order"}
CHOICES |= {"level", "memorandum", "organisation", "forum", "theme", "programme", "language", "left", "right", "from"}
LIST = "/en/memoranda/cooperation/signatories"
EDITIONS = "/en/memoranda/cooperation/editions"
MANY = 12


def test_each_public_list_has_a_search_or_a_reason() -> None:
    asked = {Audience.PUBLIC, Audience.ANYONE_ASKING}
    rows = {name: row for name, row in ROUTES.items() if row.method == "GET" and row.audience in asked and row.path.startswith(("/{lang}", "/"))}
    pages = {name: set(row.parameters) for name, row in rows.items() if row.path == "/" or row.path.startswith("/{lang}")}
    assert {name for name, parameters in pages.items() if "q" in parameters} == SEARCHED.keys()
    assert pages.keys() == SEARCHED.keys() | NOT_SEARCHED.keys()
    assert {name: parameters - CHOICES for name, parameters in pages.items() if parameters - CHOICES} == SEARCHED
    assert all(place in SEARCHED[name] for name, place in BESIDE)


async def earlier_and_present(ada: Coordinator) -> Memorandum:
    """Let organisations sign an edition that is superseded, one of them without its name, and others the next one, from 100 days ago."""
    with clock.shifted(-timedelta(days=200)):
        memorandum = await factories.opened(ada, days=300)
        first = [await factories.organisation(f"first-{at:02}", f"Первая {at:02}") for at in range(MANY)]
        for row in first:
            await factories.signed(memorandum, row)
    unnamed = await factories.organisation("unnamed", "Later unnamed", email="")
    await factories.organisation("jisr", names=[{"language": "ar", "name": "جسر العودة", "primary": True}, {"language": "en", "name": "Bridge"}])
    await disclosing.hide(memorandum, first[-1].id)
    await factories.superseded(memorandum)
    memorandum = await factories.reloaded(memorandum)
    later = [*[(await factories.organisation(f"later-{at:02}", f"Later {at:02}", email="")).slug for at in range(MANY - 1)], "jisr", "unnamed"]
    table = "".join(f"{slug},signature,{clock.today() - timedelta(days=100)}\n" for slug in later)
    await record_signatories(memorandum, await plan_of(memorandum, f"organisation,kind,date\n{table}".encode(), source="A letter"))
    await disclosing.hide(memorandum, unnamed.id)
    return await factories.reloaded(memorandum)


def earlier_part(page: str) -> str:
    return page.partition('id="earlier"')[2].partition("</section>")[0]


async def check_earlier(cleo: httpx.AsyncClient, ada: Coordinator) -> None:
    """Check that parties to an earlier edition are found by their names, also in Latin letters, and one without its name is not."""
    await earlier_and_present(ada)
    page = (await cleo.get(LIST)).text
    assert ('id="q"' in page, earlier_part(page).count("<tr") - 1) == (True, MANY - 1)
    found = (await cleo.get(f"{LIST}?q=pervaya")).text
    assert "<mark>Первая</mark>" in earlier_part(found)
    assert f"{MANY - 1} of {MANY - 1} lines match." in words(earlier_part(found).join(("<main>", "</main>")))
    assert f"0 of {MANY} lines match." in words(found), "of the edition in force"
    assert f'<a href="#earlier">Parties to an earlier edition</a> ({MANY - 1})' in found
    one = (await cleo.get(f"{LIST}?q=первая%2003")).text
    assert (earlier_part(one).count("<tr") - 1, "Show all" in one) == (1, True)
    both = (await cleo.get(f"{LIST}?q=جسر")).text
    assert ("<mark>جسر</mark>" in both, earlier_part(both)) == (True, "")
    for query in ("", f"at={clock.today() - timedelta(days=9)}&", f"at={clock.today() - timedelta(days=150)}&compare={clock.today()}&"):
        nobody = (await cleo.get(f"{LIST}?{query}q=nobody")).text
        for hidden in ("первая 11", "unnamed"):
            page = (await cleo.get(f"{LIST}?{query}q={hidden}")).text
            assert page.replace(hidden, "nobody").replace(quote_plus(hidden), "nobody") == nobody, "as a name that does not exist"


async def test_parties_to_an_earlier_edition_are_found(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await check_earlier(cleo, ada_account)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (" & (Standing.shown == Shown.NAMED.value) & Standing.line.eq(True)", ""),
        ("asked, asked.earlier, total)", 'replace_only(asked), "", total)'),
    ],
)
async def test_a_build_that_finds_hidden_names_or_everything_is_caught(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str
) -> None:
    build = mutated(line_queries, right, wrong)
    build["replace_only"] = lambda asked: Asked(language=asked.language)
    for name in ("listed_page", "earlier_page"):
        monkeypatch.setattr(status_queries, name, build[name])
    with pytest.raises(AssertionError):
        await check_earlier(cleo, ada_account)


async def test_what_changed_between_two_days_is_found(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await earlier_and_present(ada_account)
    before, after = clock.today() - timedelta(days=150), clock.today()
    compared = f"{LIST}?at={before}&compare={after}"
    page = (await cleo.get(compared)).text
    assert (page.count('id="q"'), "and 2 further" in words(page)) == (1, True)
    found = (await cleo.get(f"{compared}&q=later%2010")).text
    assert "<mark>Later</mark> <mark>10</mark>" in found.partition('id="changed-added"')[2].partition("</table>")[0]
    assert f"{MANY} organisations were added. 1 of {MANY} lines match." in words(found)
    assert "Joined since" in words(found), "the sums are those of the whole list"
    many = (await cleo.get(f"{compared}&q=later")).text
    following = re.search(r'href="([^"]*changed=[^"]*)"', many)
    assert following
    assert ("q=later" in following[1], "<mark>Later</mark> 10" in (await cleo.get(unescape(following[1]))).text) == (True, True)
    assert f'name="compare" value="{after}"' in many, "the days go along with the words"
    empty = (await cleo.get(f"{compared}&q=nobody")).text
    assert ("No line matches" in empty, "None of the lines that match differs." in words(empty)) == (True, True)


@pytest.mark.sqlite_only
async def test_a_search_asks_as_many_questions_for_few_as_for_many(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await earlier_and_present(ada_account)

    async def cost() -> list[int]:
        numbers = []
        for address in (f"{LIST}?q=later", f"{LIST}?q=pervaya", f"{EDITIONS}?q=cooperation"):
            with counting_queries() as count:
                assert (await cleo.get(address)).status_code == 200
            numbers.append(count.count)
        return numbers

    before = await cost()
    more = [(await factories.organisation(f"more-{at}", f"Later more {at}", email="")).slug for at in range(9)]
    table = "".join(f"{slug},signature,{clock.today() - timedelta(days=90)}\n" for slug in more)
    await record_signatories(memorandum, await plan_of(memorandum, f"organisation,kind,date\n{table}".encode(), source="A letter"))
    for at in range(2):
        await factories.superseded(await factories.reloaded(memorandum), old="2.2 ", new=f"2.2 Round {at}: ")
    assert await cost() == before


async def test_editions_and_corrections_are_found(cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edition_lists, "EDITIONS_AT_ONCE", 2)
    monkeypatch.setattr(edition_lists, "CORRECTIONS_AT_ONCE", 1)
    memorandum = await factories.opened(ada_account)
    assert 'id="q"' not in (await cleo.get(EDITIONS)).text, "a short list needs no search"
    for at in range(3):
        await factories.superseded(await factories.reloaded(memorandum), old="2.2 ", new=f"2.2 Round {at}: ")
    for text, reason in (("2.1 об общих приоритетах, трижды в год;", "<b>Drei</b>mal."), ("2.2 о неотложных делах, сразу.", "Ёлка & Ко.")):
        await factories.correction(await factories.reloaded(memorandum), provision=f"p{text[:3]}", after=text, reason=reason)
    page = (await cleo.get(EDITIONS)).text
    assert 'id="q"' in page
    second = (await cleo.get(f"{EDITIONS}?q=edition%202")).text
    assert "<mark>Edition</mark> <mark>2</mark>" in second
    assert ("1 of 4 editions match." in words(second), second.count("<mark>")) == (True, 2)
    title = (await cleo.get(f"{EDITIONS}?q=sotrudnichestve")).text
    assert ("<mark>сотрудничестве</mark>" in title, "4 of 4 editions match." in words(title)) == (True, True)
    following = re.search(r'rel="next" href="([^"]*)"', title)
    assert following
    assert "<mark>сотрудничестве</mark>" in (await cleo.get(unescape(following[1]))).text, "paging keeps the words"
    reason = (await cleo.get(f"{EDITIONS}?q=elka")).text
    assert ("<mark>Ёлка</mark> &amp; Ко." in reason, "0 of 4 editions match." in words(reason)) == (True, True)
    assert "1 of 2 corrections match." in words(reason)
    assert "&lt;b&gt;<mark>Drei</mark>&lt;/b&gt;mal." in (await cleo.get(f"{EDITIONS}?q=drei")).text
    assert "<mark>сразу</mark>" in (await cleo.get(f"{EDITIONS}?q=сразу")).text
    empty = (await cleo.get(f"{EDITIONS}?q=nothing")).text
    assert ("No edition and no correction matches" in empty, f'href="{EDITIONS}">All editions and corrections' in empty) == (True, True)
    assert 'href="/ru/memoranda/cooperation/editions?q=nothing"' in empty


async def test_a_draft_of_an_edition_is_not_found(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    edition = await revise(memorandum)
    text = await wording(edition.id, "en")
    assert text is not None
    await save_wording(await factories.reloaded(memorandum), "en", WordingForm(title="Secret plan", body=text.body))
    assert "Secret" not in (await cleo.get(f"{EDITIONS}?q=secret")).text.partition("<main")[2].replace('value="secret"', "")


async def test_a_line_to_cite_is_found(cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (citations, memoranda, signatories):
        monkeypatch.setattr(module, "Asked", partial(Asked, limit=5))
    await earlier_and_present(ada_account)
    here = "/en/memoranda/cooperation/citation"
    whole = (await cleo.get(here)).text
    found = (await cleo.get(f"{here}?q=later%2010")).text
    assert ('id="q"' in whole, '<option value="later-10"' in whole, '<option value="later-10"' in found) == (True, False, True)
    assert found.partition('class="citation')[2][:400] == whole.partition('class="citation')[2][:400], "the words are no part of what is cited"
    day = clock.today() - timedelta(days=10)
    then = (await cleo.get(f"{here}?at={day}&q=later%2010")).text
    assert ('<option value="later-10"' in then, f'name="at" value="{day}"' in then) == (True, True)
    assert "later-0" not in then.partition('name="line"')[2].partition("</select>")[0]


async def test_networks_and_partnerships_of_an_organisation_are_found(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ada_account
    monkeypatch.setattr(organisation_record, "AT_ONCE", 2)
    await factories.organisation("party", "Party")
    for at, name in enumerate(("Сеть", "Nettverk", "Hidden web")):
        await factories.network(f"net-{at}", ["party"] if at < 2 else [{"organisation": "party", "public": False}], name=name)
    await factories.network("third", ["party"], name="Third")
    await factories.partner("party")
    here = "/en/organisations/party"
    assert 'id="q"' in (await cleo.get(here)).text
    found = (await cleo.get(f"{here}?q=set")).text
    assert ("<mark>Сеть</mark>" in found, "Nettverk" in found, "Partner of" in found) == (True, False, False)
    for hidden in ("web", "hidden"):
        assert "Hidden web" not in (await cleo.get(f"{here}?q={hidden}")).text
