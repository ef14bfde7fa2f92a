"""A column of a file is one entry with its header and its cell or parser; a header without the other part fails here."""

from __future__ import annotations

import ast
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.deed_queries import deeds_of
from coalition.acts.disclosure_levels import HIDDEN, Level
from coalition.acts.tables import Act, Disclosure
from coalition.database import whole
from coalition.fields import InvalidForm
from coalition.imports import organisation_rows, signatory_rows
from coalition.imports.organisation_rows import Column, read_row
from coalition.imports.past_signatories import record_signatories
from coalition.invitations import chase_list_csv
from coalition.languages import Message
from coalition.published import as_csv
from coalition.spreadsheets.csv_files import csv_grid, csv_head
from tests import factories
from tests.house.imports import nodes_of
from tests.house.tree import PACKAGE
from tests.imports.tables import plan_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.people.tables import Coordinator

ORGANISATION = {
    "slug": "alpha",
    "name_native": "Альфа",
    "native_language": "ru",
    "kind": "ngo",
    "scope": "national",
    "country": "KZ",
    "listing_reason": "-",
    "email": "alpha@alpha.example",
    "contact_language": "en",
}
# Another good text for each column of a table of organisations.
OTHER_TEXTS = {
    "slug": "beta",
    "name_en": "Alpha",
    "name_native": "Бета",
    "native_language": "kk",
    "acronym": "ALPHA",
    "country": "KG",
    "based_in": "PL",
    "scope": "regional",
    "kind": "network",
    "website": "https://alpha.example",
    "themes": "elections",
    "status": "in_exile",
    "at_risk": "yes",
    "listed": "yes",
    "listing_reason": "It wishes so.",
    "email": "office@alpha.example",
    "contact_name": "Ben",
    "contact_language": "ru",
}
SIGNATORY = {"organisation": "", "kind": "ad_referendum", "date": "2013-02", "source": "Minutes"}
# Another good text for each column of a table of signatories.
OTHER_ACTS = {
    "kind": "support",
    "date": "2014",
    "received": "2014-05-01",
    "representative": "Ben",
    "title": "Director",
    "disclosure": "described",
    "description": "A group",
    "source": "A letter",
    "confirmed": "2013-03",
    "withdrawn": "2015",
}
# Columns that say nothing alone, and what they are tried with.
TOGETHER = {
    "title": {"representative": "Ben"},
    "disclosure": {"description": "A group"},
    "description": {"disclosure": "described", "description": "One"},
}


def unread_columns(columns: Sequence[Column], other_texts: Mapping[str, str]) -> list[str]:
    """Return the columns of organisations whose text changes nothing in the form that is made of a row."""
    before = read_row(ORGANISATION, None).model_dump()
    return [column.name for column in columns if read_row(ORGANISATION | {column.name: other_texts[column.name]}, None).model_dump() == before]


def tuples_of_headers(source: str) -> list[int]:
    """Return the lines on which a module that writes CSV holds names of columns apart from their cells."""
    tuples = [node for node in nodes_of(source) if isinstance(node, ast.Tuple | ast.List) and len(node.elts) > 1]
    return [node.lineno for node in tuples if all(isinstance(name, ast.Constant) and isinstance(name.value, str) for name in node.elts)]


@pytest.mark.parametrize("columns", [as_csv.COLUMNS, chase_list_csv.COLUMNS], ids=["signatories", "invitations"])
def test_each_written_column_has_a_name_of_its_own_and_a_cell(columns: Any) -> None:
    names = [column.name for column in columns]
    assert len(set(names)) == len(names)
    assert all(callable(column.cell) for column in columns)
    assert csv_grid(csv_head(columns).decode("utf-8-sig")) == [names]


@pytest.mark.parametrize("path", ["published/as_csv.py", "invitations/chase_list_csv.py"])
def test_no_header_stands_apart_from_its_cells(path: str) -> None:
    assert tuples_of_headers((PACKAGE / path).read_text()) == []


def test_a_header_apart_from_its_cells_is_found() -> None:
    assert tuples_of_headers('HEADER = ("slug", "name")\n\n\ndef row(one):\n    return (one.slug, one.name)') == [1]


def test_a_written_column_without_a_cell_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="cell"):
        type(as_csv.COLUMNS[0])("mandate_of_tomorrow")  # type: ignore[call-arg]  # the point


def test_each_column_of_organisations_is_read() -> None:
    assert set(OTHER_TEXTS) == set(organisation_rows.FIELDS.words)
    assert unread_columns(organisation_rows.COLUMNS, OTHER_TEXTS) == []


def test_a_column_of_organisations_that_is_not_read_is_found() -> None:
    """Mutated builds: a header that nobody reads, and a column for which the form has no field."""
    extra = Column("nickname", organisation_rows.NAMES, Message("nickname"))
    assert unread_columns([*organisation_rows.COLUMNS, extra], OTHER_TEXTS | {"nickname": "Al"}) == ["nickname"]


def test_a_column_without_a_field_is_refused_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organisation_rows, "COLUMNS", (*organisation_rows.COLUMNS, Column("founded", "founded", Message("founded"))))
    with pytest.raises(InvalidForm, match="founded"):
        read_row(ORGANISATION | {"founded": "1999"}, None)


def columns_that_change_nothing(recorded: Mapping[str, object], usual: Mapping[str, object]) -> list[str]:
    return [name for name in recorded if recorded[name] == usual[name]]


@pytest.mark.anyio
async def test_each_column_of_signatories_is_recorded(store: str, ada_account: Coordinator) -> None:
    """A column whose text changes nothing on record is a lost value."""
    assert store
    assert {"organisation", "country", *OTHER_ACTS} == set(signatory_rows.COLUMNS)  # the country is that of a new organisation
    rows = {name: TOGETHER.get(name, {}) for name in OTHER_ACTS}
    usual_rows = {name: row for name, row in rows.items() if name != "disclosure"} | {"disclosure": {}}
    usual = await _recorded(ada_account, "usual", usual_rows)
    changed = await _recorded(ada_account, "changed", {name: row | {name: OTHER_ACTS[name]} for name, row in rows.items()})
    assert columns_that_change_nothing(changed, usual) == []
    assert columns_that_change_nothing(usual, usual) == list(usual)  # a build that loses every column


async def _recorded(ada: Coordinator, slug: str, rows: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    """Record a row for an organisation named after each column, and return what is on record of each."""
    memorandum = await factories.opened(ada, slug, since=date(2012, 1, 1))
    parties = {name: await factories.organisation(f"{slug}-{name}", f"{slug} {name}") for name in rows}
    table = [list(signatory_rows.COLUMNS)]
    for name, row in rows.items():
        texts = SIGNATORY | row | {"organisation": f"{slug}-{name}"}
        table.append([texts.get(column, "") for column in signatory_rows.COLUMNS])
    plan = await plan_of(memorandum, "\n".join("\t".join(cells) for cells in table).encode())
    assert [row.problems for row in plan.refused] == []
    await record_signatories(memorandum, plan)
    return {name: await _on_record(memorandum.id, party.id) for name, party in parties.items()}


async def _on_record(memorandum_id: int, organisation_id: int) -> object:
    deeds = await deeds_of(memorandum_id, organisation_id)
    acts = await Act.select(whole(Act)).where((Act.memorandum == memorandum_id) & (Act.organisation == organisation_id)).order_by(Act.recorded_at)
    return [
        (deed.kind, deed.acted, deed.person, deed.disclosure, deed.source, act["description"], act["received"])
        for deed, act in zip(deeds, acts, strict=True)
    ]


def words_left_out(sentence: str, allowed: Sequence[str]) -> list[str]:
    return [word for word in allowed if word not in sentence]


def test_each_allowed_word_is_named_to_whoever_wrote_another() -> None:
    for values, column in (({"kind": "x"}, "kind"), ({"kind": "signature", "disclosure": "x"}, "disclosure")):
        with pytest.raises(InvalidForm) as refused:
            signatory_rows.read_row(values, source="Minutes", default=HIDDEN)
        allowed = STANDING_KINDS if column == "kind" else signatory_rows.ALLOWED_LEVELS
        assert words_left_out(str(refused.value.problems[column]), allowed) == []


def test_a_row_without_a_level_has_the_default_one() -> None:
    for default in (HIDDEN, Level(Disclosure.PUBLIC)):
        row = signatory_rows.read_row({"kind": "signature"}, source="Minutes", default=default)
        assert row.disclosure == default.disclosure


def test_an_allowed_word_that_is_not_named_is_found() -> None:
    assert words_left_out("Write public or counted.", [Disclosure.PUBLIC, Disclosure.DESCRIBED]) == [Disclosure.DESCRIBED]
