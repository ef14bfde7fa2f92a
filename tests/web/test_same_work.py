"""Whatever address a stranger types, the same is done before the answer, and what they typed waits encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition import database
from coalition.desk.people import sign_in
from coalition.jobs.queue import payload_of
from coalition.jobs.tables import Job
from coalition.mail.tables import Letter
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.people import signing_in
from tests import factories
from tests.conftest import forget_attempts
from tests.letters import answer_requests
from tests.signing.walking import everything

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
KNOWN, UNKNOWN = "ada@example.org", "nobody@example.org"
SUBSCRIPTION = {"memorandum": "", "rhythm": "daily", "language": "en"}
ACCESSION = {"organisation_name": "Issyk", "name_language": "ky", "country": "KG", "person": "Ben", "language": "ru"}
FORMS = [
    ("/en/sign-in", {}),
    ("/en/notifications/subscription", SUBSCRIPTION),
    ("/en/memoranda/cooperation/accession", ACCESSION),
]


async def work_of(cleo: httpx.AsyncClient, path: str, form: dict[str, str], email: str) -> tuple[bytes, list[str]]:
    """Return the answer to a form, and the statements that were sent before it."""
    forget_attempts()
    with database.counting_queries() as sent:
        answer = await cleo.post(path, data=form | {"email": email})
    assert answer.status_code == 200
    return answer.content, sent.statements


async def require_same_work(cleo: httpx.AsyncClient, ada: Coordinator, path: str, form: dict[str, str]) -> None:
    """Compare an address that the database knows with one that it does not."""
    await factories.open_for_accession(ada)
    await work_of(cleo, path, form, KNOWN)
    await answer_requests()
    known, unknown = [await work_of(cleo, path, form, email) for email in (KNOWN, UNKNOWN)]
    assert known == unknown
    assert any("INSERT" in statement for statement in known[1])


@pytest.mark.parametrize(("path", "form"), FORMS)
async def test_the_same_statements_are_sent_for_every_address(cleo, ada_account, path, form):
    await require_same_work(cleo, ada_account, path, form)


async def test_the_story_fails_on_a_build_that_looks_before_the_answer(cleo, ada_account, monkeypatch):
    monkeypatch.setattr(sign_in.signing_in, "ask_for_link", signing_in.request_link)
    with pytest.raises(AssertionError):
        await require_same_work(cleo, ada_account, *FORMS[0])


@pytest.mark.parametrize(("path", "form"), FORMS)
async def test_what_a_stranger_typed_waits_encrypted_until_its_job_runs(cleo, ada_account, path, form):
    await factories.open_for_accession(ada_account)
    before = await everything()
    await work_of(cleo, path, form, "canary@example.org")
    assert "canary" not in await everything()
    [job] = await Job.objects().where(Job.secret != "")
    assert payload_of(job)["email"] == "canary@example.org"
    assert await Letter.count() == 0
    assert before != await everything()


async def test_a_link_is_mailed_to_those_who_have_an_account_only(cleo, ada_account):
    for email in (KNOWN, UNKNOWN):
        await work_of(cleo, "/en/sign-in", {}, email)
    await answer_requests()
    assert ada_account.email == KNOWN
    assert await Letter.count() == 1


async def test_a_request_whose_memorandum_is_gone_leads_to_nothing(cleo, ada_account):
    memorandum = await factories.open_for_accession(ada_account)
    await work_of(cleo, *FORMS[2], KNOWN)
    await Memorandum.update({Memorandum.publicity: Publicity.COORDINATORS.value}).where(Memorandum.id == memorandum.id)
    await answer_requests()
    assert await Letter.count() == 0
