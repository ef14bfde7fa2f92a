"""A walk for a build with one disclosure level more: sign with it, look at every page, open it on its day, and print what they say."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from coalition import clock, database, job_kinds, migrating, settings, tables
from coalition.app import create_app
from coalition.jobs.worker import run_due
from coalition.memoranda.edition_queries import latest_edition
from tests import factories
from tests.conftest import sign_in, visitor
from tests.house.inputs import inputs_of
from tests.signing.walking import NEW, RECEIPT, SIGNATURE, check_page, words

if TYPE_CHECKING:
    import httpx

assert tables.TABLES
assert job_kinds.HANDLERS
DAY = date(2030, 1, 1)
UNTRUE = ("Everybody learns only that one more organisation answered", "No name, no country, no day")
SENTENCE = "Nothing until 1 January 2030, the organisation later"
LINE = "The line of the sixth level."


class Cast(NamedTuple):
    """Browsers of Ben, of Ada and of Cleo, and what the pages said, for the test."""

    ben: httpx.AsyncClient
    ada: httpx.AsyncClient
    cleo: httpx.AsyncClient
    said: dict[str, Any]
    pages: dict[str, str]


async def read(browser: httpx.AsyncClient, path: str, **more: Any) -> str:
    answer = await (browser.post(path, **more) if more else browser.get(path))
    assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
    return str(answer.text)


async def walk(level: str) -> dict[str, Any]:
    app = create_app(with_worker=False)
    ada = await factories.coordinator("ada@example.org", "Ada")
    memorandum = await factories.opened(ada)
    link = await factories.invitation_link(memorandum, await factories.organisation("steppe", "Steppe Centre"))
    digest = str((await latest_edition(memorandum.id)).digest)
    answers = {"kind": "signature", "representative_name": "Ben Sultanov", "disclosure": level, "release_on": str(DAY), "digest": digest}
    async with visitor(app) as ben, visitor(app) as desk, visitor(app) as cleo:
        cast = Cast(ben, desk, cleo, {}, {})
        await sign_in(desk, ada)
        await ben.post(f"{link}/session")
        await sign(cast, answers)
        await look_again(cast, level)
        await look_at_the_desk(cast)
    cast.said["opened"] = await opened_on_its_day()
    cast.said["untrue"] = [f"{name}: {text}" for name, page in cast.pages.items() for text in UNTRUE if text in page]
    return cast.said


def without_the_choice(page: str) -> str:
    """Return a page without the sentences of the other levels, which its choices say."""
    return page.replace(UNTRUE[0], "", 1).replace(UNTRUE[1], "")


async def sign(cast: Cast, answers: dict[str, str]) -> None:
    ben, said = cast.ben, cast.said
    asked = await read(ben, NEW)
    said["asked"] = [text for text in ("Nothing at first, the organisation later", "A hint of the sixth level.") if text in asked]
    checked = (await check_page(ben, answers)).text
    [*_, confirming] = inputs_of(checked)
    said["checked"] = {name: confirming[name] for name in ("disclosure", "release_on")}
    said["checked"] |= {"sentence": SENTENCE in words(checked), "line": LINE in words(checked)}
    signed = await ben.post(SIGNATURE, data=answers | {"typed_name": "Ben Sultanov", "authority": "yes"})
    assert signed.status_code == 303, signed.text
    cast.pages.update(asked=without_the_choice(asked), checked=checked)


async def look_again(cast: Cast, level: str) -> None:
    ben, said = cast.ben, cast.said
    receipt, record = await read(ben, RECEIPT), await read(ben, "/en/signing")
    names = "Steppe" in await read(cast.cleo, "/en/memoranda/cooperation/signatories")
    said["signed"] = {"receipt": SENTENCE in words(receipt), "line": LINE in words(record), "names": names}
    changing = await read(ben, "/en/signing/disclosure")
    said["changed"] = {"sentence": SENTENCE in words(changing), "chosen": f'value="{level}" checked' in changing}
    counts = json.loads(await read(cast.cleo, "/api/v1/memoranda/cooperation/signatories"))["counts"]
    said["public"] = {"signed": counts["signed"], "withheld": counts["names_withheld"], "names": names}
    withdrawal = await read(ben, "/en/signing/withdrawal")
    cast.pages.update(receipt=receipt, record=record, changing=without_the_choice(changing), withdrawal=withdrawal)


async def look_at_the_desk(cast: Cast) -> None:
    here = "/en/desk/memoranda/cooperation/signatories"
    one, listed = await read(cast.ada, f"{here}/steppe"), await read(cast.ada, here)
    withheld, hideable = "name withheld" in listed, "Hide the name now" in one
    cast.said["desk"] = {"word": "the organisation afterwards" in one, "withheld": withheld, "hideable": hideable}
    for path in ("/en/desk", "/en/desk/memoranda/cooperation/export", "/en/desk/memoranda/cooperation/acts/new"):
        await read(cast.ada, path)


async def opened_on_its_day() -> dict[str, Any]:
    with clock.shifted(timedelta(days=(DAY - clock.today()).days + 1)):
        await run_due()
        async with visitor(create_app(with_worker=False)) as cleo:
            opened = json.loads(await read(cleo, "/api/v1/memoranda/cooperation/signatories"))
    text = json.dumps(opened, ensure_ascii=False)
    return {"organisation": "Steppe" in text, "representative": "Ben" in text, "withheld": opened["counts"]["names_withheld"]}


async def main(level: str) -> None:
    logging.disable(logging.INFO)
    database.bind(database.engine_from_url(settings.load().database_url))
    await database.open_engine()
    await migrating.migrate()
    said = await walk(level)
    await database.close_engine()
    print(json.dumps(said))  # noqa: T201 -- what the test reads


asyncio.run(main(sys.argv[1]))
