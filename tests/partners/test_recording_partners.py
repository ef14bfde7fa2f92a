"""Partners: whose they are, since when, and who may know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coalition.acts.unlisting import amend_organisation
from coalition.database import counting_queries
from coalition.fields import InvalidForm
from coalition.forums.forms import ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.listing import list_organisation
from coalition.organisations.queries import by_slug
from coalition.organisations.tables import OrganisationKind
from coalition.organisations.themes import Theme
from coalition.organisations.visible_queries import Viewer
from coalition.partners.forms import NumberForm, PartnerChange, PartnerFacts
from coalition.partners.queries import (
    HOST,
    Chosen,
    numbers_without_names,
    partner_menus,
    partner_numbers,
    partners_page,
    partnership,
    partnerships_of,
)
from coalition.partners.recording_partners import amend_partner, change_partner, remove_partner, say_number, show_partners
from coalition.partners.tables import Partner, PartnerState
from coalition.partners.views import base_of_number
from coalition.saved_states import RemovedMeanwhile, SavedMeanwhile
from tests import factories
from tests.overtaking import overtaking

if TYPE_CHECKING:
    from coalition.partners.views import PartnersPage

pytestmark = pytest.mark.anyio

PRESENT, FORMER = PartnerState.PRESENT.value, PartnerState.FORMER.value
NOW = Chosen(state=PRESENT)


@pytest.fixture
async def register(store: str) -> None:
    """Four organisations, one of them not listed, one at risk; and a programme."""
    assert store
    await factories.organisation("alpha", "Alpha", country="KZ", themes=["elections", "fair_trial"])
    await factories.organisation("beta", "Beta", country="AM", kind="media")
    await factories.organisation("gamma", "Gamma", country="AM", at_risk=True)
    await factories.organisation("delta", "Delta", country="HU", listed=False)
    await record_programme(ProgrammeForm.parse({"slug": "helsinki", "texts": [{"language": "en", "name": "Helsinki"}]}))


async def shown(chosen: Chosen = NOW, viewer: Viewer = Viewer.EVERYBODY, text: str = "") -> PartnersPage:
    return await partners_page(chosen, viewer, text, language="en", limit=50)


async def slugs(chosen: Chosen = NOW, viewer: Viewer = Viewer.EVERYBODY, text: str = "") -> list[str]:
    return [view.slug for view in (await shown(chosen, viewer, text)).organisations]


async def test_a_partner_works_in_its_country_on_its_themes_unless_something_else_is_said(register: None) -> None:
    assert register is None
    alpha = await factories.partner("alpha")
    beta = await factories.partner("beta", countries=["AM", "GE"], themes=["elections"], since="1995", source="https://example.org/partners")
    page = await shown()
    assert [view.slug for view in page.organisations] == ["alpha", "beta"]
    [first], [second] = page.of[alpha.organisation], page.of[beta.organisation]
    assert (first.countries, first.themes, first.since) == (["KZ"], [Theme.FAIR_TRIAL, Theme.ELECTIONS], None)
    assert (second.countries, second.themes, str(second.since), second.source) == (
        ["AM", "GE"],
        [Theme.ELECTIONS],
        "1995",
        "https://example.org/partners",
    )


async def test_whom_a_list_leaves_out(register: None) -> None:
    assert register is None
    for slug, more in (("alpha", {"programme": "helsinki"}), ("beta", {"until": "2020-05"}), ("gamma", {}), ("delta", {})):
        await factories.partner(slug, **more)
    assert await slugs() == ["alpha"]
    assert await slugs(Chosen(state=FORMER)) == ["beta"]
    assert await slugs(Chosen(), Viewer.COORDINATOR) == ["alpha", "beta", "delta", "gamma"]
    assert await slugs(Chosen(shown="no"), Viewer.COORDINATOR) == ["delta", "gamma"]
    assert await slugs(Chosen(programme=HOST), Viewer.COORDINATOR) == ["beta", "delta", "gamma"]
    assert await slugs(Chosen(country="AM")) == ["beta"]
    assert await slugs(Chosen(theme="elections")) == ["alpha"]
    assert await slugs(Chosen(kind="media")) == ["beta"]
    assert await slugs(Chosen(), text="Бета") == ["beta"]
    numbers = await partner_numbers(Chosen(state=PRESENT), Viewer.EVERYBODY)
    assert (numbers.present, numbers.former, dict(numbers.by_country)) == (1, 1, {"KZ": 1})
    menus = await partner_menus(Viewer.EVERYBODY)
    assert (menus.themes, menus.countries) == ([Theme.FAIR_TRIAL, Theme.ELECTIONS], ["AM", "KZ"])
    assert (menus.kinds, [programme.slug for programme in menus.programmes]) == ([OrganisationKind.NGO, OrganisationKind.MEDIA], ["helsinki"])


async def test_who_works_together_again_is_no_former_partner(register: None) -> None:
    assert register is None
    await factories.partner("alpha", since="1998", until="2004")
    again = await factories.partner("alpha", since="2015")
    assert (await slugs(), await slugs(Chosen(state=FORMER))) == (["alpha"], [])
    assert [str(each.since) for each in await partnerships_of(again.organisation, Viewer.EVERYBODY)] == ["2015", "1998"]
    with pytest.raises(InvalidForm, match="It is a present partner already"):
        await factories.partner("alpha")
    await factories.partner("alpha", programme="helsinki")
    await change_partner(again, PartnerFacts.parse({"since": "2015", "ended": "yes"}))
    assert await slugs(Chosen(state=FORMER)) == []
    assert await slugs(Chosen(state=FORMER, programme=HOST)) == ["alpha"]
    assert (await partner_numbers(Chosen(programme=HOST), Viewer.EVERYBODY)).former == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"since": "2010", "until": "2009-12"}, ""),
        ({"until": "2999"}, "until"),
        ({"themes": ["weather"]}, "themes/0"),
        ({"countries": ["XX"]}, "countries/0"),
        ({"programme": "nowhere"}, "programme"),
        ({"organisation": "nobody"}, "organisation"),
        ({"organisation": "delta", "public": True}, "public"),
    ],
)
async def test_what_cannot_be_is_refused(register: None, given: dict[str, Any], field: str) -> None:
    assert register is None
    with pytest.raises(InvalidForm) as refused:
        await factories.partner(**{"organisation": "alpha"} | given)
    assert list(refused.value.problems) == [field]
    assert not await Partner.exists()


async def test_who_leaves_the_public_register_is_shown_as_nobodys_partner_and_stays_so_when_it_returns(register: None) -> None:
    assert register is None
    alpha = await factories.partner("alpha")
    organisation = await by_slug("alpha")
    assert organisation is not None
    await amend_organisation(organisation, OrganisationChange.parse({"listed": False, "listing_reason": "It asked for it."}))
    assert (await slugs(), await slugs(Chosen(), Viewer.COORDINATOR)) == ([], ["alpha"])
    organisation = await by_slug("alpha")
    assert organisation is not None
    await list_organisation(organisation, "It works in public again.")
    assert await slugs() == []
    await show_partners([alpha.id], public=True)
    assert await slugs() == ["alpha"]


async def test_many_are_shown_together_or_not_at_all(register: None) -> None:
    assert register is None
    rows = [await factories.partner(slug, public=False) for slug in ("alpha", "beta", "delta")]
    with pytest.raises(InvalidForm, match="Delta is not in the public register"):
        await show_partners([row.id for row in rows], public=True)
    assert await slugs() == []
    await show_partners([row.id for row in rows[:2]], public=True)
    assert await slugs() == ["alpha", "beta"]
    await show_partners([rows[0].id], public=False)
    assert await slugs() == ["beta"]
    await remove_partner(rows[1])
    assert (await slugs(), await slugs(Chosen(), Viewer.COORDINATOR)) == ([], ["alpha", "delta"])


async def test_a_number_without_names_has_a_source(register: None) -> None:
    assert register is None
    with pytest.raises(InvalidForm, match="Write where this number is from"):
        NumberForm.parse({"number": "70"})
    await say_number(None, NumberForm.parse({"number": "60", "source": "A letter"}))
    await say_number(None, NumberForm.parse({"number": "70", "since": "1977", "source": "https://example.org/partners"}))
    [number] = await numbers_without_names()
    assert (number.number, number.counting, str(number.since), number.source) == (70, "about", "1977", "https://example.org/partners")
    await say_number(None, NumberForm.parse({"number": ""}))
    assert await numbers_without_names(HOST) == []


async def test_of_two_who_read_the_same_partner_the_second_overwrites_nothing(register: None) -> None:
    assert register is None
    read = await factories.partner("alpha", since="1998")
    base = (await partnership(read)).base
    for late in (
        change_partner(read, PartnerFacts.parse({"since": "1999"}), base),
        remove_partner(read, base),
        amend_partner(read, PartnerChange.parse({"since": "1999", "base": base})),
    ):
        async with overtaking(None, late, last=True) as second:
            await change_partner(read, PartnerFacts.parse({"since": "1998", "countries": ["KZ"]}), (await partnership(read)).base)
        with pytest.raises(SavedMeanwhile):
            second.result()
    async with overtaking(None, amend_partner(read, PartnerChange.parse({"note": "Ask Ada"})), last=True) as second:
        await amend_partner(read, PartnerChange.parse({"since": "2001", "themes": ["elections"]}))
    second.result()  # who names one fact changes one fact
    shown = await partnership(read)
    assert (str(shown.since), shown.countries, shown.themes, shown.note) == ("2001", ["KZ"], [Theme.ELECTIONS], "Ask Ada")
    await remove_partner(read)
    for gone in (change_partner(read, PartnerFacts()), remove_partner(read), amend_partner(read, PartnerChange())):
        with pytest.raises(RemovedMeanwhile):
            await gone


async def test_two_who_say_a_number_at_once_leave_one_number(register: None) -> None:
    assert register is None
    nothing = base_of_number([])
    first, second = (NumberForm.parse({"number": number, "source": "A letter"}) for number in ("60", "70"))
    async with overtaking(None, say_number(None, second), last=True) as late:
        await say_number(None, first, nothing)
    late.result()
    assert [number.number for number in await numbers_without_names(HOST)] == [70]
    with pytest.raises(SavedMeanwhile):
        await say_number(None, first, nothing)


async def test_a_list_of_partners_takes_the_same_number_of_queries_whatever_its_length(register: None) -> None:
    assert register is None
    numbers = []
    for slug in ("alpha", "beta"):
        await factories.partner(slug, programme="helsinki", countries=["AM", "KZ"], themes=["elections"])
        with counting_queries() as count:
            await shown()
            await partner_menus(Viewer.EVERYBODY)
            await partner_numbers(Chosen(state=PRESENT), Viewer.EVERYBODY)
        numbers.append(count.count)
    assert numbers[0] == numbers[1]
