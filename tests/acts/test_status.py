"""The status table is a projection as at a day; what is withheld shows only as a number."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from coalition.acts.histories import ActRow
from coalition.acts.status import Counts, Described, status_as_at
from coalition.acts.status_changes import Change, compare
from coalition.acts.status_lines import Ending, StatusLine
from coalition.acts.tables import ActKind, AnnulmentGround, Disclosure
from coalition.organisations.views import NameView, OrganisationView
from coalition.partial_dates import PartialDate

TODAY = date(2026, 11, 22)


def organisation(number: int) -> OrganisationView:
    name = f"Organisation {number}"
    return OrganisationView(number, f"o{number}", "ngo", "national", "active", "KZ", "KZ", "", False, name.lower(), (NameView("en", name, "", True),))


NAMES = {number: organisation(number) for number in range(1, 10)}


def act(number: int, kind: ActKind, acted: str | None, disclosure: Disclosure = Disclosure.PUBLIC, **more) -> ActRow:
    day = PartialDate(acted) if acted else None
    return ActRow(UUID(int=number), kind, disclosure, day, number, "Ben", **({"counted_on": day.last if day else None} | more))


def status(*acts: ActRow, as_at: date = TODAY, number_until: date | None = TODAY):
    return status_as_at(acts, NAMES, as_at, today=TODAY, number_until=number_until)


def counts(signed: int = 0, withheld: int = 0, **more) -> Counts:
    """Return numbers that are given, of signatures only unless `more` says otherwise."""
    return Counts(**({"signed": signed, "names_withheld": withheld, "supporters_withheld": 0} | more))


def test_signature_is_a_line_with_its_signer_and_date():
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12"))

    assert shown.lines == [StatusLine(organisation(1), ActKind.SIGNATURE, PartialDate("2026-11-12"), "Ben", receipt=date(2026, 11, 12))]
    assert shown.counts == counts(signed=1)


def test_withheld_signature_is_counted_and_has_no_line():
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12"), act(2, ActKind.SIGNATURE, "2026-11-13", Disclosure.COUNTED))

    assert [line.organisation.slug for line in shown.lines] == ["o1"]
    assert shown.counts == counts(signed=2, withheld=1)


def test_withdrawn_signature_keeps_its_line_with_both_dates():
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12"), act(1, ActKind.WITHDRAWAL, "2026-11-20"))

    ending = Ending(ActKind.WITHDRAWAL, PartialDate("2026-11-20"))
    assert shown.lines == [StatusLine(organisation(1), ActKind.SIGNATURE, PartialDate("2026-11-12"), "Ben", ended=ending, receipt=date(2026, 11, 12))]
    assert shown.lines[0].withdrawn == PartialDate("2026-11-20")
    assert shown.counts == counts(withdrawn=1)


def test_withdrawn_withheld_signature_leaves_no_trace():
    withheld = Disclosure.COUNTED
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12", withheld), act(1, ActKind.WITHDRAWAL, "2026-11-20", withheld))

    assert (shown.lines, shown.counts) == ([], counts())


def test_of_many_descriptions_the_first_are_shown_and_the_others_counted():
    hidden = (act(1, ActKind.SIGNATURE, "2026-11-12", Disclosure.DESCRIBED, description=f"Group {at:03}")._replace(party=at) for at in range(1, 104))
    shown, supports = status(*hidden).parts
    assert [line.description for line in shown.described] == [f"Group {at:03}" for at in range(1, 101)]
    assert (shown.withheld, supports.listed) == (3, False)


def test_past_day_shows_what_stood_then():
    acts = act(1, ActKind.SIGNATURE, "2026-11-12"), act(2, ActKind.SUPPORT, "2026-11-15"), act(1, ActKind.WITHDRAWAL, "2026-11-20")

    assert status(*acts, as_at=date(2026, 11, 11)).counts == counts()
    assert status(*acts, as_at=date(2026, 11, 12)).counts == counts(signed=1)
    assert status(*acts, as_at=date(2026, 11, 19)).counts == counts(signed=1, supported=1)
    assert status(*acts, as_at=date(2026, 11, 20)).counts == counts(supported=1, withdrawn=1)


def test_month_precision_counts_from_the_end_of_the_month_and_unknown_dates_always():
    acts = act(1, ActKind.SIGNATURE, "2013-02"), act(2, ActKind.SIGNATURE, None)

    assert status(*acts, as_at=date(2013, 2, 27)).counts == counts(signed=1)
    assert status(*acts, as_at=date(2013, 2, 28)).counts == counts(signed=2)


def test_days_of_a_past_month_do_not_tell_when_a_withheld_signature_was_made():
    withheld = act(1, ActKind.SIGNATURE, "2026-10-14", Disclosure.COUNTED, counted_on=date(2026, 10, 31))

    numbers = {status(withheld, as_at=date(2026, 10, day)).counts.signed for day in range(1, 31)}

    assert numbers == {0}
    assert status(withheld, as_at=date(2026, 10, 31)).counts == counts(signed=1, withheld=1)


def test_ad_referendum_binds_once_it_is_confirmed():
    signed, confirmed = act(1, ActKind.AD_REFERENDUM, "2026-09-01"), act(1, ActKind.CONFIRMATION, "2026-10-05")

    waiting = status(signed, confirmed, as_at=date(2026, 10, 4))
    assert (waiting.counts, waiting.lines[0].binds) == (counts(ad_referendum=1), False)
    bound = status(signed, confirmed)
    assert (bound.counts, bound.lines[0].acted, bound.lines[0].confirmed_on) == (
        counts(signed=1),
        PartialDate("2026-09-01"),
        PartialDate("2026-10-05"),
    )


def test_ad_referendum_that_lapsed_stays_in_the_list_and_in_no_number():
    shown = status(act(1, ActKind.AD_REFERENDUM, "2026-09-01"), act(1, ActKind.LAPSE, "2026-10-31"))

    assert (shown.counts, shown.lines[0].ended) == (counts(), Ending(ActKind.LAPSE, PartialDate("2026-10-31")))


def test_hidden_ad_referendum_is_in_no_number_before_it_is_confirmed():
    signed = act(1, ActKind.AD_REFERENDUM, "2026-09-01", Disclosure.COUNTED)
    confirmed = act(1, ActKind.CONFIRMATION, "2026-10-05", Disclosure.COUNTED)

    assert status(signed).counts == counts()
    assert status(signed, confirmed).counts == counts(signed=1, withheld=1)


def test_annulled_line_stays_with_its_ground():
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12"), act(1, ActKind.ANNULMENT, "2026-11-20", ground="forged"))

    assert (shown.counts, shown.lines[0].ended) == (counts(), Ending(ActKind.ANNULMENT, PartialDate("2026-11-20"), AnnulmentGround.FORGED))


def test_questioned_public_counts_until_it_is_decided():
    acts = [act(1, ActKind.SIGNATURE, "2026-11-12"), act(1, ActKind.QUESTION, "2026-11-13")]

    assert [(line.questioned, line.binds) for line in status(*acts).lines] == [(True, True)]
    assert [line.questioned for line in status(*acts, act(1, ActKind.ASSURANCE, "2026-11-14")).lines] == [False]


def test_organisation_may_be_shown_without_its_representative():
    assert [line.representative for line in status(act(1, ActKind.SIGNATURE, None, Disclosure.PUBLIC_ORGANISATION)).lines] == [""]


def test_description_stands_in_place_of_the_name_without_country_and_day():
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12", Disclosure.DESCRIBED, description="A group from Central Asia"))

    assert (shown.lines, list(shown.described)) == ([], [Described("A group from Central Asia", supports=False)])
    assert shown.counts == counts(signed=1, withheld=1)


def test_seal_hides_the_name_until_its_day_and_shows_it_in_retrospect_then():
    def signed(day: date) -> ActRow:
        return act(1, ActKind.SIGNATURE, "2026-10-01", Disclosure.SEALED_UNTIL, release_on=day)

    assert (status(signed(TODAY + timedelta(days=1))).lines, status(signed(TODAY)).lines[0].representative) == ([], "Ben")
    assert [line.acted for line in status(signed(TODAY), as_at=date(2026, 10, 1)).lines] == [PartialDate("2026-10-01")]


def test_hiding_hides_in_retrospect_and_in_earlier_signatures_too():
    acts = [
        act(1, ActKind.SIGNATURE, "2025-03-01"),
        act(1, ActKind.WITHDRAWAL, "2025-06-01"),
        act(1, ActKind.SIGNATURE, "2026-09-01"),
        act(1, ActKind.DISCLOSURE, "2026-10-01", Disclosure.COUNTED),
    ]

    for day in (date(2025, 4, 1), date(2025, 7, 1), date(2026, 9, 15), TODAY):
        assert status(*acts, as_at=day).lines == []
    assert status(*acts).counts == counts(signed=1, withheld=1)


def test_quiet_withdrawal_leaves_no_line_and_no_number():
    shown = status(act(1, ActKind.SIGNATURE, "2026-11-12"), act(1, ActKind.WITHDRAWAL, "2026-11-20", Disclosure.COUNTED))

    assert (shown.lines, shown.counts) == ([], counts())


def test_old_open_line_stays_when_its_organisation_signs_again_without_its_name():
    acts = [act(1, ActKind.SIGNATURE, "2025-03-01"), act(1, ActKind.WITHDRAWAL, "2025-06-01")]
    again = act(1, ActKind.SIGNATURE, "2026-09-01", Disclosure.COUNTED)

    assert status(*acts, again).lines == status(*acts).lines
    assert status(*acts, again).counts == counts(signed=1, withdrawn=1, withheld=1)


def test_a_day_of_the_past_does_not_tell_that_a_hidden_one_signed_openly_later():
    acts = [
        act(1, ActKind.SIGNATURE, "2026-07-01", Disclosure.COUNTED),
        act(1, ActKind.WITHDRAWAL, "2026-09-05", Disclosure.COUNTED, counted_on=date(2026, 9, 30)),
        act(1, ActKind.SIGNATURE, "2026-09-10"),
    ]

    for day in (9, 10, 29):
        assert status(*acts, as_at=date(2026, 9, day)).counts.names_withheld == 1
    assert status(*acts, as_at=date(2026, 9, 30)).counts.names_withheld == status(*acts).counts.names_withheld == 0


def test_no_number_includes_hidden_signatures_unless_it_is_given():
    hidden = act(1, ActKind.SIGNATURE, "2026-09-01", Disclosure.DESCRIBED, description="A group")

    shown = status(act(2, ActKind.SIGNATURE, "2026-09-01"), hidden, number_until=None)
    assert (shown.counts, list(shown.described)) == (Counts(signed=1), [])
    given = status(act(2, ActKind.SIGNATURE, "2026-09-01"), hidden)
    assert (given.counts, [line.description for line in given.described]) == (counts(2, 1), ["A group"])
    assert [part.withheld for part in given.parts] == [0, 0]


def test_nothing_depends_on_a_hidden_act_before_its_period_is_over():
    hidden = act(1, ActKind.SIGNATURE, "2026-11-20", Disclosure.DESCRIBED, description="A group", counted_on=TODAY)
    later = hidden._replace(counted_on=TODAY - timedelta(days=1))

    assert (status(hidden).counts, status(hidden).described) == (counts(), [])
    assert (status(later).counts, len(status(later).described)) == (counts(1, 1), 1)
    assert status(later, as_at=date(2026, 11, 20)).counts == counts()


def test_a_number_includes_only_the_periods_that_were_decided():
    hidden = act(1, ActKind.SIGNATURE, "2026-09-01", Disclosure.COUNTED), act(2, ActKind.SIGNATURE, "2026-10-01", Disclosure.COUNTED)

    assert status(*hidden, number_until=date(2026, 9, 30)).counts == counts(1, 1)
    assert status(*hidden, number_until=date(2026, 10, 1)).counts == counts(2, 2)


def test_a_hidden_withdrawal_counts_with_its_period():
    hidden = act(1, ActKind.SIGNATURE, "2026-09-01", Disclosure.COUNTED)
    gone = act(1, ActKind.WITHDRAWAL, "2026-11-20", Disclosure.COUNTED, counted_on=TODAY)

    assert status(hidden, gone).counts == counts(1, 1)
    assert status(hidden, gone._replace(counted_on=TODAY - timedelta(days=1))).counts == counts()


def test_hiding_counts_at_once_and_a_description_with_its_period():
    signed = act(1, ActKind.SIGNATURE, "2026-09-01", Disclosure.COUNTED)
    described = act(1, ActKind.DISCLOSURE, "2026-11-20", Disclosure.DESCRIBED, description="A group", counted_on=TODAY)
    hidden_again = act(1, ActKind.DISCLOSURE, "2026-11-21", Disclosure.COUNTED, counted_on=TODAY)

    assert status(signed, described).described == []
    earlier = described._replace(counted_on=TODAY - timedelta(days=1))
    assert [line.description for line in status(signed, earlier).described] == ["A group"]
    assert status(signed, earlier, hidden_again).described == []
    other_words = described._replace(description="Another group", counted_on=TODAY)
    assert [line.description for line in status(signed, earlier, other_words).described] == ["A group"]


acts = st.builds(
    lambda number, kind, days, hidden: act(number, kind, (TODAY - timedelta(days=days)).isoformat(), hidden),
    st.integers(1, 6),
    st.sampled_from([kind for kind in ActKind if kind is not ActKind.DECLINE]),
    st.integers(0, 400),
    st.sampled_from(list(Disclosure)),
)


@given(st.lists(acts, max_size=20), st.integers(0, 500))
def test_counts_agree_with_lines_on_every_day(history: list[ActRow], days: int):
    shown = status(*history, as_at=TODAY - timedelta(days=days))

    standing = [line for line in shown.lines if line.stands]
    assert shown.counts.parties == sum(line.binds for line in standing) + shown.counts.names_withheld
    assert shown.counts.acceded >= sum(line.accedes for line in standing)
    assert shown.counts.supported == sum(line.act is ActKind.SUPPORT for line in standing) + shown.counts.supporters_withheld
    assert shown.counts.withdrawn == sum(line.withdrawn is not None for line in shown.lines)
    assert len(shown.described) <= shown.counts.names_withheld + shown.counts.supporters_withheld


@given(st.lists(acts, max_size=20), st.integers(1, 6), st.integers(0, 500))
def test_who_is_hidden_makes_no_difference(history: list[ActRow], hidden: int, days: int):
    """Another organisation in the place of one that was never shown leaves everything the public reads as it is."""
    history = [earlier_act._replace(disclosure=Disclosure.COUNTED) if earlier_act.party == hidden else earlier_act for earlier_act in history]
    other = [earlier_act._replace(party=9, representative="Cleo") if earlier_act.party == hidden else earlier_act for earlier_act in history]

    day = TODAY - timedelta(days=days)
    assert status(*history, as_at=day) == status(*other, as_at=day)


@given(st.lists(acts, max_size=20), st.integers(0, 500))
def test_hiding_leaves_nothing_of_a_name_on_any_day(history: list[ActRow], days: int):
    shown = status(*history, act(1, ActKind.DISCLOSURE, TODAY.isoformat(), Disclosure.COUNTED), as_at=TODAY - timedelta(days=days))

    assert "o1" not in {line.organisation.slug for line in shown.lines}


@given(st.lists(acts, max_size=20), st.integers(0, 500), st.integers(0, 500))
def test_the_numbers_of_two_days_add_up(history: list[ActRow], first: int, second: int):
    before, after = (status(*history, as_at=TODAY - timedelta(days=days)) for days in (max(first, second), min(first, second)))
    difference = compare(before, after)
    for total, numbers in (
        (difference.parties, (before.counts.parties, after.counts.parties)),
        (difference.supporters, (before.counts.supported, after.counts.supported)),
    ):
        assert (total.before, total.after) == numbers
        assert total.before + total.joined - total.left - total.superseded + total.unnamed == total.after
    came_and_went = {line.organisation.slug for line in difference.lines[Change.CAME_AND_WENT]}
    assert not came_and_went & {line.organisation.slug for status_then in (before, after) for line in status_then.lines if line.stands}
