"""Names that may be those of one organisation are found by their keys, without being compared with all others."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coalition import clock
from coalition.database import put_rows, transaction
from coalition.organisations import near_names
from coalition.organisations.likely_duplicates import likely_duplicates
from coalition.organisations.near_names import NameIndex, WrittenName
from coalition.organisations.rebuilding import rebuild_near_keys
from coalition.organisations.sought import Sought, earlier_rows
from coalition.organisations.tables import Organisation, OrganisationName
from tests.mutants import mutated
from tests.organisations.spellings import NOT_FOUND, OTHERS, PAIRS, SHORT_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

ALPHABETS = ("abcdefijklmnorst", "абвгдеклмнорст", "بتجدرسطفقلمن", "აბგდევკლმნორს", "0123456789")
NEAR = [
    ("Общественный фонд «Бир Дуйно»", "Бир Дуйно"),
    ("Бир Дуйно", "Bir Duino"),
    ("Human Rights Center Memorial", "Memorial Human Rights Centre"),
    ("منظمة العفو الدولية", "العفو الدولية"),
    ("Kylym Shamy", "Kylym Shamyy"),
    ("Stiftelsen Åpenhet", "Åpenhet"),
    ("Memorial", "Memoral"),
    ("Women for Women International", "Women International"),
]
FAR = [
    ("Organisation 1", "Organisation 2"),
    ("Norwegian Helsinki Committee", "Netherlands Helsinki Committee"),
    ("Alga", "Alba"),
    ("NHC", "NHK"),
    ("Valley Youth Forum", "Valley Youth Forum 2"),
    ("Branch 100001", "Branch 100002"),
]


@pytest.mark.parametrize(("one", "other", "near"), [*((*pair, True) for pair in NEAR), *((*pair, False) for pair in FAR)])
def test_which_names_are_near(one: str, other: str, near: bool) -> None:
    assert WrittenName(one).is_near(WrittenName(other)) is near
    assert WrittenName(other).is_near(WrittenName(one)) is near


def changed(name: str, chance: random.Random) -> str:
    """Return a name with some of: a slip, a word left out, words in another order, a word that says what kind it is."""
    words = name.split()
    if chance.random() < 0.7:
        at = chance.randrange(len(words))
        word, letter = words[at], chance.randrange(len(words[at]))
        other = chance.choice(chance.choice(ALPHABETS))
        slips = (
            word[:letter] + word[letter + 1 :],
            word[:letter] + other + word[letter:],
            word[:letter] + other + word[letter + 1 :],
            word[:letter] + word[letter : letter + 2][::-1] + word[letter + 2 :],
        )
        words[at] = chance.choice(slips)
    if chance.random() < 0.3:
        words.pop(chance.randrange(len(words)))
    if chance.random() < 0.5:
        chance.shuffle(words)
    return " ".join([*words, *chance.choices(("", "фонд", "Foundation", "جمعية"))])


def check_found(one: str, other: str, build: dict[str, Any]) -> bool:
    """Check that a name is found by another if the two are near, or the same; return whether they are."""
    left, right = build["WrittenName"](one), build["WrittenName"](other)
    if not (left.is_near(right) or left.is_same(right)):
        return False
    for stored, asked in ((left, right), (right, left)):
        index = build["NameIndex"]()
        index.add(7, [stored])
        assert (asked.asked_keys() | asked.asked_pairs()) & stored.stored_keys()
        assert index.owners([asked]) == {7}
    return True


@given(st.lists(st.sampled_from(ALPHABETS).flatmap(lambda letters: st.text(letters, min_size=1, max_size=12)), min_size=1, max_size=5), st.randoms())
def test_whatever_is_near_is_found_by_its_keys(words: list[str], chance: random.Random) -> None:
    name = " ".join(words)
    assume(check_found(name, changed(name, chance), vars(near_names)))


def pairs(number: int) -> Iterator[tuple[str, str]]:
    """Yield names with another spelling of each."""
    chance = random.Random(14)
    for _ in range(number):
        words = ["".join(chance.choices(chance.choice(ALPHABETS), k=chance.randint(4, 9))) for _ in range(chance.randint(1, 4))]
        yield " ".join(words), changed(" ".join(words), chance)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("return max((length - 1) // 2, _LONGEST_SHORT // 2)", "return length // 2 + 1"),  # a slip in the middle changes both ends
        ("for more in (-1, 0, 1)}", "for more in (0,)}"),  # a letter more in the other word
        ("            yield _FEWER, *self.words\n", ""),  # a name with a word more
        ("            yield from ((_WHOLE, *fewer) for fewer in self._fewer())\n", ""),  # a name with a word less
        ("            yield _SPELLING, word, *others\n", ""),  # a letter more or less, among names that were read
        ("for key in keys if key in self._owners", "for key in sorted(keys)[:1] if key in self._owners"),
    ],
)
def test_builds_that_miss_a_near_name_are_caught(right: str, wrong: str) -> None:
    assert sum(check_found(*pair, vars(near_names)) for pair in pairs(300)) > 100
    build = mutated(near_names, right, wrong)
    with pytest.raises(AssertionError):
        sum(check_found(*pair, build) for pair in pairs(300))


def test_random_slips_are_near() -> None:
    chance = random.Random(14)
    for _ in range(200):
        words = ["".join(chance.choices("abcdefjklmno", k=chance.randint(6, 12))) for _ in range(chance.randint(2, 5))]
        at, letter = chance.randrange(len(words)), chance.randrange(6)
        slip = [*words[:at], words[at][:letter] + words[at][letter + 1 :], *words[at + 1 :]]
        chance.shuffle(slip)
        assert WrittenName(" ".join(words)).is_near(WrittenName(" ".join(slip)))


async def fill_register() -> None:
    """Enter one spelling of each pair, and the others, as an older version left them: without keys."""
    now, names = clock.now(), [*(one for one, _ in PAIRS), *OTHERS]
    plain = {"kind": "ngo", "scope": "national", "country": "KG", "created_at": now, "updated_at": now}
    async with transaction():
        await put_rows(Organisation, [{"id": at, "slug": f"o-{at}", **plain} for at, _ in enumerate(names, 1)])
        rows = [{"organisation": at, "language": "en", "name": name, "short_name": SHORT_NAMES.get(name, "")} for at, name in enumerate(names, 1)]
        await put_rows(OrganisationName, [row | {"is_primary": True} for row in rows])
    assert await rebuild_near_keys() == len(names)
    assert await rebuild_near_keys() == 0


@pytest.mark.anyio
async def test_other_spellings_are_offered_with_few_names_besides(store: str) -> None:
    assert store
    await fill_register()
    likely = await likely_duplicates({at: Sought([(other, "")], "KG") for at, (_, other) in enumerate(PAIRS, 1)})
    offered = {at: {party.organisation.id for party in likely.get(at, ())} for at, _ in enumerate(PAIRS, 1)}
    assert {PAIRS[at - 1][1] for at, ids in offered.items() if at not in ids} == NOT_FOUND
    assert len(NOT_FOUND) <= 0.05 * len(PAIRS) == 3
    assert sum(len(ids - {at}) for at, ids in offered.items()) <= 2 * len(PAIRS)


def test_a_row_of_a_file_is_compared_as_the_register_is() -> None:
    rows = [Sought([text], "KG") for one, other in PAIRS for text in ((one, SHORT_NAMES.get(one, "")), (other, ""))]
    earlier = earlier_rows(dict(enumerate(rows)))
    assert {PAIRS[at][1] for at in range(len(PAIRS)) if 2 * at + 1 not in earlier} == NOT_FOUND


def test_a_key_that_many_names_have_finds_some_of_them() -> None:
    index = NameIndex()
    for owner in range(1000):
        index.add(owner, [WrittenName("Voice of Freedom")])
    assert len(index.owners([WrittenName("Voice of Fredom")])) == near_names.MOST_WITH_A_KEY
