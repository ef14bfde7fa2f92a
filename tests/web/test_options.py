"""OPTIONS answers at every address, for everybody alike; HEAD answers where GET does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition import database
from coalition.addresses import ROUTES
from coalition.web import headers
from tests import factories

if TYPE_CHECKING:
    import httpx

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]
PATHS = sorted({row.path for row in ROUTES.values()})


def filled(path: str, word: str) -> str:
    return re.sub(r"{\w+}", word, path.replace("{lang}", "en"))


async def require_the_same_for_everybody(visitors: list[httpx.AsyncClient]) -> None:
    """Ask at every address, for what is there and what is not, as each visitor."""
    for path in PATHS:
        with database.counting_queries() as sent:
            answers = [await visitor.options(filled(path, word)) for visitor in visitors for word in ("cooperation", "missing")]
        assert {answer.status_code for answer in answers} == {204}, path
        [allowed] = {answer.headers["allow"] for answer in answers}
        methods = {row.method for row in ROUTES.values() if row.path == path}
        assert set(allowed.split(", ")) == methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
        assert sent.statements == []
        assert all(answer.headers["x-content-type-options"] == "nosniff" for answer in answers)


async def test_options_are_the_same_for_strangers_and_coordinators_and_look_at_nothing(cleo, ada, ada_account):
    await factories.draft(ada_account)
    await require_the_same_for_everybody([cleo, ada])


async def test_the_story_fails_on_a_build_that_leaves_options_to_the_framework(cleo, ada, ada_account, monkeypatch):
    await factories.draft(ada_account)
    monkeypatch.setattr(headers, "allowed_at", lambda _: None)
    with pytest.raises(AssertionError):
        await require_the_same_for_everybody([cleo, ada])


@pytest.mark.parametrize("path", ["/nowhere", "/de/about", "/en/desk/nowhere/at/all", "/api/v2/forums"])
async def test_an_address_that_nobody_has_is_not_found(ada, path):
    assert (await ada.options(path)).status_code == 404


async def test_a_wrong_method_is_answered_with_those_that_are_right(cleo, ada):
    right = {path: {row.method for row in ROUTES.values() if row.path == path} for path in PATHS}
    for path in PATHS:
        for visitor in (cleo, ada):
            wrong = next(method for method in ("DELETE", "PUT", "PATCH") if method not in right[path])
            answer = await visitor.request(wrong, filled(path, "missing"))
            assert answer.status_code == 405, path
            assert answer.headers["allow"]


async def test_head_answers_as_get_does(cleo, ada, ada_account):
    await factories.opened(ada_account)
    for row in ROUTES.values():
        if row.method == "GET":
            path = filled(row.path, "cooperation")
            for visitor in (cleo, ada):
                head, get = await visitor.head(path), await visitor.get(path)
                assert (head.status_code, head.content) == (get.status_code, b""), path
                assert head.status_code < 500, path
                assert get.headers.get("content-type", "").count("charset") <= 1, path
