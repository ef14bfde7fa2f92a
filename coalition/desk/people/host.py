"""The host of the installation: who keeps the register, for letters and public pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response

from coalition import database
from coalition.desk.desk_pages import checked, desk_page, done
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.host import queries
from coalition.host.describing import describe_host
from coalition.host.descriptions import Texts
from coalition.host.forms import HostForm
from coalition.notices import host_pages
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.host.descriptions import Described

assert host_pages.NEEDED  # noqa: S101 -- its step is part of the operation
_SHARED = ("address", "website", "email", "phone")


@route("desk.host.edit")
async def edit_host(request: AnyRequest) -> Response[bytes]:
    """Show the host."""
    async with database.reading():
        host = await queries.described()
    return _page(request, _inputs(host), host)


@route("desk.host.update")
async def update_host(request: AnyRequest) -> Response[bytes]:
    """Describe the host anew."""
    given = await checked(request)
    try:
        await describe_host(HostForm.parse(_values(given)))
    except InvalidForm as problems:
        return _page(request, given, None, **refusal(request, _at_fields(problems)))
    return done(request, "desk.host.edit", "saved")


def _page(request: AnyRequest, values: Mapping[str, Any], host: Described | None, **context: Any) -> Response[bytes]:
    shown: dict[str, Any] = {"section": "people", "values": values, "languages": SUPPORTED_LANGUAGES, "missing": host is not None and not host}
    return desk_page(request, "desk/host/edit.html", **(shown | context))


def _inputs(host: Described) -> dict[str, str]:
    texts = {f"{name}_{code}": getattr(text, name) for code, text in host.texts.items() for name in Texts.__struct_fields__}
    return texts | {name: getattr(host, name) for name in _SHARED}


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    texts = [{"language": code} | {name: str(given.get(f"{name}_{code}", "")) for name in Texts.__struct_fields__} for code in SUPPORTED_LANGUAGES]
    return {"texts": texts} | {name: str(given.get(name, "")) for name in _SHARED}


def _at_fields(problems: InvalidForm) -> InvalidForm:
    """Return the problems at the fields of the page, such as `name_ru`."""
    places = {f"texts/{at}/{name}": f"{name}_{code}" for at, code in enumerate(SUPPORTED_LANGUAGES) for name in Texts.__struct_fields__}
    places["name"] = f"name_{SUPPORTED_LANGUAGES[0]}"
    return InvalidForm({places.get(field, field): message for field, message in problems.problems.items()})
