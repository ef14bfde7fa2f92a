"""Bodies made to keep the server busy are refused before work is done for each of their parts, or the work is done in a thread."""

from __future__ import annotations

import threading
from urllib.parse import urlencode

import pytest

from coalition.api import bodies
from coalition.database import counting_queries, put_all
from coalition.forums.tables import ForumCountry
from coalition.jobs.tables import Job
from coalition.memoranda.tables import Provision
from coalition.people.accounts import add_token
from coalition.people.tables import Scope
from coalition.text import provisions
from coalition.text.apart import LONG, apart_if_long
from coalition.web import forms
from tests import factories

pytestmark = pytest.mark.anyio
URL_ENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
DRAFT = "/en/desk/memoranda/cooperation/draft"


def many_fields(count: int) -> bytes:
    return "&".join(f"names-{at}-name=1" for at in range(count)).encode()


@pytest.mark.sqlite_only
async def test_a_form_with_too_many_fields_is_refused_before_it_is_read(cleo, monkeypatch):
    assert (await cleo.post("/en/sign-in", content=many_fields(2001), headers=URL_ENCODED)).status_code == 400
    assert (await cleo.post("/en/sign-in", content=many_fields(1999), headers=URL_ENCODED)).status_code == 422
    monkeypatch.setattr(forms, "MOST_FIELDS", 10**9)  # mutated build
    assert (await cleo.post("/en/sign-in", content=many_fields(2001), headers=URL_ENCODED)).status_code == 422


@pytest.mark.sqlite_only
async def test_a_form_that_is_not_utf8_is_refused(cleo):
    assert (await cleo.post("/en/sign-in", content=b"email=%ff", headers=URL_ENCODED)).status_code == 400


async def call(cleo, ada_account, body: bytes) -> tuple[int, str]:
    token = await add_token(ada_account.email, Scope.WRITE)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    answer = await cleo.post("/api/v1/organisations", content=body, headers=headers)
    return answer.status_code, answer.json()["type"]


DEEP = b'{"a":' * 30 + b"1" + b"}" * 30
HOSTILE = {
    "brackets": b"[" * 100_000,
    "nested": b"[" * 900 + b"]" * 900,
    "deep": DEEP,
    "keys": ("{" + ",".join(f'"k{at}":1' for at in range(6000)) + "}").encode(),
    "spaced keys": ("{" + ",".join(f'"k{at}" : 1' for at in range(6000)) + "}").encode(),
    "values": b"[" + b"1," * 6000 + b"1]",
    "texts": b"[" + b'"",' * 6000 + b'""]',
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
async def test_json_with_too_many_values_or_too_deep_is_refused_at_once(cleo, ada_account, body):
    assert await call(cleo, ada_account, body) == (400, "/problems/malformed")


@pytest.mark.sqlite_only
async def test_a_build_without_these_bounds_answers_with_a_message_for_each_value(cleo, ada_account, monkeypatch):
    monkeypatch.setattr(bodies, "MOST_VALUES", 10**9)
    monkeypatch.setattr(bodies, "DEEPEST", 10**9)
    assert await call(cleo, ada_account, HOSTILE["keys"]) == (422, "/problems/invalid-fields")
    assert await call(cleo, ada_account, DEEP) == (422, "/problems/invalid-fields")


async def save(ada, body: str):
    page = (await ada.get("/en/desk/account")).text
    form_token = page.partition('name="form_token" value="')[2].partition('"')[0]
    fields = {"form_token": form_token, "text": "en", "title": "Title", "body": body, "version": "1", "status": "unofficial"}
    return await ada.post(DRAFT, content=urlencode(fields).encode(), headers=URL_ENCODED)


HEADINGS = "# h\n\n" * 20_000


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (HEADINGS, "The text has more than 5000 lines."),
        ("# h\n" * 4000, "The text has more than 2000 passages."),
        ("[" * 100_000, "A passage has more than 1000 signs such as"),
        ("*_" * 20_000, "A passage has more than 1000 signs such as"),
    ],
    ids=["20,000 headings", "4,000 headings", "brackets", "stars"],
)
async def test_a_text_that_takes_long_to_read_is_refused_with_a_sentence(ada, ada_account, body, sentence):
    await factories.draft(ada_account)
    answer = await save(ada, body)
    assert answer.status_code == 422
    assert sentence in answer.text


async def test_a_build_without_bounds_for_texts_saves_them_on_both_engines(ada, ada_account, monkeypatch):
    monkeypatch.setattr(provisions, "MOST_PASSAGES", 10**9)  # mutated build; the statements are in parts nevertheless
    await factories.draft(ada_account)
    answer = await save(ada, "# h\n" * 2100)
    assert answer.status_code == 303
    assert await Provision.count() >= 2100


async def test_rows_are_inserted_in_as_few_statements_as_the_engines_allow(store):
    assert store
    from coalition import clock

    now = clock.now()
    with counting_queries() as sent:
        await put_all(Job(kind="nothing", run_at=now) for _ in range(20_000))
        await put_all(Job(kind="nothing", run_at=now) for _ in range(0))
    assert await Job.count() == 20_000
    assert 1 < len([statement for statement in sent.statements if statement.startswith("INSERT")]) < 20
    assert await ForumCountry.count() == 0


@pytest.mark.sqlite_only
async def test_long_texts_are_rendered_apart_from_the_event_loop():
    here = threading.get_ident()
    assert await apart_if_long("a" * (LONG - 1), threading.get_ident) == here
    assert await apart_if_long("a" * LONG, threading.get_ident) != here
