"""Whatever address a stranger types, the same is done before the answer, and what they typed waits encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from coalition import database
from coalition.desk.people import sign_in
from coalition.jobs.queue import payload_of
from coalition.jobs.tables import Job
from coalition.mail.tables import Letter
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.people import passwords, signing_in
from coalition.people.forms import PasswordForm
from tests import factories
from tests.conftest import forget_attempts
from tests.letters import answer_requests
from tests.mutants import mutated
from tests.signing.walking import everything

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
KNOWN, UNKNOWN = "ada@example.org", "nobody@example.org"
SUBSCRIPTION = {"memorandum": "", "rhythm": "daily", "language": "en"}
REQUEST = {"organisation_name": "Issyk", "name_language": "ky", "kind": "ngo", "country": "KG", "person": "Ben", "language": "ru"}
REQUEST |= {"message": "I chair it.", "consent": "yes"}
FORMS = [
    ("/en/sign-in", {}),
    ("/en/notifications/subscription", SUBSCRIPTION),
    ("/en/memoranda/cooperation/request", REQUEST),
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


async def require_same_work_for_passwords(cleo: httpx.AsyncClient, ada: Coordinator) -> None:
    """Compare a wrong password at three addresses: with a password, with none, and unknown. Count statements, Argon2, jobs and letters."""
    await signing_in.set_password(ada, PasswordForm(password=SecretStr("four words make sense")), "")
    await factories.coordinator("dina@example.org", "Dina")
    hashed: list[int] = []
    is_right = passwords._is_right

    def counted(password_hash: str, password: str) -> bool:
        hashed[-1] += 1
        return is_right(password_hash, password)

    works = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_is_right", counted)
        for email in (KNOWN, "dina@example.org", UNKNOWN):
            forget_attempts()
            hashed.append(0)
            with database.counting_queries() as sent:
                answer = await cleo.post("/en/sign-in", data={"email": email, "password": "wrong and long enough"})
            waiting = (await Job.count(), await Letter.count())
            works.append((answer.status_code, answer.content.replace(email.encode(), b""), sent.statements, hashed[-1], waiting))
    assert works[0] == works[1] == works[2]
    assert hashed[0] > 0


async def test_a_wrong_password_costs_the_same_work_for_every_address(cleo, ada_account):
    await require_same_work_for_passwords(cleo, ada_account)


@pytest.mark.sqlite_only
async def test_the_story_fails_on_a_build_that_compares_only_for_accounts(cleo, ada_account, monkeypatch):
    compares = "    is_right = await passwords.matches("
    looks_first = f"    if coordinator is None:\n        return None\n{compares}"
    monkeypatch.setattr(sign_in.signing_in, "use_password", mutated(signing_in, compares, looks_first)["use_password"])
    with pytest.raises(AssertionError):
        await require_same_work_for_passwords(cleo, ada_account)


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
