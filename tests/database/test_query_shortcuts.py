"""The shorter ways to write queries send and return what Piccolo's own queries send and return."""

from __future__ import annotations

from uuid import uuid4

import pytest

from coalition import clock
from coalition.acts.tables import Act, Signer
from coalition.database import (
    Duplicate,
    among,
    at_once,
    counting_queries,
    current,
    in_parts,
    made_of,
    none_of,
    one_of,
    one_row,
    prepared,
    put,
    reading,
    selected,
    transaction,
    whole,
)
from coalition.database.query_shortcuts import _FEW_ROWS, MOST_ARGUMENTS
from coalition.jobs.tables import Job
from coalition.organisations.tables import Organisation, OrganisationKind, OrganisationName
from coalition.tables import TABLES
from tests import factories


@prepared
def called(slug, kind):
    return Organisation.select(Organisation.slug, Organisation.kind).where((Organisation.slug == slug) & (Organisation.kind == kind))


@prepared
def move(country, slug):
    return Organisation.update({Organisation.country: country}).where(Organisation.slug == slug).returning(Organisation.country)


@prepared
def with_name_in(language):
    named = OrganisationName.select(OrganisationName.organisation).where(OrganisationName.language == language)
    return Organisation.select(Organisation.slug).where(Organisation.id.is_in(named)).order_by(Organisation.slug).limit(2)


@prepared
def in_country(country):
    return Organisation.objects().where(Organisation.country == country).order_by(Organisation.slug)


@prepared
def forget(slug):
    return Organisation.delete().where(Organisation.slug == slug)


async def test_a_prepared_query_takes_new_values_each_time(store):
    for slug in ("a", "b", "c"):
        await factories.organisation(slug)

    for slug in ("a", "b", "nobody"):
        query = Organisation.select(Organisation.slug, Organisation.kind).where((Organisation.slug == slug) & (Organisation.kind == "ngo"))
        assert await called(slug, OrganisationKind.NGO) == await query
    assert await called("a", OrganisationKind.NETWORK) == []
    assert await with_name_in("en") == [{"slug": "a"}, {"slug": "b"}]
    assert await move("NO", "b") == [{"country": "NO"}]
    assert await move(None, "b") == [{"country": None}]
    await forget("b")
    assert await called("b", "ngo") == []


async def test_a_prepared_query_of_objects_returns_the_rows_that_piccolo_makes(store):
    for slug, country in (("a", "NO"), ("b", "KZ"), ("c", "NO")):
        await factories.organisation(slug, country=country)

    found = await in_country("NO")

    expected = await Organisation.objects().where(Organisation.country == "NO").order_by(Organisation.slug)
    assert [vars(row) for row in found] == [vars(row) for row in expected]
    found[0].country = "KZ"
    await found[0].save()
    assert [row.slug for row in await in_country("KZ")] == ["a", "b"]


async def test_a_prepared_query_is_built_once_for_each_engine(store):
    built = []

    @prepared
    def build(slug):
        built.append(slug)
        return Organisation.select(Organisation.slug).where(Organisation.slug == slug)

    with counting_queries() as sent:
        for slug in ("a", "b", "c"):
            await build(slug)
    assert (len(built), len(set(sent.statements)), sent.count) == (1, 1, 3)


async def test_a_prepared_query_wants_every_value(store):
    with pytest.raises(IndexError):
        await called("a")


async def test_a_row_that_was_put_is_the_row_that_piccolo_inserts(store):
    moment = clock.now()
    mine = await put(Job, kind="letter", payload="{}", run_at=moment, dedupe_key="mine")
    await Job.insert(Job(kind="letter", payload="{}", run_at=moment, dedupe_key="theirs"))

    rows = {row["dedupe_key"]: row for row in await Job.select()}
    assert rows["mine"] | {"id": 0, "dedupe_key": ""} == rows["theirs"] | {"id": 0, "dedupe_key": ""}
    assert (mine.to_dict(), mine._exists_in_db) == (rows["mine"], True)


async def test_a_twin_is_refused_or_left_out(store):
    await put(Job, kind="letter", payload="{}", run_at=clock.now(), dedupe_key="one")
    left_out = await put(Job, unless_there=True, kind="other", payload="{}", run_at=clock.now(), dedupe_key="one")
    assert not left_out._exists_in_db
    with pytest.raises(Duplicate):
        async with transaction():
            await put(Job, kind="other", payload="{}", run_at=clock.now(), dedupe_key="one")
    assert [row["kind"] for row in await Job.select(Job.kind)] == ["letter"]


async def test_a_key_of_ones_own_is_kept(store, ada_account):
    memorandum = await factories.opened(ada_account)
    act = (await factories.signed(memorandum, await factories.organisation("a"))).act
    row = await one_row(Act, Act.id == act.id)
    assert row is not None
    assert row.to_dict() == (await Act.objects().get(Act.id == act.id)).to_dict()
    signer = await put(Signer, act=uuid4(), name="Ben")
    assert (await one_row(Signer, Signer.id == signer.id)).name == "Ben"


async def test_a_column_that_is_not_there_is_refused(store):
    with pytest.raises(ValueError, match="nowhere"):
        await put(Job, kind="letter", payload="{}", run_at=clock.now(), nowhere=1)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_row_that_was_read_is_what_piccolo_makes_of_it(table):
    values = {column._meta.name: at for at, column in enumerate(table._meta.columns)}
    assert vars(made_of(table, values)) == vars(table(**values, _exists_in_db=True))


async def test_one_row_is_found_by_any_condition(store):
    await factories.organisation("a", country="NO")
    await factories.organisation("b", country=None)
    known = OrganisationName.select(OrganisationName.organisation).where(OrganisationName.language == "en")
    for condition in (
        Organisation.slug == "a",
        Organisation.slug == "b",
        (Organisation.country == "NO") & (Organisation.slug == "a"),
        (Organisation.country == "NO") & (Organisation.slug == "b"),
        (Organisation.country == "KZ") | (Organisation.slug == "b"),
        Organisation.country.is_null(),
        Organisation.country.is_not_null(),
        Organisation.kind == OrganisationKind.NGO,
        Organisation.slug.is_in(["b", "c"]),
        Organisation.id.is_in(known) & (Organisation.slug == "b"),
    ):
        expected = await Organisation.objects().where(condition).order_by(Organisation.id)
        found = await one_row(Organisation, condition)
        assert (found is not None) == bool(expected), str(condition)
        assert found is None or found.to_dict() in [one.to_dict() for one in expected]


async def test_a_whole_row_is_what_piccolo_selects(store):
    for table in TABLES:
        mine, theirs = (table.select(*columns).querystrings[0].compile_string(engine_type="sqlite")[0] for columns in ([whole(table)], []))
        assert mine == theirs, table.__name__


async def test_among_takes_any_number_of_ids_none_too(store):
    ids = [(await factories.organisation(slug)).id for slug in ("a", "b", "c")]
    for wanted in (ids[:2], [], [*ids, *range(10_000, 14_000)]):
        rows = await Organisation.select(Organisation.id).where(among(Organisation.id, wanted))
        assert {row["id"] for row in rows} == set(wanted) & set(ids)


async def test_among_takes_numbers_only(store):
    with pytest.raises(ValueError, match="invalid literal"):
        among(Organisation.id, ["1) OR (1=1"])


async def test_a_few_values_may_be_none_and_never_very_many(store):
    for slug in ("a", "b"):
        await factories.organisation(slug)
    for given, expected in ((["a", "a"], {"a"}), ([], set()), ({"b", "c"}, {"b"})):
        for condition, slugs in ((one_of, expected), (none_of, {"a", "b"} - expected)):
            rows = await Organisation.select(Organisation.slug).where(condition(Organisation.slug, given))
            assert {row["slug"] for row in rows} == slugs
    with pytest.raises(ValueError, match="in parts"):
        one_of(Organisation.slug, map(str, range(MOST_ARGUMENTS + 1)))
    assert [len(part) for part in in_parts(map(str, range(5)), 2)] == [2, 2, 1]


@prepared
def names_of(ids, language):
    these = among(OrganisationName.organisation, ids) & (OrganisationName.language == language)
    return OrganisationName.select(OrganisationName.name).where(these).order_by(OrganisationName.id)


async def test_a_prepared_query_takes_a_list_of_ids(store):
    ids = [(await factories.organisation(slug, slug.upper())).id for slug in ("a", "b", "c")]

    for some in (ids[:1], set(ids), {ids[2]: "key"}, (), [*ids, *range(10_000, 10_400)]):
        query = OrganisationName.select(OrganisationName.name).where(among(OrganisationName.organisation, some) & (OrganisationName.language == "en"))
        assert await names_of(some, "en") == await query.order_by(OrganisationName.id)
        async with reading():
            assert await names_of(some, "en") == await query.order_by(OrganisationName.id)
    with pytest.raises(ValueError, match="invalid literal"):
        await names_of(["1) OR (1=1"], "en")


@pytest.fixture
def sent(store, monkeypatch):
    """Return the statements that reach the database."""
    statements, send = [], type(current()).send

    async def noted(engine, sql, args, **how):
        statements.append(sql)
        return await send(engine, sql, args, **how)

    monkeypatch.setattr(type(current()), "send", noted)
    return statements


async def test_a_block_that_reads_asks_once_and_gives_rows_of_their_own(sent):
    one = await factories.organisation("a", "A")
    sent.clear()
    async with reading():
        with counting_queries() as count:
            first = await names_of([one.id], "en")
            first[0]["name"] = "changed"
            assert await names_of([one.id], "en") == [{"name": "A"}]
            assert (await in_country("KZ"))[0] is not (await in_country("KZ"))[0]
            assert await names_of([one.id], "ru") == []
    assert (len(sent), count.count) == (3, 5)


async def test_outside_a_block_that_reads_the_database_is_asked_each_time(sent):
    one = await factories.organisation("a", "A")
    sent.clear()
    await names_of([one.id], "en")
    async with transaction():
        await names_of([one.id], "en")
        await OrganisationName.update({OrganisationName.name: "B"}).where(OrganisationName.organisation == one.id)
        assert await names_of([one.id], "en") == [{"name": "B"}]
    assert len(sent) == 4


async def test_many_rows_are_not_kept_for_a_block(sent):
    for number in range(_FEW_ROWS + 1):
        await factories.organisation(f"o-{number}", country="NO")
    sent.clear()
    async with reading():
        assert len(await in_country("NO")) == len(await in_country("NO")) == _FEW_ROWS + 1
    assert len(sent) == 2


async def test_what_is_selected_by_a_condition_that_varies_is_what_piccolo_selects(store):
    for slug, country in (("a", "NO"), ("b", None), ("c", "KZ"), ("d", "NO")):
        await factories.organisation(slug, country=country)
    columns = at_once(Organisation.slug, Organisation.country)

    listed = Organisation.listed.eq(True)
    for condition in (
        Organisation.slug.is_in(["a", "b", "d"]) & listed,
        Organisation.slug.is_in(["c"]) & listed,
        Organisation.slug.not_in(["c"]) | Organisation.country.is_null(),
        (Organisation.slug > "a") & ((Organisation.country == "NO") | (Organisation.country == "KZ")),
        Organisation.slug.is_in([*"abcdefgh"] * 10),
        among(Organisation.id, [1, 2, 3]),
        Organisation.id.is_in(OrganisationName.select(OrganisationName.organisation)),
    ):
        for _ in range(2):
            found = await selected(Organisation, columns, condition, order=Organisation.slug, limit=3)
            assert found == await Organisation.select(columns).where(condition).order_by(Organisation.slug).limit(3)
