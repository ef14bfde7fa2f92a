"""Forms that a page holds for the person who sent them too late: the server stores nothing of them.

A form that is sent after its session ended is answered with a page that has everything typed in a hidden field. Sent with it to its
own address, in a session of the same person, the form is shown again as it was typed, and nothing is carried out.
"""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from litestar.datastructures import FormMultiDict
from msgspec import Struct

from coalition.addresses import ROUTES
from coalition.shown_again import as_usual

if TYPE_CHECKING:
    from litestar import Response
    from litestar.types import ASGIApp, Receive, Scope, Send

SHOW_IN = "show_in"  # the buttons that switch the language of the pages
HELD = "held_form"  # the name of the hidden field
LARGEST_HELD = 2 * 1024 * 1024
LARGEST_WITH_HELD = 2 * LARGEST_HELD  # encoded, it may be a third longer


class AskedInLanguage(Exception):
    """A form that is to be shown in another language of the pages, as it was typed; `address` is its address there."""

    def __init__(self, address: str) -> None:
        """Hold the address."""
        super().__init__(address)
        self.address = address


class HeldForm(Struct, frozen=True):
    """A form that was not carried out: its address, its fields without uploads, and whether files had been chosen."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool = False

    @property
    def encoded(self) -> str:
        """The value of the hidden field."""
        return urlsafe_b64encode(msgspec.json.encode(self)).rstrip(b"=").decode()

    @property
    def form_token(self) -> str:
        """The field that ties it to the session whose page showed it; empty if it has none."""
        return dict(self.fields).get("form_token", "")

    @property
    def form(self) -> FormMultiDict:
        """The fields, as if they were posted."""
        return FormMultiDict(self.fields)


def held_in(form: FormMultiDict) -> HeldForm | None:
    """Return the form that a posted form holds, if it belongs to an address of the site."""
    value = form.get(HELD)
    if not isinstance(value, str):
        return None
    try:
        held = msgspec.json.decode(urlsafe_b64decode(value + "=" * (-len(value) % 4)), type=HeldForm)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return None
    return held if any(pattern.fullmatch(held.address) for pattern in _addresses()) else None


@cache
def _addresses() -> list[re.Pattern[str]]:
    posted = (row.path for name, row in ROUTES.items() if row.method == "POST" and name != "signing.held_form.create")
    behind = (path for path in posted if path.startswith(("/{lang}/desk/", "/{lang}/signing/", "/{lang}/drafting/")))
    return [re.compile(re.sub(r"{\w+}", "[A-Za-z0-9._~%-]+", path)) for path in behind]


def send_on(answer: Response[bytes], address: str) -> None:
    """Let the browser send the same form, with all its fields, to another address of the site (307)."""
    answer.status_code, answer.headers["Location"] = HTTPStatus.TEMPORARY_REDIRECT, address


def carrying_out(app: ASGIApp) -> ASGIApp:
    """Return the application for routes whose requests may decide to show a form only: the decision ends with the request."""

    async def within(scope: Scope, receive: Receive, send: Send) -> None:
        with as_usual():
            await app(scope, receive, send)

    return within
