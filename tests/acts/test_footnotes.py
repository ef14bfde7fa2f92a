"""What a reader should know beside a line stands in numbered footnotes, in the order of the table, equal ones once."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from coalition.acts.footnotes import footnotes_of, number_footnotes
from coalition.acts.status import Counts, Status
from coalition.acts.status_changes import Change, compare
from coalition.acts.status_lines import Ending, StatusLine
from coalition.acts.tables import ActKind, AnnulmentGround, Channel
from coalition.organisations.tables import OrganisationEventKind
from coalition.organisations.views import FormerNames, NameView, OrganisationEventView, OrganisationView
from coalition.partial_dates import PartialDate

MAY, JUNE = PartialDate("2013-05-01"), PartialDate("2013-06")


def organisation(name: str = "Alpha", **more) -> OrganisationView:
    names = (NameView("en", name, "", primary=True),)
    return OrganisationView(1, name.lower(), "ngo", "national", "active", "KZ", "KZ", "", at_risk=False, name_key=name.lower(), names=names, **more)


SIGNED = StatusLine(organisation(), ActKind.SIGNATURE, MAY, "")
UNKNOWN = "date not known"
AWAITED = "The organisation has still to confirm this signature, until 2 July 2013 at the latest; until then it does not bind."
CASES = [
    (SIGNED, []),
    (replace(SIGNED, ended=Ending(ActKind.WITHDRAWAL, JUNE)), ["Signed: 1 May 2013. Withdrawn: June 2013."]),
    (replace(SIGNED, acted=None, ended=Ending(ActKind.WITHDRAWAL, None)), [f"Signed: {UNKNOWN}. Withdrawn: {UNKNOWN}."]),
    (
        replace(SIGNED, act=ActKind.ACCESSION, ended=Ending(ActKind.ANNULMENT, JUNE, AnnulmentGround.FORGED)),
        ["Acceded: 1 May 2013. Annulled: June 2013. It did not come from the organisation."],
    ),
    (
        replace(SIGNED, act=ActKind.AD_REFERENDUM, ended=Ending(ActKind.LAPSE, JUNE)),
        ["Signed ad referendum: 1 May 2013. Lapsed, because it was not confirmed in time: June 2013."],
    ),
    (
        replace(SIGNED, act=ActKind.AD_REFERENDUM, confirmed=True, confirmed_on=JUNE),
        ["Signed ad referendum: 1 May 2013. Confirmed: June 2013."],
    ),
    (
        replace(SIGNED, act=ActKind.AD_REFERENDUM),
        ["The organisation has still to confirm this signature, and there is no deadline; until then it does not bind."],
    ),
    (
        replace(SIGNED, act=ActKind.AD_REFERENDUM, received=date(2013, 5, 3), confirm_by=date(2013, 7, 2)),
        [f"Signed ad referendum 1 May 2013, received 3 May 2013. {AWAITED}"],
    ),
    (replace(SIGNED, received=date(2013, 5, 1)), []),
    (replace(SIGNED, received=date(2013, 5, 4)), ["Signed 1 May 2013, received 4 May 2013."]),
    (replace(SIGNED, acted=PartialDate("2013-05"), received=date(2013, 5, 4)), ["Signed May 2013, received 4 May 2013."]),
    (
        replace(SIGNED, received=date(2013, 5, 4), ended=Ending(ActKind.WITHDRAWAL, JUNE, received=date(2013, 6, 30))),
        ["Signed 1 May 2013, received 4 May 2013. Withdrawn June 2013, received 30 June 2013."],
    ),
    (replace(SIGNED, remarked=True), ["The depositary accepted the dates of this act with a remark."]),
    (replace(SIGNED, questioned=True, channel=Channel.PAPER), ["This act is being verified.", "Signed on paper and recorded by a coordinator."]),
    (
        replace(SIGNED, channel=Channel.HISTORICAL, source="NHC 2013", entered_on=date(2026, 11, 22)),
        ["Entered on 22 November 2026 from a source: NHC 2013"],
    ),
]


def said(line: StatusLine) -> list[str]:
    return [" ".join(map(str, note)) for note in footnotes_of(line)]


@pytest.mark.parametrize(("line", "notes"), CASES)
def test_footnotes_say_what_became_of_an_act(line: StatusLine, notes: list[str]):
    assert said(line) == notes


def test_footnotes_say_what_became_of_an_organisation_after_its_act():
    past = (FormerNames(PartialDate("2019"), (NameView("en", "Old", "", primary=True),)),)
    kinds = OrganisationEventKind
    events = (
        OrganisationEventView(kinds.INTO_EXILE, PartialDate("2010"), None, ""),
        OrganisationEventView(kinds.RENAMED, PartialDate("2019"), None, ""),
        OrganisationEventView(kinds.SUCCEEDED, PartialDate("2020-03"), organisation("Beta"), ""),
    )
    line = replace(SIGNED, organisation=organisation(former_names=past, events=events))
    assert line.cells("en").name == "Old"
    assert said(line) == ["Renamed: 2019. Succeeded by Beta: March 2020. Present name: Alpha."]
    assert said(replace(line, acted=PartialDate("2019-12"))) == ["Succeeded by Beta: March 2020."]


def test_numbers_run_in_the_order_of_the_table_and_equal_notes_have_one():
    paper, source = replace(SIGNED, channel=Channel.PAPER), replace(SIGNED, channel=Channel.HISTORICAL)
    numbered = number_footnotes([source, SIGNED, replace(paper, questioned=True), source])
    assert [[(mark.number, mark.first) for mark in marks] for marks in numbered.marks] == [[(1, True)], [], [(2, True), (3, True)], [(1, False)]]
    assert len(numbered.texts) == 3


def status(*lines: StatusLine) -> Status:
    return Status(date(2013, 5, 1), lines, Counts())


def test_two_days_differ_by_what_was_added_what_ended_and_what_changed():
    def party(slug: str, **more) -> StatusLine:
        return replace(SIGNED, organisation=organisation(slug), **more)

    ended = Ending(ActKind.WITHDRAWAL, JUNE)
    before = status(party("same"), party("leaves"), party("returns", ended=ended), party("waits", act=ActKind.AD_REFERENDUM))
    later = [party("waits", act=ActKind.AD_REFERENDUM, confirmed=True), party("new"), party("brief", ended=ended), party("returns")]
    comparison = compare(before, status(party("same"), party("leaves", ended=ended), *later))
    assert {change: [line.organisation.slug for line in lines] for change, lines in comparison.lines.items()} == {
        Change.ADDED: ["new", "returns"],
        Change.ENDED: ["leaves"],
        Change.CAME_AND_WENT: ["brief"],
        Change.CHANGED: ["waits"],
    }
    assert compare(before, before).is_same
