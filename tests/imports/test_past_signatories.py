"""Signatories of the past, entered from files: Kyiv 2013, and a case of forty parties as a depositary of the United Nations keeps it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest

from coalition import clock
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.status import Counts
from coalition.acts.status_queries import status_of
from coalition.acts.tables import Act
from coalition.database import counting_queries
from coalition.imports.past_signatories import record_signatories
from coalition.imports.plans import Outcome
from coalition.invitations.errors import LinkUsed
from coalition.invitations.links import follow
from coalition.jobs.worker import run_due
from coalition.languages import date_text
from coalition.memoranda.entering_past import record_past
from coalition.memoranda.forms import MemorandumForm
from coalition.memoranda.opening import close
from coalition.notices.tables import Notification
from coalition.organisations.event_forms import EventForm
from coalition.organisations.queries import by_slug
from coalition.signatures.disclosing import hide
from coalition.spreadsheets.csv_files import UnreadableFile
from tests import factories
from tests.imports.tables import plan_of
from tests.public.reading import rows, words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

SOURCE = "Announcement of 30 April 2013"


async def import_table(memorandum: Memorandum, table: str | bytes, **more: str) -> Outcome:
    return await record_signatories(memorandum, await plan_of(memorandum, table, **({"source": SOURCE} | more)))


async def past_memorandum(slug: str = "past") -> Memorandum:
    form = MemorandumForm.parse({"slug": slug, "authentic_languages": ["en", "ru"]})
    titles = {"en": "Memorandum of Understanding"}
    return await record_past(form, forum_id=None, coordinator_id=None, announced="2013-04-30", source=SOURCE, titles=titles, notes={})


def xlsx(table: list[list[object]]) -> bytes:
    """Return a small spreadsheet whose numbers are numbers."""
    cells = "".join(
        "<row>"
        + "".join(f"<c><v>{cell}</v></c>" if isinstance(cell, int) else f'<c t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>' for cell in row)
        + "</row>"
        for row in table
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (("/xl/workbook.xml", "sheet.main"), ("/xl/worksheets/sheet1.xml", "worksheet"))
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}.{part}+xml"/>' for name, part in types)

    def leading(target: str, part: str) -> str:
        relation = f'<Relationship Id="r1" Type="{office}/{part}" Target="{target}"/>'
        return f'<Relationships xmlns="{package}/relationships">{relation}</Relationships>'

    sheets = '<sheets><sheet name="Signatories" sheetId="1" r:id="r1"/></sheets>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types">{overrides}</Types>')
        packed.writestr("_rels/.rels", leading("xl/workbook.xml", "officeDocument"))
        packed.writestr("xl/_rels/workbook.xml.rels", leading("worksheets/sheet1.xml", "worksheet"))
        packed.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}">{sheets}</workbook>')
        packed.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>')
    return out.getvalue()


async def test_kyiv_is_entered_from_a_file_with_its_gaps(cleo: httpx.AsyncClient, store: str) -> None:
    kyiv = await past_memorandum("kyiv")
    names = [{"language": "nl", "name": "Nederlands Helsinki Comité", "short_name": "NHC"}]
    await factories.organisation("nhc", names=names, country="NL")
    await factories.organisation("iphr", "International Partnership for Human Rights", country="BE")
    await factories.organisation("tihr", "Turkmen Initiative for Human Rights", country="TM", at_risk=True)
    await factories.organisation("igihrdu", "Initiative Group", country="UZ", at_risk=True)
    table = (
        "Organisation;Act;date;representative;disclosure\n"
        "nederlands helsinki comité;support;;;\n"
        "International Partnership for Human Rights;Support;unknown;;public_organisation\n"
        "tihr;signature;2013-02;;public_organisation\n"
        "igihrdu;signature;2013;A. Name;counted\n"
    )
    assert await import_table(kyiv, table) == Outcome(new=4)
    assert await import_table(kyiv, table) == Outcome(unchanged=4)
    page = (await cleo.get("/en/memoranda/kyiv/signatories")).text
    named = [
        ["Turkmen Initiative for Human Rights", "Turkmenistan", "Signature 1", "February 2013"],
        ["International Partnership for Human Rights", "Belgium", "Support 1", "–"],
        ["Nederlands Helsinki Comité NHC", "Netherlands", "Support 1", "–"],
    ]
    assert rows(page) == named
    assert "Some organisations may have signed without being named" in words(page)
    await factories.listed(6)
    with clock.shifted(timedelta(days=1)):
        await run_due()
        counted = (await cleo.get("/en/memoranda/kyiv/signatories")).text
    assert rows(counted) == [named[0], ["1 further organisation name withheld for security reasons", "–", "Signature", "–"], *named[1:]]
    assert words(page).count(f"1 Entered on {date_text(clock.today(), 'en')} from a source: {SOURCE}") == 1
    assert "A. Name" not in page
    notifications = await Notification.select(Notification.kind, Notification.detail).order_by(Notification.id)
    assert [(row["kind"], row["detail"]) for row in notifications] == [("recorded", ""), ("recorded", "signatories")]
    assert " acts of the past were entered in the list of signatories, each from a source." in words((await cleo.get("/en/notifications")).text)


async def test_only_hidden_names_are_told_of_by_nothing(store: str) -> None:
    memorandum = await past_memorandum()
    await factories.organisation("one")
    await import_table(memorandum, "organisation,kind,disclosure\none,signature,counted\n")
    assert await Notification.count().where(Notification.detail == "signatories") == 0


async def test_every_problem_names_its_row_and_column_and_the_others_are_entered(ada_account: Coordinator) -> None:
    memorandum = await factories.draft(ada_account)  # the past may be entered at any state
    for slug, short in (("nhc-nl", "NHC"), ("nhc-no", "NHC")):
        await factories.organisation(slug, names=[{"language": "en", "name": slug, "short_name": short}])
    await factories.organisation("risky", at_risk=True)
    await factories.organisation("fine")
    table = (
        "organisation,kind,date,disclosure,confirmed,withdrawn,source,colour\n"
        "NHC,signature,,,,,,\n"
        "nobody,signature,,,,,,\n"
        "risky,signature,,,,,,\n"
        "nhc-nl,seal,2013-13,,,,,\n"
        "\n"
        "nhc-nl,signature,2013-05,secret,,,,\n"
        "nhc-nl,signature,2013-05,,2013-06,,,\n"
        "nhc-nl,signature,2013-05,,,2012,,\n"
        "nhc-nl,signature,2999,,,,,\n"
        "fine,signature,2013-05,,,,,red\n"
        "fine,support,2013-05,,,,,\n"
        "nhc-no,signature,2013,described,,,,,,\n"
        "nhc-no,signature,2013,described,,,,\n"
    )  # fmt: skip
    plan = await plan_of(memorandum, table.encode(), source=SOURCE)
    assert {row.number: sorted(row.problems) for row in plan.refused} == {
        2: ["organisation"],
        3: ["organisation"],
        5: ["kind"],
        7: ["disclosure"],
        8: ["confirmed"],
        9: ["withdrawn"],
        10: ["date"],
        12: ["organisation"],
        13: ["description"],
        14: ["description"],
    }
    assert plan.ignored == ("colour",)
    assert await record_signatories(memorandum, plan) == Outcome(new=2, refused=10)
    without = await plan_of(memorandum, b"organisation,kind\nnhc-nl,signature\n")
    assert [sorted(row.problems) for row in without.refused] == [["source"]]


async def test_a_file_continues_the_record_and_never_changes_it(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, since=date(2012, 1, 1))
    one, online = await factories.organisation("one"), await factories.organisation("online")
    await factories.signed(memorandum, online, disclosure="counted")
    header = "organisation,kind,date,withdrawn,source\n"
    assert await import_table(memorandum, header + "one,signature,2013,,\n") == Outcome(new=1)
    assert await import_table(memorandum, header + "one,signature,2013,2014-03,\n") == Outcome(changed=1)
    again = header + "one,signature,2013,2014-03,\none,signature,2016,,\n"
    assert await import_table(memorandum, again) == Outcome(new=1, unchanged=1)
    await hide(memorandum, one.id)
    assert await import_table(memorandum, again) == Outcome(unchanged=2)
    for row in ("one,signature,2012,2014-03,\n", "online,signature,2013,,\n"):
        assert await import_table(memorandum, header + row) == Outcome(refused=1)
    assert (await status_of(memorandum)).counts == Counts()  # open for signature: only named organisations are counted
    await factories.listed(7)
    await close(memorandum)
    with clock.shifted(timedelta(days=1)):
        await run_due()
        assert (await status_of(await factories.reloaded(memorandum))).counts == Counts(signed=2, names_withheld=2, supporters_withheld=0)
    assert {row["digest"] for row in await Act.select(Act.digest).where(Act.organisation == one.id)} == {None}


async def test_who_is_brought_in_cannot_sign_a_second_time_by_an_open_link(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, since=date(2013, 1, 1))
    link = await factories.invitation_link(memorandum, await factories.organisation("hearth", "Hearth"))
    await import_table(memorandum, "organisation,kind,date\nhearth,signature,2013-02\n")
    with pytest.raises(LinkUsed):
        await follow(link.rpartition("/")[2])


async def test_a_spreadsheet_is_read_like_a_table(store: str) -> None:
    memorandum = await past_memorandum()
    await factories.organisation("one", "Один")
    sheet = xlsx([["Wer", "kind", "date"], ["ОДИН", "accession", 2013]])
    plan = await plan_of(memorandum, sheet, {"Wer": "organisation"}, source=SOURCE)
    assert await record_signatories(memorandum, plan) == Outcome(new=1)
    assert [(str(line.acted), line.act) for line in (await status_of(memorandum)).lines] == [("2013", "accession")]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"organisation,kind\n", b"kind\nsupport\n", b"organisation,kind,kind\na,b,c\n", b"\xff\xfe\x00"]
)
@pytest.mark.sqlite_only
async def test_what_is_no_such_table_is_refused(store: str, content: bytes) -> None:
    memorandum = await past_memorandum()
    with pytest.raises(UnreadableFile):
        await plan_of(memorandum, content)


FORTY = "".join(
    ["organisation,kind,date,confirmed,withdrawn,representative\n"]
    + [f"party-{at:02},signature,2010-05-{at:02},,,Signer {at}\n" for at in range(1, 27)]
    + ["party-27,signature,2010-06,,2014-03-31,\n", "party-28,ad_referendum,2010-05-28,2011-01-15,,\n", "party-29,ad_referendum,2010-05-29,,,\n"]
    + [f"party-{at},accession,{at + 1981}-07-01,,,\n" for at in range(30, 39)]
    + ["party-39,support,,,,\n", "party-40,support,2012-02-29,,,\n"]
)


async def import_forty_rows(memorandum: Memorandum) -> None:
    for at in range(1, 42):
        await factories.organisation(f"party-{at:02}", f"Party {at:02}", email="")
    assert await import_table(memorandum, FORTY) == Outcome(new=40)
    predecessor = await by_slug("party-05")
    assert predecessor
    form = {"kind": "succeeded", "happened": "2015-01-01", "other": "party-41", "source": "Letter of 12 January 2015"}
    await change_organisation(predecessor, EventForm.parse(form))


DAYS = {
    "2010-05-15": Counts(signed=15, supported=1),
    "2011-07-01": Counts(signed=28, acceded=1, supported=1, ad_referendum=1),  # 26, one of June, one confirmed, one accession
    "2014-03-31": Counts(signed=27, acceded=3, supported=2, withdrawn=1, ad_referendum=1),
    "2020-01-01": Counts(signed=27, acceded=9, supported=2, withdrawn=1, ad_referendum=1),
}


async def test_forty_parties_are_exact_on_four_days(cleo: httpx.AsyncClient, store: str) -> None:
    memorandum = await past_memorandum("treaty")
    await import_forty_rows(memorandum)
    for day, counts in DAYS.items():
        status = await status_of(memorandum, date.fromisoformat(day))
        assert (day, status.counts) == (day, counts)
        page = (await cleo.get(f"/en/memoranda/treaty/signatories?at={day}")).text
        assert len(rows(page)) == len(status.lines)
        answer = (await cleo.get(f"/memoranda/treaty.json?at={day}")).json()
        assert (answer["as_at"], answer["counts"]["parties"], len(answer["signatories"])) == (day, counts.parties, len(status.lines))
        table = (await cleo.get(f"/memoranda/treaty.csv?at={day}")).text
        assert len(table.splitlines()) == len(status.lines) + 1
    last = {row[0].partition(" represented")[0]: row[1:] for row in rows(page)}
    assert last["[Party 27]"] == ["Kazakhstan", "Withdrawn 1, 3", "June 2010", "–"]
    assert last["Party 30"] == ["Kazakhstan", "Accession 1", "–", "1 July 2011"]
    assert last["Party 05"] == ["Kazakhstan", "Signature 1, 2", "5 May 2010", "–"]
    assert "2 Succeeded by Party 41: 1 January 2015." in words(page)
    assert "Signed: June 2010. Withdrawn: 31 March 2014." in words(page)
    assert "Party 05 It is the successor" not in words(page)
    assert "It is the successor of Party 05" in words((await cleo.get("/en/organisations/party-41")).text)


async def test_two_days_are_compared_in_words_and_in_the_table(cleo: httpx.AsyncClient, store: str) -> None:
    await import_forty_rows(await past_memorandum("treaty"))
    table = "/en/memoranda/treaty/signatories"
    page = (await cleo.get(f"{table}?at=2010-12-31&compare=2014-12-31")).text
    days = "Organisation 31 December 2010 31 December 2014"
    assert f"5 organisations were added. {days} Party 30 – Accession" in words(page)
    assert f"The act of 1 organisation ended. {days} Party 27 Signature Withdrawn" in words(page)
    assert f"The line of 1 organisation changed. {days} Party 28" in words(page)
    assert "As at 31 December 2010. 27 organisations are named as signatories." in words(page)
    assert len(re.findall(' class="marked(?: beyond)?">', page)) == 6  # a phone shows what is beyond its room elsewhere
    assert page.count(' class="gone marked">') == 1
    assert words((await cleo.get(f"{table}?compare=2010-12-31&at=2014-12-31")).text) == words(page)
    same = words((await cleo.get(f"{table}?at=2016-01-01&compare=2016-01-02")).text)
    assert "No line that is shown differs." in same
    assert (await cleo.get(f"{table}?at=2016-01-01&compare=soon")).status_code == 422
    assert (await cleo.get("/memoranda/treaty.csv?at=soon")).status_code == 404


@pytest.mark.sqlite_only
async def test_a_page_of_five_hundred_parties_asks_as_many_questions_as_one_of_one(cleo: httpx.AsyncClient, store: str) -> None:
    one, many = await past_memorandum("one"), await past_memorandum("many")
    for at in range(500):
        organisation = await factories.organisation(f"party-{at:03}", email="")
        if at % 5 == 0:
            names = [{"language": "en", "name": f"Renamed {at}"}]
            await change_organisation(organisation, EventForm.parse({"kind": "renamed", "happened": "2019", "source": SOURCE, "names": names}))
    header = "organisation,kind,date\n"
    await import_table(one, header + "party-000,signature,2013\n")
    await import_table(many, header + "".join(f"party-{at:03},signature,2013\n" for at in range(500)))
    pages = ("/en/memoranda/{}", "/en/memoranda/{}/signatories?at=2014-01-01&compare=2012-01-01", "/memoranda/{}.csv?at=2015-01-01")
    for address in pages:
        asked = []
        for slug in ("one", "many"):
            with counting_queries() as count:
                assert (await cleo.get(address.format(slug))).status_code == 200
            asked.append(count.count)
        choices = 0 if ".csv" in address else 3  # what stands above a list of several pages: editions, countries, letters
        assert (address, asked[0] + choices) == (address, asked[1])
