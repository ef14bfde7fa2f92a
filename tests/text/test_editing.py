"""Editing a text leaves alone what was not edited: a provision that is inserted, deleted or moved changes no other label and no other id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

from coalition.characters import clean
from coalition.text import blocks, provision_keys
from coalition.text.blocks import BlockKind, other_labels
from coalition.text.numbers import Style, number_at
from coalition.text.passages import split
from coalition.text.provision_keys import Known, keys_for
from coalition.text.provisions import answered, normalised, parse, problems, uncertain_lines
from coalition.text.sources import read
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from coalition.text.blocks import Block

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.md"))


class Part(Struct, frozen=True):
    """A block with its own lines, and its id."""

    block: Block
    source: str
    key: str


def parts_of(body: str, known: Sequence[Known] = (), keys: Callable[..., list[str]] = keys_for) -> list[Part]:
    lines = body.splitlines()
    found = [(block, lines[slice(*map(int, spans.split()[0].split("-")))]) for block, spans in read(body)]
    given_keys = keys([block for block, _ in found], known, other_labels(split(body)))
    return [Part(block, "\n".join(own).strip("\n"), key) for (block, own), key in zip(found, given_keys, strict=True)]


def written(sources: Sequence[str]) -> str:
    return normalised("\n\n".join(sources))


def known_of(parts: Sequence[Part]) -> list[Known]:
    return [Known(part.key, part.block.label, at) for at, part in enumerate(parts)]


def text_of(path: Path) -> list[Part]:
    """Return the blocks of a layout, each written as a passage of its own; its notes and questions are settled."""
    text, _ = clean(path.read_text())
    parts = parts_of(normalised(answered(text, None, is_number=True)))
    return parts_of(written([part.source for part in parts]))


def depth(part: Part) -> int:
    """Return the depth of the first number of a provision: "2. (1)" begins at that of "2."."""
    number = number_at(part.source)
    return part.block.level - (1 if number and number[0] and number[0].below else 0)


def subtree(parts: Sequence[Part], at: int) -> int:
    """Return the place behind a provision and everything below it."""
    below = (place for place in range(at + 1, len(parts)) if not is_provision(parts[place]) or depth(parts[place]) <= depth(parts[at]))
    return next(below, len(parts))


def is_provision(part: Part) -> bool:
    return part.block.kind is BlockKind.PROVISION


def names(parts: Sequence[Part]) -> dict[str, str]:
    return {part.key: part.block.label for part in parts if is_provision(part)}


def changed(parts: Sequence[Part], sources: Sequence[str], expected: dict[str, str]) -> dict[str, tuple[str | None, str | None]]:
    """Return what an edit changed of the labels, by id; the desk refuses an edit that leaves a question or a number twice.

    Without the number with which they begin anew, all numbers may be named without their section; the ids stay all the same.
    """
    body = written(sources)
    if uncertain_lines(body) or problems(body):
        return {}
    edited = parts_of(body, known_of(parts))
    after = names(edited)
    if any(after.get(key, label) != label for key, label in expected.items()):
        others = dict(zip([part.key for part in edited], other_labels(split(body)), strict=True))
        after = {key: others[key] for key in after} if any(label == others[key] for key, label in expected.items() if key in others) else after
    return {key: (expected.get(key), after.get(key)) for key in expected.keys() | after.keys() if expected.get(key) != after.get(key)}


def deletions(parts: Sequence[Part]) -> Iterator[tuple[str, dict[str, tuple[str | None, str | None]]]]:
    for at, part in enumerate(parts):
        if is_provision(part):
            left = [*parts[:at], *parts[subtree(parts, at) :]]
            yield part.block.label, changed(parts, [each.source for each in left], names(left))


def insertions(parts: Sequence[Part]) -> Iterator[tuple[str, dict[str, tuple[str | None, str | None]]]]:
    """Insert "2bis." behind each paragraph 2 and what is below it."""
    sources = [part.source for part in parts]
    for at, part in enumerate(parts):
        number = number_at(part.source)
        if is_provision(part) and number and number[0] and number[0].readings[0].style is Style.INTEGER:
            new = f"{number[0].readings[0].ordinal}bis. Words."
            differing = changed(parts, [*sources[: subtree(parts, at)], new, *sources[subtree(parts, at) :]], names(parts))
            yield part.block.label, {key: labels for key, labels in differing.items() if labels[0] is not None}


def moves(parts: Sequence[Part]) -> Iterator[tuple[str, dict[str, tuple[str | None, str | None]]]]:
    """Let two neighbours of one depth change places, each with its number and what is below it."""
    for first, part in enumerate(parts):
        second = subtree(parts, first)
        if is_provision(part) and second < len(parts) and is_provision(parts[second]) and depth(parts[second]) == depth(part):
            end = subtree(parts, second)
            moved = [*parts[:first], *parts[second:end], *parts[first:second], *parts[end:]]
            yield part.block.label, changed(parts, [each.source for each in moved], names(moved))


@pytest.mark.parametrize("edits", [deletions, insertions, moves])
@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_an_edit_leaves_the_other_provisions_their_labels_and_ids(path: Path, edits: Callable[[Sequence[Part]], Iterator[Any]]) -> None:
    outcomes = dict(edits(text_of(path)))
    assert {label: difference for label, difference in outcomes.items() if difference} == {}
    assert outcomes or edits is insertions  # articles and paragraphs marked § have no number to insert behind


def test_ids_stay_when_an_edit_decides_that_numbers_begin_anew_or_no_longer_do() -> None:
    once = "## Article 1\n\n1. a\n\n2. b\n\n## Article 2\n\nWords.\n"
    anew = once.replace("Words.", "1. c")
    for before, after, common in ((once, anew, ["a", "b"]), (anew, once, ["a", "b"]), (anew, anew.replace("1. a\n\n2. b", "Words."), ["c"])):
        old = parts_of(before)
        kept = {part.block.markdown: part.key for part in parts_of(after, known_of(old))}
        assert {words: kept[words] for words in common} == {part.block.markdown: part.key for part in old if part.block.markdown in common}
        assert len(set(kept.values())) == len(kept)


def test_a_build_that_forgets_the_other_labels_or_the_series_is_caught() -> None:
    forgetting = mutated(provision_keys, "both = ([block.label for block in blocks], other_labels)", "both = ([block.label for block in blocks],)")
    body = "## Article 1\n\n1. a\n\n2. b\n\n## Article 2\n\n1. c\n"
    after = parts_of(body.replace("1. c", "c"), known_of(parts_of(body)), forgetting["keys_for"])
    assert [part.key for part in after if is_provision(part)] != [part.key for part in parts_of(body) if is_provision(part)][:2]
    guessing = mutated(blocks, "self.scopes.setdefault(series, scope)", "self.scopes.setdefault(label, scope)")
    labels = [block.label for block, _ in guessing["located"](split("## Article 1\n\n2. b\n\n## Article 2\n\n1. c"))]
    assert labels != [block.label for block in parse("## Article 1\n\n2. b\n\n## Article 2\n\n1. c")]
