"""The public view holds plain values and no row, and what it is written to agrees: file, API and the models of both."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from msgspec import Struct
from piccolo.table import Table

from coalition.memoranda.queries import public_by_slug
from coalition.memoranda.tables import Wording
from coalition.published.as_json import json_file
from coalition.published.beside_text import beside_text
from coalition.published.history import EditionState
from coalition.published.json_memorandum import Edition, Memorandum
from coalition.published.json_signatories import Signatories
from coalition.published.memorandum import PublicText, public_view
from tests import factories
from tests.house.tree import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx

    from coalition.people.tables import Coordinator


def rows_in(value: Any, path: str = "view") -> Iterator[str]:
    """Return where a table's row stands inside plain values."""
    if isinstance(value, Table):
        yield path
    elif isinstance(value, Struct):
        for field in value.__struct_fields__:
            yield from rows_in(getattr(value, field), f"{path}.{field}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from rows_in(inner, f"{path}[{key}]")
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from rows_in(inner, f"{path}[{at}]")


def keys_apart(file: Mapping[str, Any], *models: type) -> set[str]:
    """Return the keys that only the file or only the models have."""
    return set(file) ^ {name for model in models for name in model.model_fields}  # type: ignore[attr-defined]  # models of pydantic


@pytest.mark.anyio
async def test_the_public_view_holds_no_row(store: str, ada_account: Coordinator) -> None:
    assert store
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    public = await public_view(memorandum)
    assert len(public.texts) == len(public.view.authentic_languages)
    assert public.status.lines
    assert public.history.editions
    assert list(rows_in(public)) == []


def test_a_row_in_a_view_is_found() -> None:
    """Mutated build: a text of the view that is the row itself."""
    text = PublicText(1, 1, "en", "authentic", "Title", "Body")  # type: ignore[arg-type]  # no matter here
    holder = msgspec.defstruct("View", [("texts", list), ("text", PublicText)])
    assert list(rows_in(holder([text, Wording(_ignore_missing=True)], text))) == ["view.texts[1]"]


@pytest.mark.anyio
async def test_file_and_api_say_the_same(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    file = (await cleo.get("/memoranda/cooperation.json")).json()
    address = "/api/v1/memoranda/cooperation"
    answers = [(await cleo.get(f"{address}{part}")).json() for part in ("", "/signatories", "/statements")]
    assert answers[1].pop("next") is None
    assert file == answers[0] | answers[1] | answers[2]
    assert keys_apart(file, Memorandum, Signatories) == {"statements"}


@pytest.mark.anyio
async def test_a_field_of_the_model_is_in_the_file_at_once(store: str, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutated build: a field was added to the model only; it reaches the file too, behind those that have their places."""
    assert store
    await factories.opened(ada_account)
    row = await public_by_slug("cooperation")
    assert row is not None
    public, beside = await public_view(row), await beside_text(row.id, row.kind)
    before = msgspec.json.decode(json_file(public, beside))

    class WithField(Memorandum):
        """A memorandum with one field more."""

        seal: str = "round"

    monkeypatch.setattr("coalition.published.json_memorandum.Memorandum", WithField)
    after = msgspec.json.decode(json_file(public, beside))
    assert after == before | {"seal": "round"}
    assert keys_apart(before, WithField, Signatories) == {"seal", "statements"}


def states_without_sentence(template: str, states: type[Enum]) -> list[str]:
    return [state.value for state in states if f'state == "{state.value}"' not in template]


def test_each_state_of_an_edition_has_its_word_and_its_sentence() -> None:
    template = (TEMPLATES / "public/editions/show.html").read_text()
    assert [state.value for state in EditionState if state.word.text("ru") == state.value] == []
    assert states_without_sentence(template, EditionState) == []
    assert "else" not in template.partition("edition.state ==")[2].partition("{% endif %}")[0]
    assert Edition.model_fields["state"].annotation in {"EditionState", EditionState}


def test_a_state_without_a_sentence_is_found() -> None:
    template = (TEMPLATES / "public/editions/show.html").read_text()
    suspended = Enum("Suspended", {"IN_FORCE": "in_force", "SUSPENDED": "suspended"})
    assert states_without_sentence(template, suspended) == ["suspended"]
