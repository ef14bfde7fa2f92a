"""The people of the case, who act through HTTP only: Ada at the desk, a program with her token, representatives, and the public."""

from __future__ import annotations

import re
from functools import partial
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from tests.case.server import client

if TYPE_CHECKING:
    import httpx

    from tests.case.server import Server

ADA, DINA = "ada@coalition.example", "dina@coalition.example"


class Refused(AssertionError):
    """The server refused what somebody did; it carries the status and the page."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(f"{answer.request.method} {answer.request.url.path}: {answer.status_code}\n{problems_of(answer)}")
        self.status = answer.status_code


class _Fields(HTMLParser):
    """Collects the hidden fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.hidden.setdefault(str(given["name"]), given.get("value") or "")


def hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields of the forms of a page."""
    fields = _Fields()
    fields.feed(page)
    return fields.hidden


def problems_of(answer: httpx.Response) -> str:
    """Return what a page or the API says is wrong."""
    if "json" in answer.headers.get("content-type", ""):
        return answer.text
    summary = re.search(r'<div class="[^"]*summary.*?</div>', answer.text, re.DOTALL)
    text = summary[0] if summary else answer.text.partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())[:600]


def _done(answer: httpx.Response, *statuses: int) -> httpx.Response:
    if answer.status_code not in statuses:
        raise Refused(answer)
    return answer


class Api:
    """A program with Ada's token."""

    def __init__(self, server: Server, token: str) -> None:
        self._client = client(f"{server.base}/api/v1/", headers={"Authorization": f"Bearer {token}"})

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Create something."""
        return _done(self._client.post(path, json=body), 201).json()

    def put(self, path: str, body: dict[str, Any]) -> Any:
        """Set something."""
        return _done(self._client.put(path, json=body), 200).json()

    def patch(self, path: str, body: dict[str, Any]) -> Any:
        """Change something."""
        return _done(self._client.patch(path, json=body), 200).json()


class Desk:
    """The browser of a coordinator; the session ends after half an hour, and they sign in again with a link from a letter."""

    def __init__(self, server: Server, address: str, first_link: str) -> None:
        self._server, self._address = server, address
        self._browser = client(server.base)
        self._token = ""
        self._use(first_link.removeprefix(server.base))

    def _use(self, link: str) -> None:
        _done(self._browser.post(link), 303)
        self._token = hidden_fields(self._browser.get("/en/desk/account").text)["form_token"]

    def _signed_in(self) -> None:
        if self._browser.get("/en/desk").status_code != 200:
            ask = partial(self._browser.post, "/en/sign-in", data={"email": self._address})
            self._use(self._server.link_to(self._address, "/sign-in/", lambda: _done(ask(), 200)))

    def page(self, path: str) -> str:
        """Read a page of the desk."""
        self._signed_in()
        return _done(self._browser.get(f"/en/desk/{path}"), 200).text

    def post(self, path: str, fields: dict[str, Any], files: Any = None, *, status: int = 303) -> httpx.Response:
        """Send a form; the desk mostly answers with the address of the page that says it is done."""
        self._signed_in()
        return _done(self._browser.post(f"/en/desk/{path}", data=fields | {"form_token": self._token}, files=files), status)


class Representative:
    """Who holds the private links of an organisation, in the language of its letters."""

    def __init__(self, server: Server, address: str, language: str, name: str) -> None:
        self._server, self.address, self.language, self.name = server, address, language, name
        self._browser = client(server.base)
        self.asked = 0

    def _open(self, path: str) -> bool:
        """Open a private link as people do: look, then press the button."""
        self._browser.cookies.clear()
        return self._browser.get(path).status_code == 200 and self._browser.post(f"{path}/session").status_code == 303

    def enter(self) -> None:
        """Begin a session with the last private link, or with a fresh one if its time is over."""
        if not self._open(self._last_link()):
            self.enter_anew()

    def enter_anew(self) -> None:
        """Begin a session with a fresh link, for which the last link may ask."""
        self._browser.cookies.clear()
        last = self._last_link()
        fresh = self._server.link_to(self.address, "/invitations/", lambda: self._browser.post(f"{last}/fresh-link"))
        self.asked += 1
        assert self._open(fresh), self.address

    def _last_link(self) -> str:
        return self._server.tray.links_to(self.address, "/invitations/")[0]

    def _path(self, path: str) -> str:
        return f"/{self.language}/signing{path}"

    def answer(self, kind: str, level: str, **more: str) -> None:
        """Read the text, answer, check the answers, and sign."""
        self.enter()
        page = _done(self._browser.get(self._path("/signature/new")), 200)
        answers = hidden_fields(page.text) | {"kind": kind, "representative_name": self.name, "representative_title": "", "disclosure": level} | more
        _done(self._browser.post(self._path("/signature/review"), data=answers), 303)
        review = _done(self._browser.get(self._path("/signature/review")), 200)
        confirmed = answers | hidden_fields(review.text) | {"authority": "yes", "typed_name": self.name}
        _done(self._browser.post(self._path("/signature"), data=confirmed), 303)

    def send(self, path: str, *, anew: bool = False, page_at: str = "", **fields: str) -> None:
        """Send another form of the signing pages, which stands on the page of the same path or on another one."""
        self.enter_anew() if anew else self.enter()
        page = self._browser.get(self._path(page_at or path))
        token = hidden_fields(page.text).get("form_token", "")
        _done(self._browser.post(self._path(path), data=fields | {"form_token": token}), 303)


class Public:
    """A reader without a cookie."""

    def __init__(self, server: Server) -> None:
        self._client = client(server.base)

    def get(self, path: str, status: int = 200) -> httpx.Response:
        """Read a public page or file."""
        answer = self._client.get(path)
        assert answer.status_code == status, (path, answer.status_code, problems_of(answer))
        assert "set-cookie" not in answer.headers, path
        return answer

    def post(self, path: str, fields: dict[str, Any], status: int) -> None:
        """Send a public form."""
        _done(self._client.post(path, data=fields), status)
