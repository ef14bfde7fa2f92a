"""Answers that do not fit: nothing is lost, everything is said, nothing is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.languages import own_language_name
from coalition.settings import SUPPORTED_LANGUAGES
from tests.signing.walking import DECLINE, NEW, RECEIPT, REVIEW, SIGNATURE, WITHDRAWAL, Case, a_case, acts, check_page, enter, sign, words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]


@pytest.fixture
async def case(ben: httpx.AsyncClient, ada_account: Coordinator) -> Case:
    """Return a case whose link Ben has opened."""
    made = await a_case(ada_account)
    await enter(ben, made)
    return made


async def test_every_question_is_asked_again_at_once(ben: httpx.AsyncClient, case: Case) -> None:
    answer = await check_page(ben, {"digest": case.digest})
    assert answer.status_code == 422
    assert "<title>Error: Who signs, and who may know" in answer.text
    for field, sentence in [
        ("kind", "Choose whether you sign or support."),
        ("representative_name", "Write the name of the person who signs."),
        ("disclosure", "Choose who may know."),
    ]:
        assert f'<a href="#{field}">{sentence}</a>' in answer.text
        assert f'id="{field}"' in answer.text
        assert f'id="{field}-error"' in answer.text


async def test_what_was_answered_stays(ben: httpx.AsyncClient, case: Case) -> None:
    answer = await check_page(ben, case.answers | {"disclosure": ""})
    assert answer.status_code == 422
    assert 'value="Ben Sultanov"' in answer.text
    assert 'value="director"' in answer.text
    assert 'value="signature" checked' in answer.text
    back = await check_page(ben, case.answers | {"change": "1"})
    assert back.status_code == 200
    assert 'value="Ben Sultanov"' in back.text
    assert 'value="public" checked' in back.text


async def test_both_confirmations_are_asked_for_on_the_same_page(ben: httpx.AsyncClient, case: Case) -> None:
    answer = await ben.post(SIGNATURE, data=case.answers)
    assert answer.status_code == 422
    assert "<title>Error: Check your answers" in answer.text
    assert '<a href="#authority">Confirm that you may bind the organisation.</a>' in answer.text
    assert '<a href="#typed_name">Type your name to confirm.</a>' in answer.text
    assert 'name="representative_name" value="Ben Sultanov"' in answer.text
    assert await acts() == []


async def test_another_name_confirms_nothing(ben: httpx.AsyncClient, case: Case) -> None:
    answer = await ben.post(SIGNATURE, data=case.signature | {"typed_name": "Bon Sultanov"})
    assert answer.status_code == 422
    assert "This is not the name given above: Ben Sultanov." in answer.text
    assert 'value="Bon Sultanov"' in answer.text
    assert 'id="authority" name="authority" value="yes" checked' in answer.text


@pytest.mark.parametrize("value", ["", "0", "no", "false", "off"])
async def test_an_unticked_box_confirms_nothing(ben: httpx.AsyncClient, case: Case, value: str) -> None:
    assert (await ben.post(SIGNATURE, data=case.signature | {"authority": value})).status_code == 422
    assert await acts() == []


@pytest.mark.parametrize("kind", ["decline", "withdrawal", "accession", "confirmation", "SIGNATURE", "signature\x00"])
async def test_only_what_is_offered_can_be_done(ben: httpx.AsyncClient, case: Case, kind: str) -> None:
    assert (await check_page(ben, case.answers | {"kind": kind})).status_code == 422
    assert (await ben.post(SIGNATURE, data=case.signature | {"kind": kind})).status_code == 422
    assert await acts() == []


async def test_a_digest_that_is_missing_is_told_without_a_dead_link(ben: httpx.AsyncClient, case: Case) -> None:
    answers = {key: value for key, value in case.signature.items() if key != "digest"}
    answer = await ben.post(SIGNATURE, data=answers)
    assert answer.status_code == 422
    assert "Read the text first" in answer.text
    assert 'href="#digest"' not in answer.text


@pytest.mark.parametrize("path", [REVIEW, SIGNATURE])
async def test_the_digest_of_another_text_signs_nothing(ben: httpx.AsyncClient, case: Case, path: str) -> None:
    answer = await ben.post(path, data=case.signature | {"digest": "sha256:" + "0" * 64})
    assert answer.status_code == 410
    assert "The text has changed" in answer.text
    assert await acts() == []


@pytest.mark.parametrize("sign_", ["\x00", "\x1b", "\U000e0041"])
@pytest.mark.parametrize("field", ["representative_name", "representative_title"])
async def test_hidden_signs_in_names_are_refused(ben: httpx.AsyncClient, case: Case, field: str, sign_: str) -> None:
    spoofed = case.signature | {field: f"Ben{sign_}Sultanov"}
    answer = await ben.post(SIGNATURE, data=spoofed)
    assert answer.status_code == 422
    assert "hidden character" in answer.text
    assert await acts() == []


async def test_a_name_with_signs_that_turn_its_direction_is_recorded_without_them(ben: httpx.AsyncClient, case: Case) -> None:
    name = case.signature["representative_name"]
    answer = await ben.post(SIGNATURE, data=case.signature | {"representative_name": f"\u202e{name}\u202c\u200f"})
    assert answer.status_code == 303
    assert f"<bdi>{name}, director</bdi>" in (await ben.get(RECEIPT)).text


async def test_markup_in_every_field_stays_text(ben: httpx.AsyncClient, case: Case) -> None:
    bad = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
    everywhere = dict.fromkeys([*case.signature, "form", "change_"], bad)
    names = case.signature | {"representative_name": bad, "representative_title": bad, "typed_name": bad}
    shown = [
        await check_page(ben, everywhere),
        await ben.post(SIGNATURE, data=everywhere),
        await check_page(ben, names),
        await ben.post(SIGNATURE, data=names | {"authority": ""}),
        await ben.post(SIGNATURE, data=names | {"typed_name": bad + "x"}),
        await ben.post(DECLINE, data={"authority": "yes", "reason": bad * 40}),
        await ben.get("/en/signing", params={"text": bad}),
        await ben.get(NEW, params={"<script>": bad}),
    ]
    assert (await ben.post(SIGNATURE, data=names)).status_code == 303
    shown += [await ben.get(page) for page in (RECEIPT, "/en/signing", WITHDRAWAL)]
    shown += [await ben.post(WITHDRAWAL, data={"typed_name": bad + "x", "reason": bad})]
    for page in shown:
        assert "<script>" not in page.text
        assert "<img" not in page.text
        assert ">49" not in page.text
    assert "&lt;script&gt;" in shown[-2].text


async def test_a_form_of_another_kind_is_refused_kindly(ben: httpx.AsyncClient, case: Case) -> None:
    multipart = {"content-type": "multipart/form-data; boundary=x"}
    for path in (REVIEW, SIGNATURE, DECLINE):
        for answer in [
            await ben.post(path, json=case.signature),
            await ben.post(path, content=b""),
            await ben.post(path, content=b"\xff\xfe", headers={"content-type": "text/plain"}),
            await ben.post(path, content=b"--x\r\nbroken", headers={"content-type": "multipart/form-data"}),
            await ben.post(path, content=b"--x\r\nbroken", headers=multipart),
            await ben.post(
                path,
                content=b'--x\r\nContent-Disposition: form-data; name="kind"\r\nContent-Type: a/b; charset=nope\r\n\r\n\xff\r\n--x--',
                headers=multipart,
            ),
        ]:
            assert answer.status_code in {400, 422}, answer.text
            assert "<h1>" in answer.text
    assert await acts() == []


async def test_an_uploaded_file_is_no_name(ben: httpx.AsyncClient, case: Case) -> None:
    answers = {key: value for key, value in case.signature.items() if key != "representative_name"}
    answer = await ben.post(SIGNATURE, data=answers, files={"representative_name": ("name.txt", b"Ben Sultanov")})
    assert answer.status_code == 422
    assert "Write the name of the person who signs." in answer.text


async def test_a_body_beyond_128_kib_is_refused(ben: httpx.AsyncClient, case: Case) -> None:
    async def in_pieces() -> object:
        yield b"reason="
        for _ in range(140):
            yield b"x" * 1024

    large = case.signature | {"reason": "x" * 131_072}
    headers = {"content-type": "application/x-www-form-urlencoded"}
    for path in (REVIEW, SIGNATURE, DECLINE, f"{case.link}/session"):
        assert (await ben.post(path, data=large)).status_code == 413
        assert (await ben.post(path, content=in_pieces(), headers=headers)).status_code == 413
        assert (await ben.post(path, data=large, files={"file": b"x" * 70_000})).status_code == 413
    assert await acts() == []


async def test_invalid_utf8_and_repeated_fields_do_no_harm(ben: httpx.AsyncClient, case: Case) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    body = f"kind=support&kind=signature&disclosure=public&digest={case.digest}&representative_name=%ff%fe&typed_name=%ff%fe&authority=yes"
    assert (await ben.post(SIGNATURE, content=body, headers=headers)).status_code in {303, 400, 422}
    assert (await ben.post(REVIEW, content="&".join(["kind"] * 5000), headers=headers)).status_code in {303, 400, 410, 422}


async def test_the_language_switch_leads_to_the_same_page(ben: httpx.AsyncClient, case: Case) -> None:
    for path in (case.link, "/en/signing", NEW, DECLINE):
        page = (await ben.get(path)).text
        for language in SUPPORTED_LANGUAGES:
            other = path.replace("/en/", f"/{language}/", 1)
            assert own_language_name(language) in page
            assert language == "en" or f'href="{other}"' in page or f'name="show_in" value="{language}"' in page
            answer = await ben.get(other)
            assert answer.status_code == 200
            assert f'<html lang="{language}"' in answer.text
    review = (await check_page(ben, case.answers)).text
    assert f'href="{REVIEW.replace("/en/", "/ru/")}"' in review
    await sign(ben, case)
    for path in ("/en/signing", "/en/signing?text=ru", RECEIPT, WITHDRAWAL):
        for language in SUPPORTED_LANGUAGES:
            assert (await ben.get(path.replace("/en/", f"/{language}/"))).status_code == 200


async def test_there_are_no_pages_in_other_languages(ben: httpx.AsyncClient, case: Case) -> None:
    for path in (case.link, "/en/signing", NEW, DECLINE, WITHDRAWAL, RECEIPT):
        assert (await ben.get(path.replace("/en/", "/xx/", 1))).status_code == 404
    for path in (REVIEW, SIGNATURE, DECLINE, WITHDRAWAL, f"{case.link}/session"):
        assert (await ben.post(path.replace("/en/", "/fr/", 1), data=case.signature)).status_code == 404
    assert (await ben.get("/en/signing?text=fr")).status_code == 404
    assert await acts() == []


async def test_private_pages_are_never_kept(ben: httpx.AsyncClient, case: Case) -> None:
    for path in (case.link, "/en/signing", NEW, DECLINE):
        answer = await ben.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex">' in answer.text
        assert "set-cookie" not in answer.headers
        assert "Bir Duino" not in answer.text.partition("</title>")[0]
        assert "<script" not in answer.text
        assert "http" not in words(answer.text)
