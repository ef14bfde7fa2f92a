"""A domain is proved by what only its owner can publish, or read."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.fetching.client import Guard, fetch_text
from coalition.fetching.errors import NoAnswer
from coalition.fields import InvalidForm
from coalition.mail.tables import Letter
from coalition.organisations import proving, queries
from coalition.organisations.domains import META_NAME, PROOF_FILE, domain_of, in_file, in_meta_tags, is_at
from coalition.organisations.forms import OrganisationChange, ProofForm
from coalition.organisations.proof_queries import domain_proofs, proofs_of
from coalition.organisations.proving import NoDomain, TokenMissing
from coalition.organisations.registering import amend
from coalition.organisations.tables import DomainProof
from tests import factories
from tests.desk.conftest import follow, send
from tests.fetching.canary import Leading, Names, certificate, listening, page
from tests.letters import last_letter, letters_in_tray

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from coalition.organisations.tables import Organisation

pytestmark = pytest.mark.anyio
HOST = "bureau.example"
PROOFS = "/en/desk/organisations/bureau/proofs"


@pytest.fixture
async def bureau(store: str) -> Organisation:
    assert store
    return await factories.organisation("bureau", "The Bureau", website=f"https://{HOST}", email=f"ben@{HOST}")


async def ask(organisation: Organisation, method: str, **more: str) -> DomainProof:
    await proving.request_proof(organisation, ProofForm.parse({"method": method} | more), language="en")
    return (await proofs_of(organisation.id))[0]


async def proved(organisation: Organisation) -> DomainProof | None:
    named = await queries.view_of(organisation)
    return (await domain_proofs([named])).get(organisation.id)


@pytest.mark.parametrize(("method", "path", "kind"), [("file", PROOF_FILE, "text/plain"), ("meta_tag", "/", "text/html; charset=utf-8")])
async def test_a_token_on_the_real_website_proves_the_domain(bureau: Organisation, tmp_path: Path, cleo, method: str, path: str, kind: str) -> None:
    proof = await ask(bureau, method)
    body = proof.token if method == "file" else f"<html><head><META content=\"{proof.token}\" name='{META_NAME}'></head><body></body></html>"
    served, believed = certificate(tmp_path, HOST)
    async with listening(page(body.encode(), kind), served) as site:
        await proving.check_website(proof, partial(fetch_text, guard=Guard(Names(["93.184.215.14"]), Leading(site.port)), context=believed))
    assert site.requests[0].startswith(f"GET {path} HTTP/1.1\r\n".encode())
    proof = await proved(bureau)
    assert proof is not None
    assert (proof.domain, proof.method) == (HOST, method)
    words = re.sub(r"<[^>]+>", "", (await cleo.get("/en/organisations/bureau")).text)
    assert f"Its domain {HOST} was proved on " in words
    assert proof.token not in words


async def test_a_page_without_the_token_proves_nothing(bureau: Organisation) -> None:
    async def another(_: str) -> str:
        return "somebody else's words"

    with pytest.raises(TokenMissing):
        await proving.check_website(await ask(bureau, "file"), another)
    assert await proved(bureau) is None


async def test_a_website_that_does_not_answer_proves_nothing(bureau: Organisation) -> None:
    async with listening() as site:
        fetch = partial(fetch_text, guard=Guard(Names(["93.184.215.14"]), Leading(site.port)))
        with pytest.raises(NoAnswer):
            await proving.check_website(await ask(bureau, "file"), fetch)
    assert await proved(bureau) is None


async def test_a_proof_is_of_one_domain(bureau: Organisation) -> None:
    proof = await ask(bureau, "file")

    async def its_file(_: str) -> str:
        return proof.token

    await proving.check_website(proof, its_file)
    assert await proved(bureau)
    await amend(bureau, OrganisationChange(website="https://other.example"))
    moved = await queries.by_slug("bureau")
    assert moved
    assert await proved(moved) is None


def _link(text: str) -> str:
    link = re.search(r"/en/signing/proofs/[\w-]+", text)
    assert link
    return link[0]


async def test_a_letter_is_confirmed_by_its_reader_and_not_by_looking(bureau: Organisation, cleo: httpx.AsyncClient) -> None:
    await ask(bureau, "mail", email=f"ben@{HOST}")
    [letter] = await letters_in_tray()
    assert (letter.address, "The Bureau" in letter.text) == (f"ben@{HOST}", True)
    link = _link(letter.text)
    shown = await cleo.get(link)
    assert (shown.status_code, "Is this your domain?" in shown.text) == (200, True)
    assert (await cleo.post(link, data={"belongs": ""})).status_code == 422
    assert await proved(bureau) is None
    done = await follow(cleo, await cleo.post(link, data={"belongs": "yes"}))
    assert (done.status_code, "The domain is proved" in done.text) == (200, True)
    first = await proved(bureau)
    assert first
    again = await follow(cleo, await cleo.post(link, data={"belongs": "yes"}))
    assert (again.status_code, await proved(bureau)) == (200, first)
    assert "The domain is proved" in (await cleo.get(link)).text
    assert "by a letter to an address there." in (await cleo.get("/en/organisations/bureau")).text
    assert "set-cookie" not in done.headers


async def test_a_letter_to_an_organisation_at_risk_does_not_name_it(store: str) -> None:
    hidden = await factories.organisation("lantern", "Saffron Lantern", website="https://lantern.example", at_risk=True)
    await ask(hidden, "mail", email="desk@lantern.example")
    [letter] = await letters_in_tray()
    assert "saffron" not in (letter.subject + letter.text).lower()


async def test_an_old_letter_and_a_forged_one_prove_nothing(bureau: Organisation, cleo: httpx.AsyncClient) -> None:
    await ask(bureau, "mail", email=f"ben@{HOST}")
    link = _link((await last_letter()).text)
    with clock.shifted(timedelta(days=15)):
        assert (await cleo.post(link, data={"belongs": "yes"})).status_code == 410
    assert (await cleo.get("/en/signing/proofs/" + "A" * 43)).status_code == 404
    await ask(bureau, "mail", email=f"ben@{HOST}")
    assert (await cleo.get(link)).status_code == 404
    assert await proved(bureau) is None


@pytest.mark.parametrize("email", ["", "ben@other.example", "ben@bureau.example.evil.example", "ben@gmail.com", "ben@notbureau.example"])
async def test_a_letter_goes_to_the_domain_only(bureau: Organisation, email: str) -> None:
    with pytest.raises(InvalidForm):
        await ask(bureau, "mail", email=email)
    assert await Letter.count() == 0


async def test_an_organisation_without_a_domain_of_its_own_has_nothing_to_prove(store: str) -> None:
    for at, website in enumerate(("", "https://facebook.com/us", "https://www.vk.com", "https://127.0.0.1", "https://bureau.example:8443")):
        with pytest.raises(NoDomain):
            await ask(await factories.organisation(f"none-{at}", website=website if "." in website else ""), "file")


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://bureau.kz", "bureau.kz"),
        ("http://www.Bureau.kz/en/?a=b", "www.bureau.kz"),
        ("https://пример.рф/о", "xn--e1afmkfd.xn--p1ai"),
        ("https://gmail.com", ""),
        ("https://localhost.local", ""),
        ("", ""),
    ],
)
def test_the_domain_of_a_website(website: str, domain: str) -> None:
    assert domain_of(website) == domain


def test_an_address_at_a_domain() -> None:
    assert is_at("ben@bureau.kz", "www.bureau.kz")
    assert is_at("ben@пример.рф", "xn--e1afmkfd.xn--p1ai")
    assert not is_at("ben@sub.bureau.kz", "bureau.kz")
    assert not is_at("nobody", "bureau.kz")


def test_a_token_stands_alone_on_its_line() -> None:
    assert in_file("\ufeffone\r\n  secret-token \r\n", "secret-token")
    assert not in_file("see secret-token here", "secret-token")
    assert not in_file("", "secret-token")


@pytest.mark.parametrize(
    ("html", "is_proof"),
    [
        ('<head><meta name="coalition-organisation" content="T0"></head>', True),
        ("<meta content='T0' name='Coalition-Organisation' />", True),
        ("<meta\nname=coalition-organisation\ncontent=T0>", True),
        ('<meta name="coalition-organisation" content="T1">', False),
        ('<meta name="description" content="T0">', False),
        ('<body><p>comment: <meta name="coalition-organisation" content="T0">', False),
        ('<BODY class="x"><meta name="coalition-organisation" content="T0">', False),
        ("<meta " * 50_000, False),
        ('<meta name="' + "a" * 200_000, False),
    ],
    ids=range(9),
)
def test_a_mark_stands_in_the_head(html: str, is_proof: bool) -> None:
    assert in_meta_tags(html, "T0") is is_proof


async def test_ada_asks_and_is_told_what_to_publish_and_what_stands_in_the_way(ada: httpx.AsyncClient, bureau: Organisation) -> None:
    assert PROOFS in (await ada.get("/en/desk/organisations/bureau")).text
    assert (await send(ada, PROOFS, {"method": "mail", "email": "ben@other.example"})).status_code == 422
    assert (await send(ada, PROOFS, {})).status_code == 422
    shown = await follow(ada, await send(ada, PROOFS, {"method": "file"}))
    proof = (await proofs_of(bureau.id))[0]
    assert f"https://{HOST}{PROOF_FILE}" in shown.text
    assert proof.token in shown.text
    await DomainProof.update({DomainProof.domain: "localhost"}).where(DomainProof.id == proof.id)
    answer = await send(ada, f"{PROOFS}/checks", {"proof": str(proof.id)})
    assert (answer.status_code, "localhost has none." in answer.text) == (409, True)
    assert (await send(ada, f"{PROOFS}/checks", {"proof": "0"})).status_code == 404


async def test_a_place_where_anybody_gets_a_page_is_said_to_be_none(ada: httpx.AsyncClient) -> None:
    await factories.organisation("bureau", website="https://facebook.com/bureau")
    assert "There is no domain to prove" in (await ada.get(PROOFS)).text
    assert (await send(ada, PROOFS, {"method": "file"})).status_code == 422


async def test_a_proof_of_another_organisation_cannot_be_checked_from_here(ada: httpx.AsyncClient, bureau: Organisation) -> None:
    other = await factories.organisation("other", website="https://other.example")
    proof = await ask(other, "file")
    assert (await send(ada, f"{PROOFS}/checks", {"proof": str(proof.id)})).status_code == 404
