"""The OpenAPI document tells the truth: its examples fit, and what it says is what the application does."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import schemathesis
import uvicorn
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished

from coalition import database
from coalition.addresses import ROUTES
from coalition.api.examples import ANSWERS, BODIES
from coalition.api.openapi import document
from coalition.api.operations import OPERATIONS
from coalition.api.problems import KINDS
from coalition.deliveries.tables import FileKind
from coalition.people.accounts import add_token
from coalition.people.tables import Scope
from coalition.word_files.writing_files import MEDIA_TYPE as WORD_FILE
from tests import factories
from tests.budget import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from litestar.types import ASGIApp
    from schemathesis import Case, HookContext
    from schemathesis.core.failures import Failure

# What JSON Schema cannot say (an end before its beginning, a slug that nobody has) is refused with 422.
CONFIG = {
    "checks": {"positive_data_acceptance": {"expected-statuses": [200, 201, 308, 401, 403, 404, 409, 422]}},
    "seed": 2013,
    "continue-on-failure": True,
    "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
    "phases": {"stateful": {"enabled": False}},
}
# The boundary cases of the document are the same in every run, some two thousand; with few examples every twelfth of an operation is sent.
STEP = 1 if EXAMPLES >= 15 else 12
for _media_type in (WORD_FILE, *(kind.media_type for kind in FileKind)):
    schemathesis.serializer.alias(_media_type, "application/octet-stream")


def test_every_address_is_described() -> None:
    described = {name for name in ROUTES if name.startswith("api.")} - {"api.openapi.show"}
    assert set(OPERATIONS) == described
    made = document()
    assert made["openapi"].startswith("3.1")
    for name in described:
        operation = made["paths"][ROUTES[name].path][ROUTES[name].method.lower()]
        assert operation["summary"]
        assert {"500", "401"} < set(operation["responses"])


def test_examples_fit_their_shapes() -> None:
    assert set(BODIES) == {name for name, operation in OPERATIONS.items() if operation.body}
    for name, body in BODIES.items():
        form = OPERATIONS[name].body
        assert form is not None
        assert form.parse(body)
    for name, answer in ANSWERS.items():
        shape = OPERATIONS[name].answer
        assert shape.model_validate(answer).model_dump(mode="json") == answer


def test_typed_texts_show_their_shape() -> None:
    schemas = document()["components"]["schemas"]
    assert schemas["OrganisationForm"]["properties"]["slug"]["pattern"]
    assert schemas["OrganisationForm"]["additionalProperties"] is False
    assert {"type": "null"} in schemas["ForumForm"]["properties"]["starts"]["anyOf"]


@contextmanager
def _served(app: ASGIApp) -> Iterator[str]:
    """Serve the application in a thread with its own loop and return where."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sends at once only where TCP is named
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=30))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(120)
        listener.close()
        assert not thread.is_alive()


async def _records(url: str) -> str:
    """Make what the examples of the document name, and return a token."""
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    try:
        ada = await factories.coordinator("ada@example.org", "Ada")
        await factories.signed(await factories.opened(ada, "opened"), await factories.organisation("kibhr"))
        await factories.forum("kyiv-2013")
        await factories.draft(ada, "cooperation-2026")
        await factories.article("agreed-in-kyiv")
        return await add_token("ada@example.org", Scope.WRITE)
    finally:
        await database.close_engine()


def _within_budget() -> Callable[[HookContext, Case], bool]:
    """Return the filter that lets every so many of the boundary cases of each operation through, and all other cases."""
    seen: Counter[str] = Counter()

    def filter_case(context: HookContext, case: Case) -> bool:
        if case.meta is None or case.meta.phase.name != "coverage":
            return True
        seen[case.operation.label] += 1
        return seen[case.operation.label] % STEP == 1 % STEP

    return filter_case


@pytest.mark.sqlite_only
@pytest.mark.filterwarnings("default")
def test_the_application_does_what_the_document_says(environment: str) -> None:
    from coalition.app import create_app

    token = asyncio.run(_records(environment))
    with _served(create_app(with_worker=False)) as home:
        config = SchemathesisConfig.from_dict(CONFIG | {"headers": {"Authorization": f"Bearer {token}"}})
        schema = schemathesis.openapi.from_url(f"{home}/api/openapi.json", config=config)
        schema.hook("filter_case")(_within_budget())
        events = list(from_schema(schema).execute())
    errors = [event for event in events if isinstance(event, NonFatalError)]
    assert not errors, errors[0].value
    done = [event.recorder for event in events if isinstance(event, ScenarioFinished)]
    failures: dict[str, Failure] = {}
    for recorder in done:
        for checks in recorder.checks.values():
            for check in checks:
                if check.failure_info is not None:
                    failures.setdefault(f"{recorder.label}: {check.failure_info.failure.title}", check.failure_info.failure)
    assert not failures, "\n\n".join(f"{label}\n{failure.message}" for label, failure in failures.items())
    assert {recorder.label for recorder in done} >= {f"{ROUTES[name].method} {ROUTES[name].path}" for name in OPERATIONS}


def test_the_guide_names_every_problem() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(/problems/[\w-]+)` \| (\d+) \|", guide, re.MULTILINE)
    assert sorted(named) == sorted((kind.type, str(kind.status)) for kind in KINDS)
