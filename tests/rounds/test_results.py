"""The result of a round against a small model of its rule, and in words in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.mail.tables import LetterState
from coalition.rounds import round_results, seats
from coalition.rounds.result_sentences import RULES, sentence_of
from coalition.rounds.seats import AnswerView, SeatView, state_of
from coalition.rounds.tables import ConsultationRound, Position, RoundKind, RoundState, Seat, SeatAnswer, SeatState
from coalition.settings import SUPPORTED_LANGUAGES
from tests.mutants import mutated

DEADLINE = date(2027, 3, 3)
AT_THE_END = datetime(2027, 3, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Guest:
    """What happened in one seat: the last answer in time, a late answer, whether the link was opened, and the letter."""

    answer: str
    late: bool
    opened: bool
    letter: str


_COUNTED = "view.answer.position for view in views if view.answer"
GUESTS = st.lists(
    st.builds(
        Guest,
        st.sampled_from(["", "agree", "can_live", "object"]),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["waiting", "sent", "bounced"]),
    ),
    max_size=6,
)


def _answer(position: str, *, late: bool) -> AnswerView:
    return AnswerView(SeatAnswer(position=position, late=late, disclosure="named", _ignore_missing=True))


def _view(number: int, guest: Guest) -> SeatView:
    settled = SeatState.SILENT if guest.opened or guest.letter == "sent" else SeatState.BOUNCED if guest.letter == "bounced" else SeatState.NOT_SENT
    state = SeatState.ANSWERED if guest.answer else settled
    answer = _answer(guest.answer, late=False) if guest.answer else None
    return SeatView(number, number, state, answer, _answer("object", late=True) if guest.late else None, reminded=False, has_contact=True)


def _closed(kind: RoundKind, *, early: bool) -> ConsultationRound:
    closed_at = AT_THE_END - timedelta(days=1 if early else 0)
    return ConsultationRound(kind=kind.value, state=RoundState.CLOSED.value, closes_on=DEADLINE, closed_at=closed_at, _ignore_missing=True)


def _agrees(kind: RoundKind, guests: list[Guest], *, early: bool) -> bool:
    """Whether a round is agreed, as the rule says it: everybody agreed, or was silent where silence is agreement."""
    silence_counts = kind is RoundKind.SILENCE and not early

    def is_content(guest: Guest) -> bool:
        if guest.answer:
            return guest.answer != "object"
        return silence_counts and (guest.opened or guest.letter == "sent")

    return bool(guests) and all(is_content(guest) for guest in guests)


def _check(kind: RoundKind, guests: list[Guest], early: bool, rule: Any = round_results.result_of) -> None:
    result = rule(_closed(kind, early=early), [_view(*each) for each in enumerate(guests)])
    assert (result.outcome == "agreed") == _agrees(kind, guests, early=early)
    assert result.answered + result.silent + result.bounced + result.not_sent == result.seats == len(guests)


@given(kind=st.sampled_from([RoundKind.INDICATION, RoundKind.SILENCE]), guests=GUESTS, early=st.booleans())
@settings(max_examples=200)
def test_a_result_follows_its_rule(kind: RoundKind, guests: list[Guest], early: bool) -> None:
    _check(kind, guests, early)


@pytest.mark.parametrize(
    ("right", "wrong", "guest", "early"),
    [
        ("return self.bounced + self.not_sent", "return self.not_sent", Guest("", False, False, "bounced"), False),
        ("return self.bounced + self.not_sent", "return self.bounced", Guest("", False, False, "waiting"), False),
        ("is RoundKind.SILENCE and not self.early", "is RoundKind.SILENCE", Guest("", False, True, "sent"), True),
        (_COUNTED, _COUNTED.replace("view.answer", "(view.answer or view.late)"), Guest("", True, True, "sent"), False),
    ],
    ids=["bounced", "not-sent", "early", "late"],
)
def test_a_wrong_rule_is_noticed(right: str, wrong: str, guest: Guest, early: bool) -> None:
    rule = mutated(round_results, right, wrong)["result_of"]
    _check(RoundKind.SILENCE, [guest], early)
    with pytest.raises(AssertionError):
        _check(RoundKind.SILENCE, [guest], early, rule)


@pytest.mark.parametrize("kind", RoundKind)
def test_a_result_is_said_in_every_language(kind: RoundKind) -> None:
    guests = [Guest("agree", late=False, opened=True, letter="sent"), Guest("", late=False, opened=False, letter="bounced")]
    waiting = ConsultationRound(kind=kind.value, state="open", closes_on=DEADLINE, _ignore_missing=True)
    for closed in (_closed(kind, early=False), _closed(kind, early=True), waiting):
        for shown in ([], guests[:1], guests, [Guest("object", late=False, opened=True, letter="sent")]):
            said = sentence_of(round_results.result_of(closed, [_view(*each) for each in enumerate(shown)]))
            assert len({said.text(language) for language in SUPPORTED_LANGUAGES}) == len(SUPPORTED_LANGUAGES)
    assert len({RULES[kind].text(language) for language in SUPPORTED_LANGUAGES}) == len(SUPPORTED_LANGUAGES)


def test_an_open_seat_has_the_state_of_what_happened_last() -> None:
    opened, untouched = Seat(opened_at=AT_THE_END, _ignore_missing=True), Seat(_ignore_missing=True)
    assert state_of(untouched, None, None, is_open=True) is SeatState.NOT_SENT
    assert state_of(untouched, None, LetterState.BOUNCED, is_open=True) is SeatState.BOUNCED
    assert state_of(opened, None, LetterState.BOUNCED, is_open=True) is SeatState.OPENED
    assert state_of(opened, SeatAnswer(position=Position.AGREE.value, _ignore_missing=True), None, is_open=True) is SeatState.ANSWERED
    assert seats.state_of(Seat(settled="silent", opened_at=AT_THE_END, _ignore_missing=True), None, None, is_open=False) is SeatState.SILENT
