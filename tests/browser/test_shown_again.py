"""Every form of the desk and of signing, sent when its session has ended: with a new session it is shown as it was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from coalition.addresses import ROUTES
from tests.browser.filled_forms import forms_of, values_in
from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from tests.browser.filled_forms import Filled
    from tests.browser.pages import Shown
    from tests.browser.serving import Site

SHOWN = {httpx.codes.OK, httpx.codes.UNPROCESSABLE_ENTITY}  # the latter where a mark is no name of the register
WITH_FORMS = [shown for shown in PAGES if shown.act is None and shown.route.startswith(("desk.", "signing.")) and shown.who != "cleo"]


def route_of(path: str) -> str:
    for name, row in ROUTES.items():
        if row.method == "POST" and re.fullmatch(re.sub(r"{\w+}", "[^/]+", row.path), path):
            return name
    raise LookupError(path)


def forms_on(site: Site, shown: Shown) -> list[Filled]:
    page = httpx.get(shown.address(site, "en"), cookies=site.cookies[shown.who], timeout=30)
    return [form for form in forms_of(page.text) if form.typed] if page.status_code == httpx.codes.OK else []


@pytest.mark.parametrize("shown", WITH_FORMS, ids=lambda shown: shown.name)
def test_what_was_typed_is_shown_again(site: Site, shown: Shown) -> None:
    for form in forms_on(site, shown):
        held = httpx.post(site.url + form.action, data=form.as_sent(), timeout=30)
        assert held.status_code == httpx.codes.FORBIDDEN, route_of(form.action)
        value = re.search(r'name="held_form" value="([\w-]+)"', held.text)
        assert value
        again = httpx.post(site.url + form.action, data={"held_form": value[1]}, cookies=site.cookies[shown.who], timeout=30)
        lost = {name for name, marks in form.marked().items() if not set(marks) <= values_in(again.text)}
        assert (again.status_code in SHOWN, lost) == (True, set()), (route_of(form.action), again.text)
