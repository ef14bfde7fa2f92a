"""Readers are served before the applications of the others are made."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import threading

import pytest
from litestar import Litestar, get

from coalition.addresses import ROUTES
from coalition.app import build_the_rest, create_app
from coalition.database import transaction
from coalition.job_kinds import HANDLERS
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.web.audiences import Audiences, LateApplication
from tests.conftest import visitor
from tests.house.tree import modules, name_of

pytestmark = pytest.mark.sqlite_only


def answering(path: str) -> Litestar:
    @get(path, media_type="text/plain")
    async def show() -> str:
        return path

    return Litestar([show], openapi_config=None)


async def test_readers_do_not_wait_for_an_application_that_is_being_made(environment):
    may_go_on, made = threading.Event(), []

    def make() -> Litestar:
        may_go_on.wait(10)
        made.append(1)
        return answering("/en/desk")

    async with visitor(Audiences(answering("/en/forums"), {"desk": LateApplication(make)})) as browser:
        waiting = [asyncio.create_task(browser.get("/en/desk")) for _ in range(3)]
        assert (await browser.get("/en/forums")).text == "/en/forums"
        assert not any(task.done() for task in waiting)
        may_go_on.set()
        assert [answer.text for answer in await asyncio.gather(*waiting)] == ["/en/desk"] * 3
    assert made == [1]


async def test_an_application_that_could_not_be_made_is_tried_again(environment):
    tries = iter([OSError("no"), answering("/api/x")])

    def make() -> Litestar:
        next_one = next(tries)
        if isinstance(next_one, Exception):
            raise next_one
        return next_one

    later = LateApplication(make)
    with pytest.raises(OSError, match="no"):
        await later.ready()
    assert isinstance(await later.ready(), Litestar)


async def test_a_part_that_cannot_be_made_does_not_keep_back_queued_work(store):
    def broken() -> Litestar:
        raise OSError

    stop, done = asyncio.Event(), asyncio.Event()

    @handles("of_this_test")
    async def do(_: object) -> None:
        done.set()

    async with transaction():
        await enqueue("of_this_test", {})
    working = asyncio.create_task(build_the_rest(Audiences(answering("/en/forums"), {"desk": LateApplication(broken)}), stop, with_worker=True))
    await asyncio.wait_for(done.wait(), 10)
    stop.set()
    await working


def test_a_process_loads_no_library_that_nobody_here_uses(environment):
    program = (
        "import asyncio, sys\n"
        "from coalition.app import create_app\n"
        "import coalition.job_kinds\n"
        "asyncio.run(create_app().app.app.app.applications())\n"
        "print(*sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "litestar" in loaded
    assert {"rich", "structlog", "markdown_it"}.isdisjoint(loaded)


async def test_the_first_word_of_every_path_says_whose_it_is(environment):
    audiences = create_app(with_worker=False).app.app.app
    apps = {"public": audiences.readers, "api": await audiences.others["api"].ready()}
    people = await audiences.others["desk"].ready()
    for name, row in ROUTES.items():
        other = audiences.others.get(audiences._first_word(row.path.replace("{lang}", "en")))
        app = await other.ready() if other else audiences.readers
        assert app is apps.get(name.partition(".")[0], people), name


QUEUED = re.compile(
    r"^@(?:(?:handles|handles_together|step_of|says|compared_lists\.at)\(|"
    r"(?:beside_jobs|when_bounced|when_less_is_known|when_no_invitation|when_answers_change)$)",
    re.MULTILINE,
)


def test_every_module_that_does_queued_work_is_known_to_the_worker():
    doing = {name_of(path) for path in modules() if QUEUED.search(path.read_text())}
    assert doing == {f"coalition/{name.replace('.', '/')}.py" for name in HANDLERS}
