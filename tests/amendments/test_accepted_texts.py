"""Accepting in any order that can be accepted gives the same text (rule 5), also where authors read different texts."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from coalition.amendments import accepted_texts
from coalition.amendments.accepted_texts import Proposed, text_with
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from typing import Any

    Accept = Callable[..., Coroutine[Any, Any, str | None]]

WORDS = st.sampled_from(["a", "b", "в", "ج", ",", "5(a)"])
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)


class Author(Struct, frozen=True):
    """A version of the wording, and what somebody who read it proposes."""

    version: int
    text: str


def accepted_in(order: Sequence[Author], texts: Sequence[str], accept: Accept = text_with) -> str | None:
    """Accept amendments one after another; `texts` are the versions of the wording, from 1. None if one cannot be accepted."""
    versions, accepted = [*texts], list[Proposed]()

    async def before(version: int) -> str:
        return versions[version - 2]

    for author in order:
        candidate = Proposed(texts[author.version - 1], author.text)
        text = finished(accept(candidate, accepted, versions[-1], before))
        if text is None:
            return None
        versions.append(text)
        accepted.append(Proposed(candidate.base, candidate.text, len(versions)))
    return versions[-1]


def finished(work: Coroutine[Any, Any, str | None]) -> str | None:
    """Return the outcome of a coroutine that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError


def outcomes(proposals: Sequence[Author], texts: Sequence[str], accept: Accept = text_with) -> set[str]:
    """Return what the text says after each order in which every amendment can be accepted."""
    return {text for order in permutations(proposals) if (text := accepted_in(order, texts, accept)) is not None}


@settings(max_examples=300)
@given(st.lists(TEXTS, min_size=3, max_size=3), st.lists(st.tuples(st.integers(1, 3), TEXTS), min_size=2, max_size=3))
def test_every_order_gives_the_same_text(texts: list[str], given: list[tuple[int, str]]) -> None:
    """The wording was changed by hand twice; authors read one of its three versions."""
    proposals = [Author(version, text) for version, text in given]
    assert len(outcomes(proposals, texts)) <= 1


def test_a_build_that_merges_step_by_step_depends_on_the_order() -> None:
    stepwise = mutated(accepted_texts, "enumerate(later)", "enumerate(later[:0])")["text_with"]
    proposals = [Author(1, text) for text in ("a ,", ", c ,", ", a a , a")]
    assert len(outcomes(proposals, [", a ,"])) <= 1 < len(outcomes(proposals, [", a ,"], stepwise))


def test_what_one_author_proposes_is_what_the_text_says() -> None:
    assert outcomes([Author(1, "We meet twice.")], ["We meet."]) == {"We meet twice."}
    three = [Author(1, text) for text in ("All of us meet in spring.", "We convene in spring.", "We meet in spring, twice.")]
    assert outcomes(three, ["We meet in spring."]) == {"All of us convene in spring, twice."}
    assert outcomes(three[:2], ["We meet in spring.", "We meet in spring, in Kyiv."]) == {"All of us convene in spring, in Kyiv."}
