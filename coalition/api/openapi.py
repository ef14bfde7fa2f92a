"""The OpenAPI 3.1 document, built once from the table of operations and the table of addresses."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from litestar import Response

from coalition.addresses import ROUTES, Audience, Route
from coalition.answers import Answer
from coalition.api.cleaned_texts import CleanedText
from coalition.api.examples import ANSWERS, BODIES
from coalition.api.models import Problem
from coalition.api.operation import Operation
from coalition.api.operations import OPERATIONS, statuses
from coalition.api.problems import KINDS, MEDIA_TYPE
from coalition.api.schemas import components
from coalition.notices.page_subjects import SITE, depends_on
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.web.pages import FRESH
from coalition.web.routing import AnyRequest, route

_PLACE = re.compile(r"{(\w+)}")
_ABOUT = f"""Everything people read and coordinators do here, for programs.

Reading what is public needs no token. With a coordinator's token a program also reads and changes what the coordinator works on;
what is somebody else's does not exist (404). Every error is a problem (RFC 9457) whose `type` is stable; its sentences follow
`Accept-Language` ({", ".join(SUPPORTED_LANGUAGES)}). Lists are read page by page with `after` and `limit`. Public answers carry an `ETag`.
A POST with an `Idempotency-Key` is carried out once within a day, however often it is sent.
Characters that nobody sees (direction marks, soft hyphens, non-breaking spaces …) are cleaned in every text; `cleaned` in the answer says so.
Partial dates are `2013`, `2013-02` or `2013-02-17`; countries ISO 3166-1 alpha-2 and XK; languages BCP 47; days UTC.

The types of problems:

"""


@route("api.openapi.show")
async def show_openapi(request: AnyRequest) -> Response[bytes]:  # noqa: ARG001 -- the handler's shape
    """Show this document."""
    depends_on(SITE)
    return Response(_bytes(), media_type="application/json", headers={"Cache-Control": FRESH})


@cache
def _bytes() -> bytes:
    return json.dumps(document(), ensure_ascii=False).encode()


def document() -> dict[str, Any]:
    """Build the document."""
    references, definitions = _shapes()
    paths: dict[str, dict[str, Any]] = {}
    for name, operation in OPERATIONS.items():
        row = ROUTES[name]
        paths.setdefault(row.path, {})[row.method.lower()] = _operation(name, row, operation, references)
    token = {"type": "http", "scheme": "bearer", "description": "Made by `coalition token add`."}
    return {
        "openapi": "3.1.0",
        "info": _info(),
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in OPERATIONS.values())],
        "paths": paths,
        "components": {"schemas": definitions, "securitySchemes": {"token": token}},
    }


def _info() -> dict[str, Any]:
    problems = "\n".join(f"- `{kind.type}` ({kind.status}): {kind.title.text('en')}. {kind.detail.text('en')}" for kind in KINDS)
    licence = {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}
    return {"title": "Coalition", "version": "1", "description": _ABOUT + problems, "license": licence}


def _shapes() -> tuple[dict[Any, Any], dict[str, Any]]:
    """Return the schema of each model and what the references name; the shape of a query stands where its parameters are."""
    operations = OPERATIONS.values()
    queries = {operation.query for operation in operations if operation.query}
    asked = queries | {operation.body for operation in operations if operation.body}
    answered: set[type[Answer]] = {operation.answer for operation in operations if operation.answer} | {Problem, CleanedText}
    answered |= {operation.asked for operation in operations if operation.asked}
    references, definitions = components(sorted(asked, key=str), sorted(answered, key=str))
    return references | {query: definitions.pop(query.__name__) for query in queries}, definitions


def _operation(name: str, row: Route, operation: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    token = row.audience is not Audience.PUBLIC
    posting = row.method == "POST"
    described: dict[str, Any] = {
        "operationId": "_".join(name.split(".")[1:]),
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description or operation.summary,
        "security": [{"token": []}] if token else [{}, {"token": []}],
        "parameters": [*_path_parameters(row.path), *_query_parameters(operation, references), *([_KEY] if posting else [])],
        "responses": _responses(name, row, operation, references),
    }
    if operation.body:
        content = {"application/json": {"schema": references[operation.body], "example": BODIES[name]}}
        described["requestBody"] = {"required": not operation.body_optional, "content": content}
    if operation.takes_file:
        described["requestBody"] = {"required": True, "content": dict.fromkeys(operation.takes_file, _FILE)}
    return described


_FILE = {"schema": {"type": "string", "format": "binary"}}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of your own; the request is carried out once within a day.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
_SLUG = {"type": "string", "pattern": "^[a-z0-9-]{1,80}$"}
_LANGUAGE = {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$", "description": "A BCP 47 tag."}
_NUMBER = {"type": "string", "pattern": "^[0-9]{1,10}$"}
_PROVISION = {"type": "string", "pattern": "^[a-z0-9.-]{1,80}$", "description": "The `id` of a provision; the title is `title`."}
_CHANGE = {"type": "string", "pattern": "^[0-9a-z-]{1,32}$", "description": "The `change` of a revision."}
_STATEMENT = {"type": "string", "format": "uuid", "description": "The `id` of a statement."}
_ENTRY = {"type": "string", "format": "uuid", "description": "The `id` of an entry of the timeline."}
_STATEMENT_ID = "5f0c7a2e-3c52-4d1e-9f0a-6f6f2a6f4f10"
_SLUGS = {
    "forums": "kyiv-2013",
    "memoranda": "cooperation-2026",
    "organisations": "kibhr",
    "networks": "solidarity",
    "articles": "agreed-in-kyiv",
    "appeals": "release-the-librarian",
}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    shapes = {
        "slug": (_SLUG, _SLUGS.get(path.split("/")[3])),
        "other": (_SLUG, "kibhr-2"),
        "language": (_LANGUAGE, "en"),
        "number": (_NUMBER, "12"),
        "provision": (_PROVISION, "p3"),
        "change": (_CHANGE, "5f0c7a2e3c524d1e9f0a6f6f2a6f4f10"),
        "statement": (_STATEMENT, _STATEMENT_ID),
        "comment": (_NUMBER, "7"),
        "entry": (_ENTRY, _STATEMENT_ID),
    }
    return [{"name": name, "in": "path", "required": True, "schema": shapes[name][0], "example": shapes[name][1]} for name in _PLACE.findall(path)]


def _query_parameters(operation: Operation, references: dict[Any, Any]) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    parameters = []
    for name, schema in references[operation.query]["properties"].items():
        options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
        shape = {key: value for key, value in (options[0] | schema).items() if key not in {"anyOf", "title", "description"} and value is not None}
        description = schema.get("description") or options[0].get("description", "")
        parameters.append({"name": name, "in": "query", "required": False, "description": description, "schema": shape})
    return parameters


def _responses(name: str, row: Route, operation: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    token, posting = row.audience is not Audience.PUBLIC, row.method == "POST"
    good: dict[str, Any] = {"description": operation.summary, "content": _content(name, operation, references), "headers": _headers(row, operation)}
    answers: dict[str, Any] = {"201" if posting else "200": good}
    if not token:
        answers["304"] = {"description": "What `If-None-Match` names is still good."}
    if operation.asked:
        shape = {"application/json": {"schema": references[operation.asked]}}
        answers["202"] = {"description": "Another coordinator has to approve it.", "content": shape}
    if operation.moves:
        location = {"description": "The address of the entry that remains.", "required": True, "schema": {"type": "string"}}
        answers["308"] = {"description": "It is merged into another entry.", "headers": {"Location": location}}
    for status, kinds in statuses(operation, token=token, posting=posting, located="{" in row.path).items():
        types = ", ".join(f"`{kind.type}`" for kind in kinds)
        answers[str(status)] = {"description": types, "content": {MEDIA_TYPE: {"schema": references[Problem]}}}
    return answers


def _content(name: str, operation: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    if operation.sends_file:
        return dict.fromkeys(operation.sends_file, _FILE)
    return {"application/json": {"schema": _answered(operation, references)} | ({"example": ANSWERS[name]} if name in ANSWERS else {})}


def _answered(operation: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    """Return the schema of the answer; that to a body also says what was cleaned in its texts."""
    answer: dict[str, Any] = references[operation.answer]
    if operation.body is None:
        return answer
    cleaned = {"type": "array", "description": "What was cleaned in the texts of the body; absent if nothing.", "items": references[CleanedText]}
    return {"allOf": [answer, {"type": "object", "properties": {"cleaned": cleaned}}]}


def _headers(row: Route, operation: Operation) -> dict[str, Any]:
    text = {"type": "string"}
    headers: dict[str, Any] = {}
    if row.method == "POST":
        headers["Location"] = {"description": "The address of what was made.", "required": True, "schema": text}
        headers["Idempotency-Replayed"] = {"description": "`true` when the answer is given again.", "schema": {"type": "string", "enum": ["true"]}}
    if operation.paged:
        headers["Link"] = {"description": "The next page, with rel=next.", "schema": text}
    if row.audience is Audience.PUBLIC:
        headers["ETag"] = {"description": "Give it as `If-None-Match`; absent when a token was used.", "schema": text}
    return headers
