"""The numbers Ada steers by."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from coalition import clock
from coalition.acts.standing_count_queries import OfCountry
from coalition.invitations import links
from coalition.invitations.dashboard import _by_country, dashboard
from coalition.memoranda.opening import close, open_for_accession
from coalition.memoranda.tables import Memorandum
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.withdrawing import withdraw
from tests import factories
from tests.desk.chase_check import chase_list, check_chase_list

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"


async def story(by: Coordinator) -> Memorandum:
    """A memorandum opened ten days ago: every second day an organisation signs; one withdraws, one supports, two are silent."""
    with clock.shifted(-timedelta(days=10)):
        memorandum = await factories.opened(by, days=30)
        silent = [await factories.organisation(f"silent-{at}") for at in range(2)]
        for silent_party in silent:
            await factories.invitation_link(memorandum, silent_party)
    for at, days in enumerate((8, 6, 4)):
        with clock.shifted(-timedelta(days=days)):
            country, disclosure = ("KZ", "KG", "KZ")[at], ("public", "counted", "public")[at]
            recorded = await factories.signed(memorandum, await factories.organisation(f"signs-{at}", country=country), disclosure=disclosure)
    with clock.shifted(-timedelta(days=2)):
        await withdraw(await links.follow(recorded.manage_token), WithdrawalForm(typed_name="Ben"))
    await factories.signed(memorandum, await factories.organisation("supports", country=""), kind="support")
    return memorandum


async def test_the_numbers_come_from_the_acts(ada_account: Coordinator) -> None:
    numbers = await dashboard(await story(ada_account))
    assert (numbers.invited, numbers.signed, numbers.supported, numbers.withdrawn, numbers.silent) == (6, 2, 1, 1, 2)
    assert (numbers.withheld, numbers.days_left) == (1, 20)
    assert list(numbers.by_country) == [("", 2)]
    assert [count for _, count in numbers.over_time] == [0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 2]


async def test_every_organisation_is_counted_once(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await story(ada_account)
    await factories.signed(memorandum, await factories.organisation("refers"), kind="ad_referendum")
    await close(memorandum)
    await open_for_accession(memorandum)
    await factories.signed(memorandum, await factories.organisation("late"), kind="accession")
    numbers = await dashboard(await factories.reloaded(memorandum))
    answers = [(answer.value, number) for answer, number in numbers.answers]
    assert answers == [("invited", 2), ("signed", 2), ("acceded", 1), ("ad_referendum", 1), ("supported", 1), ("withdrawn", 1)]
    assert numbers.organisations == len(await chase_list(memorandum)) == 8
    assert (numbers.signed, numbers.acceded, numbers.ad_referendum, numbers.uninvited) == (2, 1, 1, 0)
    await check_chase_list(memorandum)
    card = (await ada.get(f"{HERE}/dashboard")).text.partition("All answers")[2]
    assert re.findall(r"<td class=\"num\">(\d+)</td>", card)[:7] == ["2", "2", "1", "1", "1", "1", "8"]
    assert "good until accession ends" in (await ada.get(f"{HERE}/invitations")).text


async def test_every_number_leads_to_its_list(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await story(ada_account)
    page = (await ada.get(f"{HERE}/dashboard")).text
    tiles = re.findall(r'<li><a href="([^"]+)"><b>(\d+)</b>', page)
    assert [number for _, number in tiles] == ["2", "1", "2", "0", "20"]
    for address, number in tiles[:4]:
        listed = (await ada.get(address.replace("&amp;", "&"))).text
        assert listed.count('<th scope="row">') == int(number)
    assert "1 of the names is withheld" in page
    assert "Countries shown together" in page
    assert "country=KG" not in page


people = st.lists(st.tuples(st.sampled_from(["KZ", "KG", "TJ", "UZ", None]), st.booleans()), max_size=30)


@given(people)
def test_no_small_country_with_a_hidden_signatory_stands_alone(signed: list[tuple[str | None, bool]]) -> None:
    """Every group that holds a hidden one has five members, or everybody is in it."""
    countries = {
        country or "": OfCountry(sum(code == country for code, _ in signed), sum(withheld for code, withheld in signed if code == country))
        for country, _ in signed
    }
    shown = dict(_by_country(countries))
    assert sum(shown.values()) == len(signed)
    for country, withheld in signed:
        if withheld:
            assert shown.get(country or "none", shown.get("", 0)) >= min(5, len(signed))


async def test_one_country_of_the_list(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await story(ada_account)
    page = (await ada.get(f"{HERE}/signatories?state=signed&country=KG")).text
    assert page.count('<th scope="row">') == 1
    assert '<option value="KG" selected>' in page


async def test_a_memorandum_without_acts_has_a_dashboard(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account, languages=("en", "ar"))
    page = (await ada.get(f"{HERE}/dashboard")).text
    assert page.count("No organisation has signed yet.") == 1
    assert "<figure" not in page
    assert "It states no condition for taking effect." in page
    assert "No party has stated anything." in page
    assert "Nobody is waited for." in page


async def test_the_way_to_a_rule_is_a_bar_with_its_sentence(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    """Only what everybody may count is on the bar; the sentences say what the hidden ones would change."""
    memorandum = await factories.opened(ada_account, publicity="participants")
    rule: dict[Any, Any] = {Memorandum.effect_rule: "nth_signature", Memorandum.effect_number: 3, Memorandum.publish_at_least: 5}
    await Memorandum.update(rule).where(Memorandum.id == memorandum.id)
    for slug, disclosure in (("alpha", "public"), ("bravo", "public"), ("charlie", "counted")):
        await factories.signed(await factories.reloaded(memorandum), await factories.organisation(slug), disclosure=disclosure)
    page = (await ada.get(f"{HERE}/dashboard")).text
    bars = re.findall(r'<label class="progress">([^<]+)<progress max="(\d+)" value="(\d+)">', page.replace("\n  ", ""))
    assert bars == [
        ("2 of 3 signatures that it needs to take effect", "3", "2"),
        ("2 of 5 signatures that it needs to become public", "5", "2"),
    ]
    assert "If they were counted, the rule would be met." in page


async def test_charts_stand_only_where_they_say_something(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", country="KZ"))
    page = (await ada.get(f"{HERE}/dashboard")).text
    assert "<figure" not in page
    assert 'class="bars"' not in page
    assert "country=KZ" in page
    await factories.signed(memorandum, await factories.organisation("bravo", country="KG"))
    assert 'class="bars"' in (await ada.get(f"{HERE}/dashboard")).text


async def test_statements_and_deadlines_have_their_cards(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, days=12)
    recorded = await factories.signed(memorandum, await factories.organisation("alpha"))
    await factories.stated(memorandum, recorded)
    page = (await ada.get(f"{HERE}/dashboard")).text
    assert f'<a href="{HERE}/statements">1 statement</a>' in page
    assert "1 has no translation yet." in page
    assert "Last day for signature" in page
