"""The names of a party are not replaced silently: by a dated event or a corrected spelling, and its contacts read of it."""

from __future__ import annotations

import pytest

from coalition import clock
from coalition.acts import changing_names, queries
from coalition.organisations.queries import view_of
from coalition.trail.tables import TrailAct, TrailEntry
from tests import factories
from tests.desk.conftest import send, send_sure
from tests.letters import letters_in_tray
from tests.mutants import mutated
from tests.public.reading import words

pytestmark = pytest.mark.anyio

HERE = "/api/v1/organisations/bir-duino"


@pytest.fixture(autouse=True)
def tray(store, monkeypatch):
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


def names(*texts: str, short_name: str = "", **more: str) -> dict[str, object]:
    own = [{"language": language, "name": text, "short_name": short_name} for language, text in zip(("en", "ru"), texts, strict=False)]
    return {"names": own} | more


async def changes() -> list[str]:
    """Return the letters about names, as one line each."""
    return [" ".join(letter.text.split()) for letter in await letters_in_tray() if "names of your organisation" in letter.subject]


async def a_party(by, **more):
    organisation = await factories.organisation("bir-duino", names=names("Bir Duino", "Бир Дуйно")["names"])
    memorandum = await factories.opened(by, **more)
    return organisation, memorandum


async def silent_changes_are_refused(script, rival, ada_account) -> None:
    """Neither a member nor another coordinator replaces, removes or demotes a name that a public act shows."""
    organisation, memorandum = await a_party(ada_account)
    await factories.signed(memorandum, organisation)
    before = await view_of(organisation)
    primary = [{"language": "en", "name": "Bir Duino"}, {"language": "ru", "name": "Бир Дуйно", "primary": True}]
    for program in (rival, script):
        for body in (names("Another"), names("Another", "Бир Дуйно"), names("Bir Duino"), {"names": primary}):
            for reason in ({}, {"correction": "They asked for it."}):
                answer = await program.patch(HERE, json=body | reason)
                assert (answer.status_code, answer.json().get("type")) == (409, "/problems/names-on-record"), body
    assert "correction" in answer.json()["detail"]
    assert (await view_of(organisation)).names == before.names
    assert await changes() == []


async def test_a_name_that_a_public_act_shows_is_not_replaced(script, rival, ada_account):
    await silent_changes_are_refused(script, rival, ada_account)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [("not is_correction and await", "False and await"), ("bool(change.correction) and are_spellings(replaced)", "bool(change.correction)")],
)
async def test_the_story_fails_on_a_build_that_lets_names_go(script, rival, ada_account, monkeypatch, right, wrong):
    monkeypatch.setattr("coalition.acts.unlisting.change_names", mutated(changing_names, right, wrong)["change_names"])
    with pytest.raises(AssertionError):
        await silent_changes_are_refused(script, rival, ada_account)


async def test_a_spelling_is_corrected_with_a_reason_a_trace_and_a_letter(script, ada, ada_account):
    organisation, memorandum = await a_party(ada_account)
    await factories.signed(memorandum, organisation)
    added = await script.patch(HERE, json={"names": [*names("Bir Duino", "Бир Дуйно")["names"], {"language": "nb", "name": "Bir Duino Norge"}]})
    assert (added.status_code, await changes()) == (200, [])
    body = names("Bir Duyno", "Бир Дуйно", correction="The board writes it with y.")
    assert (await script.patch(HERE, json=body | {"names": [*body["names"], {"language": "nb", "name": "Bir Duino Norge"}]})).status_code == 200
    [letter] = await changes()
    for text in ("Before: Bir Duino; Бир Дуйно", "Now: Bir Duyno; Бир Дуйно", "The board writes it with y."):
        assert text in letter
    assert await TrailEntry.count().where(TrailEntry.act == TrailAct.NAME_CORRECTED.value) == 1

    fields = {"kind": "ngo", "scope": "national", "status": "active", "country": "KZ", "names-0-language": "en", "names-0-name": "Something else"}
    page = await send(ada, "/en/desk/organisations/bir-duino", fields | {"primary": "0", "correction": "No"})
    assert page.status_code == 409
    assert "Record another name as an event with its date" in words(page.text)
    assert 'value="Something else"' in page.text
    assert (await view_of(organisation)).primary.name == "Bir Duyno"


async def test_a_change_of_name_of_a_party_has_a_date_and_the_contacts_read_of_it(ada, ada_account):
    organisation, memorandum = await a_party(ada_account)
    await factories.signed(memorandum, organisation)
    renamed = {"kind": "renamed", "source": "Statutes", "which": "new", "names-0-language": "en", "names-0-name": "New Name", "primary": "0"}
    page = await send(ada, "/en/desk/organisations/bir-duino/events", renamed)
    assert (page.status_code, "write the day, month or year of the change" in page.text) == (422, True)
    answer = await send_sure(ada, "/en/desk/organisations/bir-duino/events", renamed | {"happened": clock.today().isoformat()})
    assert answer.status_code == 303
    [letter] = await changes()
    assert "Now: New Name" in letter


async def test_a_program_records_another_name_with_its_date(script, ada_account):
    organisation, memorandum = await a_party(ada_account)
    await factories.signed(memorandum, organisation)
    event = {"kind": "renamed", "source": "Statutes", "names": [{"language": "en", "name": "New Name"}]}
    assert (await script.post(f"{HERE}/events", json=event)).status_code == 422
    made = await script.post(f"{HERE}/events", json=event | {"happened": clock.today().isoformat()})
    assert (made.status_code, made.headers["location"]) == (201, HERE)
    assert [name["name"] for name in made.json()["former_names"]] == ["Bir Duino", "Бир Дуйно"]
    assert [letter.partition("Now: ")[2].partition(" If")[0] for letter in await changes()] == ["New Name"]
    again = await script.post(f"{HERE}/events", json=event | {"happened": clock.today().isoformat()})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/names-recorded")
    merged = await script.post(f"{HERE}/events", json={"kind": "merged", "source": "Minutes", "other": "bir-duino"})
    assert (merged.status_code, merged.json()["type"]) == (409, "/problems/no-successor")


async def hidden_acts_change_no_answer(rival, ada_account) -> None:
    """Rita, who is no member, gets the same answers and the contacts the same letters, whether the organisation signed without its name."""
    memorandum = await factories.opened(ada_account)
    answers = []
    for slug in ("with-act", "without"):
        organisation = await factories.organisation(slug, "Kyzyl Kum")
        if slug == "with-act":
            await factories.signed(memorandum, organisation, disclosure="counted")
        letters = len(await changes())
        answer = await rival.patch(f"/api/v1/organisations/{slug}", json={"names": [{"language": "en", "name": f"Aral {slug}"}]})
        answers.append((answer.status_code, len(await changes()) - letters))
    assert answers == [(200, 1), (200, 1)]


async def test_the_answer_tells_nothing_of_hidden_acts(rival, ada_account, monkeypatch):
    monkeypatch.setattr("coalition.organisations.registering.check_names", _nothing)  # both have the same name on purpose
    await hidden_acts_change_no_answer(rival, ada_account)


async def _nothing(*_: object) -> None:
    """Compare no names."""


@pytest.mark.sqlite_only
async def test_the_story_fails_on_a_build_that_counts_hidden_acts(rival, ada_account, monkeypatch):
    named = "any(history.named(clock.today()) for history in histories_of(acts))"
    monkeypatch.setattr("coalition.organisations.registering.check_names", _nothing)
    monkeypatch.setattr(changing_names, "with_public_acts", mutated(queries, named, "acts")["with_public_acts"])
    with pytest.raises(AssertionError):
        await hidden_acts_change_no_answer(rival, ada_account)
