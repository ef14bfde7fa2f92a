"""A case as a depositary of the United Nations keeps it: forty parties, statements, a withdrawal, a succession, a rectified text."""

from __future__ import annotations

from datetime import date

import pytest

from coalition.editions.correcting import record_correction
from coalition.editions.forms import CorrectionForm
from coalition.fields import InvalidForm
from coalition.memoranda import edition_queries, opening
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.tables import Correction
from coalition.notices.tables import Notification
from coalition.statements import stating
from coalition.statements.forms import RecordedStatementForm, StatementWithdrawalForm
from coalition.statements.withdrawing_statements import record_withdrawal
from tests import factories
from tests.imports.test_past_signatories import DAYS, import_forty_rows
from tests.public.reading import rows, words

pytestmark = pytest.mark.anyio

PASSAGE = {"language": "ru", "provision": "p2.1", "after": "2.1 об общих приоритетах, трижды в год;", "kind": "concordance"}
MADE = date(2012, 9, 3)


@pytest.fixture
async def treaty(ada_account):
    memorandum = await factories.adopted(ada_account, "treaty", on="2010-04-30")
    await opening.open_for_signature(memorandum, OpeningForm(opens=date(2010, 5, 1), closes=date(2010, 12, 31)))
    return await factories.reloaded(memorandum)


def correction() -> CorrectionForm:
    return CorrectionForm.parse(PASSAGE | {"reason": "The English text says: three times.", "rectified": MADE.isoformat()})


async def state(memorandum, organisation: str, made: str, **more: str):
    given = {"statement_kind": "reservation", "statement_language": "en", "statement_text": f"{organisation} of {made}.", "made": made}
    return await stating.record_statement(memorandum, RecordedStatementForm.parse(given | {"organisation": organisation} | more))


async def enter_everything(treaty) -> None:
    await import_forty_rows(treaty)
    first = await state(treaty, "party-03", "2010-05-03", statement_provision="p2.1")
    await state(treaty, "party-31", "2012-07-01", statement_text="Party 31 reserves 2.1.", statement_provision="p2.1")
    for slug, made in (("party-01", "2011-02"), ("party-02", "2011-03-10")):
        await state(treaty, slug, made, statement_kind="objection", objects_to=str(first.id))
    await record_withdrawal(treaty, first.id, StatementWithdrawalForm.parse({"withdrawn": "2016-05-20"}))
    await record_correction(treaty, correction(), MADE)


STATED = {
    "2010-05-15": ["party-03 of 2010-05-03."],
    "2011-07-01": ["party-03 of 2010-05-03.", "party-01 of 2011-02.", "party-02 of 2011-03-10."],
    "2014-03-31": ["party-03 of 2010-05-03.", "party-01 of 2011-02.", "party-02 of 2011-03-10.", "Party 31 reserves 2.1."],
    "2020-01-01": ["party-03 of 2010-05-03.", "party-01 of 2011-02.", "party-02 of 2011-03-10.", "Party 31 reserves 2.1."],
}


async def test_all_of_it_can_be_entered_and_four_days_are_exact(cleo, treaty):
    await enter_everything(treaty)
    for day, counts in DAYS.items():
        answer = (await cleo.get(f"/memoranda/treaty.json?at={day}")).json()
        assert (day, answer["counts"]["parties"], answer["counts"]["withdrawn"]) == (day, counts.parties, counts.withdrawn)
        stated = {statement["texts"]["en"] if "texts" in statement else statement["text"]: statement for statement in answer["statements"]}
        assert sorted(stated) == sorted(STATED[day]), day
        page = (await cleo.get(f"/en/memoranda/treaty/signatories?at={day}")).text
        assert len(rows(page)) == len(answer["signatories"])
        assert [text for text in STATED["2020-01-01"] if text in words(page)] == [text for text in STATED["2020-01-01"] if text in STATED[day]]
    assert "Party 03 party-03 of 2010-05-03. The statement was withdrawn: 20 May 2016." in words(page)


async def test_the_rectified_text_stands_in_the_place_of_the_old_one(cleo, treaty):
    before = await edition_queries.latest_edition(treaty.id)
    await enter_everything(treaty)
    after = await edition_queries.latest_edition(treaty.id)
    assert (after.corrects, after.digest != before.digest) == (before.number, True)
    assert "трижды в год" in (await cleo.get("/en/memoranda/treaty?text=ru")).text
    assert "дважды в год" in (await cleo.get(f"/en/memoranda/treaty/editions/{before.number}?text=ru")).text
    page = words((await cleo.get("/en/memoranda/treaty/corrections/1")).text)
    assert "Correction 1 was made on 3 September 2012; it holds from the beginning. It was made elsewhere" in page
    assert "Objections until" not in page
    assert not [row for row in await Notification.select(Notification.kind) if "correct" in row["kind"]]  # it is no news


async def test_where_somebody_signed_here_all_parties_are_asked(ada_account):
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("hearth"))
    with pytest.raises(InvalidForm) as refused:
        await record_correction(memorandum, correction(), MADE)
    assert list(refused.value.problems) == ["rectified"]
    assert await Correction.count() == 0
