"""Ada sees on every page of a memorandum how far it has come."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.memoranda import opening
from coalition.memoranda.forms import OpeningForm
from tests import factories

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"
_STEP = re.compile(r'<li class="(\w+)"( aria-current="step")?>\s*<span>([\w ]+?)(?: <span|</span>)', re.DOTALL)


async def steps(ada: httpx.AsyncClient, page: str = HERE) -> list[str]:
    """Return the steps as they are shown: done in brackets, the present one with a star."""
    marks = {"done": "({})", "current": "*{}", "ahead": "{}"}
    line = (await ada.get(page)).text.partition('<ol class="stages"')[2].partition("</ol>")[0]
    shown = _STEP.findall(line)
    assert [bool(current) for _, current, _ in shown] == [progress == "current" for progress, _, _ in shown]
    return [marks[progress].format(label) for progress, _, label in shown]


async def test_the_line_of_steps_follows_a_memorandum_to_its_end(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    row = await factories.adopted(ada_account)
    assert await steps(ada) == ["(draft)", "*adopted", "open for signature", "closed for signature", "open for accession"]
    today = clock.today()
    closes = (today + timedelta(days=9)).isoformat()
    await opening.open_for_signature(row, OpeningForm.parse({"opens": today.isoformat(), "closes": closes, "publicity": "participants"}))
    opened = ["(draft)", "(adopted)", "*open for signature", "closed for signature", "open for accession"]
    assert await steps(ada) == await steps(ada, f"{HERE}/dashboard") == await steps(ada, f"{HERE}/imports/new") == opened
    await opening.close(row)
    assert await steps(ada) == ["(draft)", "(adopted)", "(open for signature)", "*closed for signature", "open for accession"]
    await opening.open_for_accession(row)
    assert await steps(ada) == ["(draft)", "(adopted)", "(open for signature)", "(closed for signature)", "*open for accession"]
    await opening.close(row)
    assert await steps(ada) == ["(draft)", "(adopted)", "(open for signature)", "(closed for signature)", "*accession ended"]


async def test_a_draft_has_no_step_behind_it(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    assert await steps(ada) == ["*draft", "adopted", "open for signature", "closed for signature", "open for accession"]
