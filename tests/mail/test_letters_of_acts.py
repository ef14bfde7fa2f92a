"""Letters about acts are stored as facts, and rendered when they are sent: a signature does not wait for them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from coalition import database
from coalition.jobs.worker import run_due
from coalition.mail.content import content_of
from coalition.mail.tables import Letter
from coalition.mail.writing import write_facts
from tests import factories
from tests.mail.sink import text_of

if TYPE_CHECKING:
    from tests.mail.sink import Sink

pytestmark = pytest.mark.anyio


async def test_a_receipt_is_rendered_when_it_is_sent(sink: Sink) -> None:
    memorandum = await factories.opened(await factories.coordinator("ada@example.org", "Ada"))
    signed = await factories.signed(memorandum, await factories.organisation("salt-house", "Salt House"))
    [stored] = [row for row in await Letter.objects() if row.kind == "receipt"]
    assert content_of(stored).text == content_of(stored).subject == ""
    assert signed.act.reference not in stored.content
    await run_due()
    [receipt] = [mail for mail in sink.letters if signed.act.reference in text_of(mail)]
    assert signed.manage_token in text_of(receipt)


async def test_a_letter_with_facts_that_cannot_be_stored_is_refused_when_it_is_written(store: str) -> None:
    assert store
    with pytest.raises(ValueError, match="until"):
        async with database.transaction():
            await write_facts("receipt", address="ben@example.org", language="en", answering=None, context={"until": date(2026, 12, 1)})
    assert not await Letter.count()
