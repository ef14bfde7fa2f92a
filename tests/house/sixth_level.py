"""A walk for a build with one disclosure level more: sign with it, look at every page, open it on its day, and print what they say."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from datetime import date, timedelta
from typing import Any

from coalition import clock, database, job_kinds, migrating, settings, tables
from coalition.app import create_app
from coalition.memoranda.edition_queries import latest_edition
from tests import factories
from tests.conftest import sign_in, visitor
from tests.house.inputs import inputs_of
from tests.signing.walking import NEW, RECEIPT, REVIEW, SIGNATURE, words

assert tables.TABLES
assert job_kinds.HANDLERS
DAY = date(2030, 1, 1)
UNTRUE = ("Everybody learns only that one more organisation answered", "No name, no country, no day")
SENTENCE = "Nothing until 1 January 2030, the organisation later"
LINE = "The line of the sixth level."


async def walk(level: str) -> dict[str, Any]:
    app = create_app(with_worker=False)
    ada = await factories.coordinator("ada@example.org", "Ada")
    memorandum = await factories.opened(ada)
    organisation = await factories.organisation("steppe", "Steppe Centre")
    link = await factories.invitation_link(memorandum, organisation)
    answers = {
        "kind": "signature",
        "representative_name": "Ben Sultanov",
        "disclosure": level,
        "release_on": str(DAY),
        "digest": str((await latest_edition(memorandum.id)).digest),
    }
    said: dict[str, Any] = {}
    async with visitor(app) as ben, visitor(app) as desk, visitor(app) as cleo:
        await sign_in(desk, ada)
        await ben.post(f"{link}/session")

        async def read(browser: Any, path: str, **more: Any) -> str:
            answer = await (browser.post(path, **more) if more else browser.get(path))
            assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
            return str(answer.text)

        asked = await read(ben, NEW)
        said["asked"] = [text for text in ("Nothing at first, the organisation later", "A hint of the sixth level.") if text in asked]
        checked = await read(ben, REVIEW, data=answers)
        [*_, confirming] = inputs_of(checked)
        said["checked"] = {name: confirming[name] for name in ("disclosure", "release_on")}
        said["checked"] |= {"sentence": SENTENCE in words(checked), "line": LINE in words(checked)}
        signed = await ben.post(SIGNATURE, data=answers | {"typed_name": "Ben Sultanov", "authority": "yes"})
        assert signed.status_code == 303, signed.text
        receipt, record = await read(ben, RECEIPT), await read(ben, "/en/signing")
        shown = await read(cleo, "/en/memoranda/cooperation/signatories")
        said["signed"] = {"receipt": SENTENCE in words(receipt), "line": LINE in words(record), "names": "Steppe" in shown}
        changing = await read(ben, "/en/signing/disclosure")
        said["changed"] = {"sentence": SENTENCE in words(changing), "chosen": f'value="{level}" checked' in changing}
        withdrawal = await read(ben, "/en/signing/withdrawal")
        here = "/en/desk/memoranda/cooperation/signatories"
        one, listed = await read(desk, f"{here}/steppe"), await read(desk, here)
        said["desk"] = {"word": "the organisation afterwards" in one, "withheld": "name withheld" in listed, "hideable": "Hide the name now" in one}
        await read(desk, "/en/desk")
        await read(desk, "/en/desk/memoranda/cooperation/export")
        await read(desk, "/en/desk/memoranda/cooperation/acts/new")
        counts = json.loads(await read(cleo, "/api/v1/memoranda/cooperation/signatories"))["counts"]
        said["public"] = {"signed": counts["signed"], "withheld": counts["names_withheld"], "names": "Steppe" in shown}
        pages = {"asked": asked.replace(UNTRUE[0], "", 1).replace(UNTRUE[1], ""), "checked": checked, "receipt": receipt, "record": record}
        pages |= {"changing": changing.replace(UNTRUE[0], "", 1).replace(UNTRUE[1], ""), "withdrawal": withdrawal}
    with clock.shifted(timedelta(days=(DAY - clock.today()).days + 1)):
        cleo = visitor(create_app(with_worker=False))
        opened = json.loads((await cleo.get("/api/v1/memoranda/cooperation/signatories")).text)
        text = json.dumps(opened, ensure_ascii=False)
        said["opened"] = {"organisation": "Steppe" in text, "representative": "Ben" in text, "withheld": opened["counts"]["names_withheld"]}
    said["untrue"] = [f"{name}: {text}" for name, page in pages.items() for text in UNTRUE if text in page]
    return said


async def main(level: str) -> None:
    logging.disable(logging.INFO)
    database.bind(database.engine_from_url(settings.load().database_url))
    await database.open_engine()
    await migrating.migrate()
    said = await walk(level)
    await database.close_engine()
    print(json.dumps(said))  # noqa: T201 -- what the test reads


asyncio.run(main(sys.argv[1]))
