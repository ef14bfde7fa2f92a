"""Published pages are bytes: made once for each change, the same for everybody, and there when the database is not."""

from __future__ import annotations

import asyncio
import gzip
from datetime import timedelta

import pytest

from coalition import clock, database
from tests import factories

PAGE = "/en/memoranda/cooperation"


@pytest.fixture
async def memorandum(ada_account):
    return await factories.opened(ada_account)


async def test_page_has_a_strong_tag_and_is_not_sent_again_unchanged(memorandum, cleo):
    first = await cleo.get(PAGE)
    again = await cleo.get(PAGE, headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, first.headers["cache-control"]) == (200, "public, max-age=0, must-revalidate")
    assert not first.headers["etag"].startswith("W/")
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


@pytest.mark.parametrize("tags", ["*", "W/{tag}", '"another", {tag}'])
async def test_page_that_is_known_under_any_of_the_tags_is_not_sent_again(tags, memorandum, cleo):
    tag = (await cleo.get(PAGE)).headers["etag"]

    assert (await cleo.get(PAGE, headers={"If-None-Match": tags.format(tag=tag)})).status_code == 304


async def test_packed_bytes_are_not_sent_to_who_refuses_them(memorandum, cleo):
    answer = await cleo.get(PAGE, headers={"Accept-Encoding": "gzip;q=0, identity"})

    assert "content-encoding" not in answer.headers


async def test_packed_and_plain_bytes_are_the_same_page_under_two_tags(memorandum, cleo):
    plain = await cleo.get(PAGE, headers={"Accept-Encoding": "identity"})
    packed = await cleo.get(PAGE, headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert (plain.content, plain.headers["vary"]) == (packed.content, "Accept-Encoding")
    assert plain.headers["etag"] != packed.headers["etag"]
    assert int(packed.headers["content-length"]) < len(gzip.compress(plain.content, 1)) < len(plain.content)


async def test_head_answers_as_get_without_a_body(memorandum, cleo):
    got, head = await cleo.get(PAGE), await cleo.head(PAGE)

    assert (head.status_code, head.content) == (200, b"")
    assert (head.headers["etag"], head.headers["content-length"]) == (got.headers["etag"], got.headers["content-length"])


async def test_page_shows_a_signature_at_once(memorandum, cleo):
    before = await cleo.get(PAGE)
    await factories.signed(memorandum, await factories.organisation("bir-duino", "Bir Duino"))
    after = await cleo.get(PAGE)

    assert ("Bir Duino" in before.text, "Bir Duino" in after.text) == (False, True)
    assert before.headers["etag"] != after.headers["etag"]


async def test_second_reader_costs_no_query(memorandum, cleo):
    await cleo.get(PAGE)
    with database.counting_queries() as queries:
        await cleo.get(PAGE)

    assert queries.count == 0


async def test_many_who_wait_get_one_rendering(memorandum, cleo):
    await cleo.get("/en/about")
    with database.counting_queries() as one:
        await cleo.get("/ru/memoranda/cooperation")
    with database.counting_queries() as many:
        answers = await asyncio.gather(*(cleo.get(PAGE) for _ in range(20)))

    assert {answer.status_code for answer in answers} == {200}
    assert many.count == one.count


async def test_page_is_made_anew_on_a_new_day(memorandum, cleo):
    today = await cleo.get(PAGE)
    with clock.shifted(timedelta(days=1)):
        tomorrow = await cleo.get(PAGE)

    assert today.headers["etag"] != tomorrow.headers["etag"]


async def test_private_pages_are_never_kept(memorandum, app, ada, cleo):
    link = await factories.invitation_link(memorandum, await factories.organisation())
    for path in ("/en/desk", "/en/desk/memoranda/cooperation", link, "/en/sign-in", "/"):
        answer = await ada.get(path)
        assert "public" not in answer.headers.get("cache-control", ""), path

    assert len(app.app.store) == 0
