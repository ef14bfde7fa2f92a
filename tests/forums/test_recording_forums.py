"""Forums: dates as precise as they are known, places and participants that may be withheld."""

from __future__ import annotations

import pytest

from coalition.fields import InvalidForm
from coalition.forums import programme_queries, queries, recording_forums
from coalition.forums.forms import ForumChange, ForumForm, ProgrammeForm
from coalition.organisations.registering import SlugTaken
from tests import factories

ROLES = [{"organisation": "convener", "role": "convener"}, {"organisation": "participant", "role": "participant"}]


@pytest.fixture
async def organisations(store):
    return [await factories.organisation(slug) for slug in ("convener", "participant")]


async def test_forum_keeps_its_precision_and_order_of_countries(organisations):
    row = await factories.forum(countries=["UZ", "KZ", "KG", "KZ"], organisations=ROLES)
    view = await queries.view(row)

    assert (view.starts, view.city, view.countries) == ("2013-02", "Kyiv", ("UZ", "KZ", "KG"))
    assert [(role, organisation.slug) for role, organisation in await queries.organisations_at(row.id)] == [
        ("convener", "convener"),
        ("participant", "participant"),
    ]


async def test_withheld_place_is_for_coordinators_only(organisations):
    row = await factories.forum(place={"city": "Kyiv", "country": "UA", "public": False})

    shown, full = await queries.view(row), await queries.view(row, withhold=False)
    assert (shown.city, shown.place_country, full.city, full.place_country) == ("", None, "Kyiv", "UA")


@pytest.mark.parametrize(
    ("profile", "public"), [("open", {"convener", "participant"}), ("careful", {"convener", "participant"}), ("high", {"convener"})]
)
async def test_who_took_part_in_a_forum_of_high_risk_is_not_public(organisations, profile, public):
    row = await factories.forum(risk_profile=profile, organisations=ROLES)
    view = await queries.view(row)

    assert {organisation.slug for _, organisation in await queries.public_organisations_at(view)} == public
    assert [forum.slug for _, forum in await queries.forums_of(organisations[1].id)] == ([] if profile == "high" else ["kyiv-2013"])


@pytest.mark.parametrize(
    ("starts", "ends", "fits"), [("2013-02", "2013-02-03", True), ("2013-02-05", "2013-02", True), ("2013-02", "2013-01", False)]
)
def test_end_must_not_lie_before_the_beginning(starts, ends, fits):
    given = {"slug": "f", "texts": [{"language": "en", "title": "F"}], "starts": starts, "ends": ends}
    if fits:
        assert ForumForm.parse(given).ends == ends
    else:
        with pytest.raises(InvalidForm):
            ForumForm.parse(given)


async def test_unknown_organisation_or_programme_is_named(store):
    with pytest.raises(InvalidForm) as refused:
        await factories.forum(organisations=[{"organisation": "nobody"}])
    assert set(refused.value.problems) == {"organisations/0/organisation"}
    with pytest.raises(InvalidForm) as refused:
        await factories.forum(programme="nothing")
    assert set(refused.value.problems) == {"programme"}
    assert await queries.all_forums() == []


async def test_lists_that_are_given_replace_the_old_ones(organisations):
    row = await factories.forum(organisations=ROLES)

    await recording_forums.amend_forum(row, ForumChange.parse({"countries": ["TM"], "organisations": ROLES[:1]}))

    view = await queries.view(await queries.by_slug("kyiv-2013"))
    assert (view.countries, view.starts, len(await queries.organisations_at(row.id))) == (("TM",), "2013-02", 1)


async def test_slug_is_taken_once(store):
    await factories.forum()
    with pytest.raises(SlugTaken):
        await factories.forum()


async def test_programme_has_names_and_implementers(organisations):
    form = {"slug": "campaign", "texts": [{"language": "en", "name": "Campaign"}], "organisations": [{"organisation": "convener"}]}
    await recording_forums.record_programme(ProgrammeForm.parse(form))
    row = await factories.forum(programme="campaign")

    programme = await programme_queries.programme_view((await queries.view(row)).programme)
    assert (programme.name("ru"), [organisation.slug for _, organisation in programme.organisations]) == (("en", "Campaign"), ["convener"])
