"""A form with many wrong fields: all of them are reported at once, in the summary and beside the fields, whichever rule they break."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.memoranda.tables import Memorandum
from coalition.statements.tables import Statement
from tests.signing.walking import REVIEW, SIGNATURE, WITHDRAWAL, Case, a_case, acts, enter, sign

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

STATEMENTS = "/en/signing/statements"
LONG = "why " * 600


@pytest.fixture
async def case(ben: httpx.AsyncClient, ada_account: Coordinator) -> Case:
    """Return a case whose link Ben has opened."""
    made = await a_case(ada_account)
    await enter(ben, made)
    return made


async def reported(browser: httpx.AsyncClient, path: str, given: dict[str, str]) -> list[str]:
    """Post a form and return the fields that the summary names, in its order; each of them has its message beside it."""
    answer = await browser.post(path, data=given)
    assert answer.status_code == 422
    fields = re.findall(r'<a href="#([^"]+)">', answer.text.partition('class="errors"')[2].partition("</ul>")[0])
    assert [field for field in fields if f'id="{field}-error"' not in answer.text] == []
    return fields


async def test_the_answers_the_description_the_day_and_the_statement(ben: httpx.AsyncClient, case: Case) -> None:
    empty = {"digest": case.digest, "disclosure": "described", "statement_kind": "declaration"}
    assert await reported(ben, REVIEW, empty) == ["kind", "representative_name", "description", "statement_language", "statement_text"]
    sealed = {"disclosure": "sealed_until", "release_on": clock.today().isoformat(), "kind": "accession", "representative_title": "a" * 301}
    fields = await reported(ben, REVIEW, empty | sealed | {"statement_kind": ""})
    assert fields == ["kind", "representative_name", "representative_title", "release_on"]


async def test_a_rule_for_statements_is_looked_at_beside_empty_fields(ben: httpx.AsyncClient, case: Case) -> None:
    await Memorandum.update({Memorandum.reservations: False}).where(Memorandum.id == case.memorandum.id)
    reserved = {"statement_kind": "reservation", "statement_language": "en", "statement_text": "No.", "statement_provision": "nowhere"}
    given = case.answers | reserved | {"representative_name": ""}
    assert await reported(ben, REVIEW, given) == ["representative_name", "statement_kind"]
    assert await reported(ben, REVIEW, given | {"statement_kind": "declaration"}) == ["representative_name", "statement_provision"]
    assert await reported(ben, REVIEW, given | {"statement_text": ""}) == ["representative_name", "statement_kind", "statement_text"]
    supports = given | {"kind": "support", "disclosure": "", "statement_language": ""}
    assert await reported(ben, REVIEW, supports) == ["representative_name", "disclosure", "statement_kind", "statement_language"]


async def test_both_confirmations_and_answers_that_do_not_fit_any_more(ben: httpx.AsyncClient, case: Case) -> None:
    wrong = case.answers | {"typed_name": "Somebody"}
    assert await reported(ben, SIGNATURE, wrong) == ["authority", "typed_name"]
    stated = {"statement_kind": "declaration", "statement_language": "en", "statement_text": "Yes.", "statement_provision": "nowhere"}
    assert await reported(ben, SIGNATURE, wrong | stated | {"kind": "accession"}) == ["kind"]
    assert await reported(ben, SIGNATURE, wrong | stated | {"representative_name": ""}) == ["representative_name", "statement_provision"]
    assert await acts() == []


async def test_what_is_done_later_reports_all_as_well(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await sign(ben, case, disclosure="counted")
    await Memorandum.update({Memorandum.reservations: False}).where(Memorandum.id == case.memorandum.id)
    assert await reported(ben, WITHDRAWAL, {"typed_name": "Somebody", "reason": LONG}) == ["reason", "typed_name"]
    statement = {"statement_kind": "reservation", "statement_text": "No.", "representative_name": "Ben Sultanov", "typed_name": "Somebody"}
    assert await reported(ben, f"{STATEMENTS}/review", statement) == ["statement_kind", "statement_language"]
    right = statement | {"statement_kind": "declaration", "statement_language": "en"}
    assert await reported(ben, STATEMENTS, right) == ["authority", "typed_name"]
    assert (await ben.post(STATEMENTS, data=right | {"authority": "yes", "typed_name": "Ben Sultanov"})).status_code == 303
    [stated] = await Statement.select(Statement.id)
    part = {"extent": "part", "remaining_text": "No.", "representative_name": "Ben Sultanov", "typed_name": "Somebody"}
    assert await reported(ben, f"{STATEMENTS}/{stated['id']}/withdrawal", part) == ["remaining_text", "typed_name"]
