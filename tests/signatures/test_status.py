"""The status table is a projection as at a day; what is withheld shows only as a number."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from coalition.organisations.queries import Named, NameIn
from coalition.partial_dates import PartialDate
from coalition.signatures.status import ActRow, Counts, StatusLine, status_as_at
from coalition.signatures.tables import ActKind, Disclosure

TODAY = date(2026, 11, 22)


def organisation(number: int) -> Named:
    name = f"Organisation {number}"
    return Named(number, f"o{number}", "ngo", "national", "active", "KZ", "KZ", "", False, name.lower(), (NameIn("en", name, "", True),))


def act(number: int, kind: ActKind, acted: str | None, disclosure: Disclosure = Disclosure.PUBLIC) -> ActRow:
    shown = "Ben" if disclosure is Disclosure.PUBLIC else ""
    return ActRow(UUID(int=number), kind, disclosure, PartialDate(acted) if acted else None, organisation(number), shown)


def status(*acts: ActRow, as_at: date = TODAY):
    return status_as_at(acts, as_at, today=TODAY)


def test_signature_is_a_line_with_its_signer_and_date():
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12"))

    assert shown.lines == [StatusLine(organisation(1), ActKind.SIGNATURE, PartialDate("2026-11-12"), "Ben", None)]
    assert shown.counts == Counts(signed=1)


def test_withheld_signature_is_counted_and_has_no_line():
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12"), act(2, ActKind.SIGNATURE, "2026-11-13", Disclosure.COUNTED))

    assert [line.organisation.slug for line in shown.lines] == ["o1"]
    assert shown.counts == Counts(signed=2, names_withheld=1)


def test_withdrawn_signature_keeps_its_line_with_both_dates():
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12"), act(1, ActKind.WITHDRAWAL, "2026-11-20"))

    assert shown.lines == [StatusLine(organisation(1), ActKind.SIGNATURE, PartialDate("2026-11-12"), "Ben", PartialDate("2026-11-20"))]
    assert shown.counts == Counts(withdrawn=1)


def test_withdrawn_withheld_signature_leaves_no_trace():
    withheld = Disclosure.COUNTED
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12", withheld), act(1, ActKind.WITHDRAWAL, "2026-11-20", withheld))

    assert (shown.lines, shown.counts) == ([], Counts())


def test_past_day_shows_what_stood_then():
    acts = act(1, ActKind.SIGNATURE, "2026-11-12"), act(2, ActKind.SUPPORT, "2026-11-15"), act(1, ActKind.WITHDRAWAL, "2026-11-20")

    assert status(*acts, as_at=date(2026, 11, 11)).counts == Counts()
    assert status(*acts, as_at=date(2026, 11, 12)).counts == Counts(signed=1)
    assert status(*acts, as_at=date(2026, 11, 19)).counts == Counts(signed=1, supported=1)
    assert status(*acts, as_at=date(2026, 11, 20)).counts == Counts(supported=1, withdrawn=1)


def test_month_precision_counts_from_the_end_of_the_month_and_unknown_dates_always():
    acts = act(1, ActKind.SIGNATURE, "2013-02"), act(2, ActKind.SIGNATURE, None)

    assert status(*acts, as_at=date(2013, 2, 27)).counts == Counts(signed=1)
    assert status(*acts, as_at=date(2013, 2, 28)).counts == Counts(signed=2)


def test_days_of_a_past_month_do_not_tell_when_a_withheld_signature_was_made():
    withheld = act(1, ActKind.SIGNATURE, "2026-10-14", Disclosure.COUNTED)

    counts = {status(withheld, as_at=date(2026, 10, day)).counts.signed for day in range(1, 31)}

    assert counts == {0}
    assert status(withheld, as_at=date(2026, 10, 31)).counts == Counts(signed=1, names_withheld=1)


acts = st.builds(
    lambda number, kind, days, hidden: act(number, kind, (TODAY - timedelta(days=days)).isoformat(), hidden),
    st.integers(1, 6),
    st.sampled_from([ActKind.SIGNATURE, ActKind.SUPPORT, ActKind.WITHDRAWAL]),
    st.integers(0, 400),
    st.sampled_from(list(Disclosure)),
)


@given(st.lists(acts, max_size=20), st.integers(0, 500))
def test_counts_agree_with_lines_on_every_day(history: list[ActRow], days: int):
    shown = status(*history, as_at=TODAY - timedelta(days=days))

    standing = [line for line in shown.lines if line.withdrawn is None]
    signed = sum(line.act is ActKind.SIGNATURE for line in standing)
    assert shown.counts.signed == signed + shown.counts.names_withheld
    assert shown.counts.supported == len(standing) - signed + shown.counts.supporters_withheld
    assert shown.counts.withdrawn == len(shown.lines) - len(standing)


@given(st.lists(acts, max_size=20))
def test_lines_are_those_whose_last_standing_act_is_public(history: list[ActRow]):
    last: dict[str, ActRow] = {}
    for one in history:
        if one.kind is not ActKind.WITHDRAWAL:
            last[one.organisation.slug] = one
    expected = {slug for slug, one in last.items() if one.disclosure is Disclosure.PUBLIC}

    assert {line.organisation.slug for line in status(*history).lines} == expected
