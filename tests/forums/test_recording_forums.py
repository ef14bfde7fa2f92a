"""Forums: dates as precise as they are known, places and participants that may be withheld."""

from __future__ import annotations

import pytest

from coalition.fields import InvalidForm
from coalition.forums import programme_queries, queries, recording_forums
from coalition.forums.forms import ForumChange, ForumForm, ProgrammeForm
from coalition.organisations.registering import SlugTaken
from coalition.organisations.tables import Organisation
from coalition.organisations.visible_queries import Viewer
from tests import factories

ROLES = [{"organisation": "convener", "role": "convener"}, {"organisation": "participant", "role": "participant"}]


@pytest.fixture
async def organisations(store):
    return [await factories.organisation(slug) for slug in ("convener", "participant")]


async def test_forum_keeps_its_precision_and_order_of_countries(organisations):
    row = await factories.forum(countries=["UZ", "KZ", "KG", "KZ"], organisations=ROLES)
    view = await queries.view(row)

    assert (view.starts, view.city, view.countries) == ("2013-02", "Kyiv", ("UZ", "KZ", "KG"))
    parts = await queries.parts_at(row.id, Viewer.COORDINATOR)
    assert role_and_slug(parts) == [("convener", "convener"), ("participant", "participant")]


@pytest.mark.parametrize(
    ("saved", "changes", "refused", "kept"),
    [
        (("2013-02", "2013-02"), {"ends": "2013-01-31"}, "ends", ("2013-02", "2013-02")),
        (("2013-02", "2013-02"), {"starts": "2013-03"}, "starts", ("2013-02", "2013-02")),
        (("2013-02", "2013-02"), {"starts": "2013-03", "ends": None}, None, ("2013-03", None)),
        (("2013-02", "2013-02"), {"starts": "2013-02-17"}, None, ("2013-02-17", "2013-02")),
        (("2013-02-17", "2013-02"), {"ends": "2013-02-16"}, "ends", ("2013-02-17", "2013-02")),
        ((None, "2013-02"), {"starts": "2013"}, None, ("2013", "2013-02")),
    ],
)
async def test_a_change_of_one_day_is_compared_with_the_other_one(store, saved, changes, refused, kept):
    row = await factories.forum(starts=saved[0], ends=saved[1])
    if refused:
        with pytest.raises(InvalidForm, match=f"{refused}: The end must not lie before the beginning."):
            await recording_forums.amend_forum(row, ForumChange.parse(changes))
    else:
        await recording_forums.amend_forum(row, ForumChange.parse(changes))
    assert await queries.days_of(row.id) == {"starts": kept[0], "ends": kept[1]}


async def test_withheld_place_is_for_coordinators_only(organisations):
    row = await factories.forum(place={"city": "Kyiv", "country": "UA", "public": False})

    shown, full = await queries.view(row), await queries.view(row, withhold=False)
    assert (shown.city, shown.place_country, full.city, full.place_country) == ("", None, "Kyiv", "UA")


def role_and_slug(parts):
    return [(part.role, part.organisation.slug) for part in parts]


@pytest.mark.parametrize(("profile", "public"), [("open", ["convener", "participant"]), ("careful", []), ("high", [])])
async def test_only_parts_in_an_open_forum_are_public_by_default(organisations, profile, public):
    row = await factories.forum(risk_profile=profile, organisations=ROLES)

    assert role_and_slug(await queries.parts_at(row.id, Viewer.EVERYBODY)) == [(role, role) for role in public]
    assert len(await queries.parts_at(row.id, Viewer.COORDINATOR)) == 2
    assert [forum.slug for _, forum in await queries.forums_of(organisations[1].id, Viewer.EVERYBODY)] == (["kyiv-2013"] if public else [])


async def test_a_coordinator_says_which_parts_are_public(organisations):
    given = [ROLES[0] | {"public": False}, ROLES[1]]
    row = await factories.forum(organisations=given)
    assert role_and_slug(await queries.parts_at(row.id, Viewer.EVERYBODY)) == [("participant", "participant")]
    await recording_forums.amend_forum(row, ForumChange.parse({"risk_profile": "high", "organisations": [ROLES[0] | {"public": True}, ROLES[1]]}))
    assert role_and_slug(await queries.parts_at(row.id, Viewer.EVERYBODY)) == [("convener", "convener")]


async def test_a_more_careful_forum_hides_its_parts_and_a_less_careful_one_shows_none(organisations):
    row = await factories.forum(organisations=ROLES)
    for profile in ("careful", "open"):
        await recording_forums.amend_forum(await queries.by_slug(row.slug), ForumChange.parse({"risk_profile": profile}), approved=True)
        assert await queries.parts_at(row.id, Viewer.EVERYBODY) == []
    assert len(await queries.parts_at(row.id, Viewer.COORDINATOR)) == 2


async def test_the_part_of_an_organisation_that_is_not_listed_cannot_be_public(store):
    for slug, facts in (("unlisted", {"listed": False}), ("in-danger", {"at_risk": True})):
        await factories.organisation(slug, **facts)
    given = [{"organisation": "unlisted"}, {"organisation": "in-danger"}]
    row = await factories.forum(organisations=given)
    assert [part.public for part in await queries.parts_at(row.id, Viewer.COORDINATOR)] == [False, False]
    for at in (0, 1):
        with pytest.raises(InvalidForm) as refused:
            await recording_forums.amend_forum(row, ForumChange.parse({"organisations": [given[at] | {"public": True}]}))
        assert set(refused.value.problems) == {"organisations/0/public"}


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
    assert (await queries.newest_forums(limit=1)).forums == []


async def test_lists_that_are_given_replace_the_old_ones(organisations):
    row = await factories.forum(organisations=ROLES)

    await recording_forums.amend_forum(row, ForumChange.parse({"countries": ["TM"], "organisations": ROLES[:1]}))

    view = await queries.view(await queries.by_slug("kyiv-2013"))
    assert (view.countries, view.starts, len(await queries.parts_at(row.id, Viewer.EVERYBODY))) == (("TM",), "2013-02", 1)


async def test_slug_is_taken_once(store):
    await factories.forum()
    with pytest.raises(SlugTaken):
        await factories.forum()


async def test_programme_has_names_and_implementers(organisations):
    form = {"slug": "campaign", "texts": [{"language": "en", "name": "Campaign"}], "organisations": [{"organisation": "convener"}]}
    await recording_forums.record_programme(ProgrammeForm.parse(form))
    row = await factories.forum(programme="campaign")

    programme = await programme_queries.programme_view((await queries.view(row)).programme, Viewer.EVERYBODY)
    assert (programme.name("ru"), [organisation.slug for _, organisation in programme.organisations]) == (("en", "Campaign"), ["convener"])


async def test_whether_a_forum_has_pages_depends_on_the_parts_that_everybody_reads(organisations, monkeypatch):
    row = await factories.forum(organisations=ROLES)
    shown = [part.organisation.slug for part in await queries.parts_at(row.id, Viewer.EVERYBODY)]
    assert await queries.has_more_public_parts(row.id, len(shown) - 1)

    unlisted = Organisation.slug == shown[0]
    await Organisation.update({Organisation.listed: False}).where(unlisted)

    assert not await queries.has_more_public_parts(row.id, len(shown) - 1)
    monkeypatch.setattr(queries, "MOST_AT_ONCE", len(shown) - 1)
    assert [part.organisation.slug for part in await queries.parts_at(row.id, Viewer.EVERYBODY)] == shown[1:]
