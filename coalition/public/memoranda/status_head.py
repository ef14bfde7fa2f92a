"""The head of a status: since when it is open, in effect since when and by which provision, its numbers, its languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.languages import Message, date_text, number_text, period_text
from coalition.memoranda.label_queries import labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.acts.status import Counts
    from coalition.memoranda.queries import MemorandumView
    from coalition.published.memorandum import PublicMemorandum

Facts = list[tuple[Message, str]]


async def status_head(public: PublicMemorandum, language: str) -> Facts:
    """Return the facts at the head of a status, each with its term, as at the day of the status."""
    return [
        *_times(public.view, language),
        *await _effect(public, language),
        *((term, number_text(number)) for term, number in _numbers(public.status.counts, historical=public.view.historical)),
    ]


def _times(view: MemorandumView, language: str) -> Facts:
    if view.historical or view.opens_on is None:
        return []
    last = None if view.is_open and view.closes_at else view.closes_on  # the hour of an appeal stands beside what is asked, in its time zone
    times = [(Message("Open for signature"), _time(view.opens_on, last, language))]
    if view.accession_opened_on:
        times.append((Message("Open for accession"), _time(view.accession_opened_on, view.accession_ended_on, language)))
    return times


def _time(first: date, last: date | None, language: str) -> str:
    if last is None:
        return Message("from {date}", date=first).text(language)
    return date_text(first, language) if first == last else period_text(str(first), str(last), language)


async def _effect(public: PublicMemorandum, language: str) -> Facts:
    view = public.view
    provision = await _provision(public, language)
    ended = [(Message("Terminated"), date_text(view.terminated_on, language))] if view.terminated_on else []
    if view.in_effect_on is None:
        return [*ended, *([(Message("Taking effect"), provision.text(language))] if provision else [])]
    day = date_text(view.in_effect_on, language)
    if view.effect_declared:
        day = Message("{day} (declared by the depositary)", day=day).text(language)
    since = Message("{day}, in accordance with {provision}", day=day, provision=provision).text(language) if provision else day
    return [(Message("In effect since"), since), *ended]


async def _provision(public: PublicMemorandum, language: str) -> Message | None:
    """Return the name of the provision that says how it takes effect, if it is recorded."""
    key = public.view.effect_provision
    labels = await labels_of([edition.id for edition in public.history.editions], [language]) if key else None
    return labels.name(key) if labels and key in labels.shared else None


def _numbers(counts: Counts, *, historical: bool) -> Sequence[tuple[Message, int]]:
    given = counts.names_withheld is not None
    numbers = [] if historical and not counts.parties else [(Message("Signatories") if given else Message("Named signatories"), counts.signed)]
    if counts.acceded:
        numbers.append((Message("By accession") if given else Message("Named, by accession"), counts.acceded))
        numbers.append((Message("Parties") if given else Message("Named parties"), counts.parties))
    if counts.ad_referendum:
        numbers.append((Message("Signed ad referendum, to be confirmed"), counts.ad_referendum))
    if counts.supported:
        given = counts.supporters_withheld is not None
        numbers.append((Message("Supporters") if given else Message("Named supporters"), counts.supported))
    return numbers
