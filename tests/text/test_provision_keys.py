"""Keys of provisions: the same in all languages, and kept when the text around them changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from coalition.text.provision_keys import Known, keys_for
from coalition.text.provisions import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

lines = st.sampled_from(
    [
        "1. a",
        "2. a",
        "3. a",
        "2.1 a",
        "2.2 a",
        "(a) a",
        "(b) a",
        "(أ) a",
        "(б) a",
        "Article 5. a",
        "# h",
        "## Article 2",
        "text",
        "- a",
    ]
)
bodies = st.lists(lines, max_size=20).map("\n\n".join)


def known_of(body: str, known: Sequence[Known] = ()) -> list[Known]:
    blocks = parse(body)
    keys = keys_for(blocks, known)
    return [Known(key, block.label, position) for position, (key, block) in enumerate(zip(keys, blocks, strict=True))]


def keys(body: str, known: Sequence[Known] = ()) -> list[str]:
    return [provision.key for provision in known_of(body, known)]


def test_new_ids_are_made_from_labels() -> None:
    assert keys("Noting,\n\n# A\n\n3.1 A\n\n(b) b\n\n# B\n\ntext\n\n5bis. c") == [
        *("preamble-1", "h1", "p3.1", "p3.1.b", "h2", "paragraph-1", "p5bis")
    ]


def test_number_used_twice_gets_two_ids_and_keeps_them() -> None:
    first = known_of("1. a\n\n2. b\n\n1. c")
    assert [provision.key for provision in first] == ["p1", "p2", "p1-2"]
    assert keys("1. a\n\n2. b\n\n1. c", first) == ["p1", "p2", "p1-2"]


def test_languages_share_ids() -> None:
    english = known_of("Noting,\n\n# A\n\n1. a\n\n(a) b\n\n(b) c\n\nArticle 5. d")
    english_keys = [provision.key for provision in english]
    assert keys("Отмечая,\n\n# А\n\n1) а\n\n(а) б\n\n(б) в\n\nСтатья 5. г", english) == english_keys
    assert keys("إذ تلاحظ،\n\n# أ\n\n١. أ\n\n(أ) ب\n\n(ب) ج\n\nالمادة 5 د", english) == english_keys


def test_inserted_provision_leaves_the_others_their_ids() -> None:
    before = known_of("1. a\n\n2. b\n\n2.1 c\n\n3. d")
    assert keys("1. a\n\n1bis. x\n\n2. b\n\n2.1 c\n\n2.2 y\n\n3. d\n\n4. z", before) == [*("p1", "p1bis", "p2", "p2.1", "p2.2", "p3", "p4")]


def test_renumbered_provision_keeps_its_id_and_a_new_one_never_takes_it() -> None:
    before = known_of("1. a\n\n2. b\n\n3. c")
    after = known_of("1. a\n\n2. b\n\n4. c", before)
    assert [provision.key for provision in after] == ["p1", "p2", "p3"]
    assert keys("1. a\n\n2. b\n\n3. new\n\n4. c", after) == ["p1", "p2", "p3-2", "p3"]


def test_deleted_provision_does_not_give_its_id_to_one_elsewhere_or_of_another_depth() -> None:
    before = known_of("1. a\n\n2. b\n\n3. c\n\n4. d")
    assert keys("1. a\n\n1.1 x\n\n2. b\n\n4. d", before) == ["p1", "p1.1", "p2", "p4"]
    assert keys("1. a\n\n1bis. x\n\n2. b\n\n4. d", before) == ["p1", "p1bis", "p2", "p4"]
    assert keys("1. a\n\n2. b\n\n2.1 x\n\n4. d", before) == ["p1", "p2", "p2.1", "p4"]


def test_letters_in_another_order_are_matched_by_place() -> None:
    before = known_of("1. x\n\n(a) a\n\n(b) b\n\n(c) c\n\n2. y")
    assert keys("1. x\n\n(أ) a\n\n(ب) b\n\n(د) c\n\n2. y", before) == ["p1", "p1.a", "p1.b", "p1.c", "p2"]


def test_preamble_that_was_unnumbered_text_before_keeps_its_ids() -> None:
    assert keys("Noting,\n\nhave agreed.\n\n1. a", known_of("Noting,\n\nhave agreed.")) == [
        "paragraph-1",
        "paragraph-2",
        "p1",
    ]


@given(bodies, bodies)
def test_ids_are_unique_and_fit_for_an_address(before: str, after: str) -> None:
    for made in (keys(before), keys(after, known_of(before))):
        assert len(made) == len(set(made))
        assert all(re.fullmatch(r"[a-z][a-z0-9.-]{0,79}", key) for key in made)


@given(bodies)
def test_ids_are_kept_when_parsed_again(body: str) -> None:
    first = known_of(body)
    assert keys(body, first) == [provision.key for provision in first]
    assert keys(body, list(reversed(first))) == [provision.key for provision in first]


@given(st.integers(1, 12), st.data())
def test_ids_are_kept_when_provisions_are_put_between(count: int, data: st.DataObject) -> None:
    before = [f"{number}. a" for number in range(1, count + 1)]
    number = data.draw(st.integers(1, count))
    known = known_of("\n\n".join(before))
    after = keys("\n\n".join([*before[:number], f"{number}.1 x", f"{number}bis. y", *before[number:]]), known)
    assert [key for key in after if key in {provision.key for provision in known}] == [provision.key for provision in known]
    assert after[number] == f"p{number}.1"
