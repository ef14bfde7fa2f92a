"""Names as two people write them: hundreds of pairs in four scripts are offered as candidates, and hardly any other name is."""

from __future__ import annotations

import csv
import random
from collections import Counter
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coalition.organisations import near_names, sounds
from coalition.organisations.near_names import NameIndex, WrittenName
from coalition.organisations.sounds import sound_of, unmixed
from tests.mutants import mutated
from tests.organisations.spellings import _OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = list(csv.DictReader((Path(__file__).parent / "spelling_pairs.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"))
OFFERED, FALSE_CANDIDATES = 0.95, 2
_PLACES = (
    "Almaty Shymkent Taraz Dushanbe Khujand Tashkent Samarkand Bukhara Nukus Kazan Samara Perm Omsk Tomsk Chita Minsk Gomel Lviv Odesa Baku Gyumri",
    "Оша Таласа Алматы Шымкента Душанбе Ташкента Самарканда Бухары Казани Самары Перми Омска Читы Минска Гомеля Львова Одессы Баку Еревана Степи",
    "بغداد البصرة الموصل أربيل كركوك النجف كربلاء الحلة الرمادي تكريت السليمانية دهوك العمارة الناصرية السماوة الديوانية الكوت بعقوبة سامراء الفلوجة",
    "თელავის რუსთავის მცხეთის ოზურგეთის ამბროლაურის ახალციხის მარნეულის ხაშურის სენაკის წყალტუბოს",
)


# Organisations with names that are like each other, and are different ones.
DIFFERENT = (
    ("Oslo Refugee Council", "Oslo Students Council"),
    ("Women of Baku", "Women of Batumi"),
    ("Центр защиты детей Томска", "Центр защиты животных Томска"),
    ("Голос Севера", "Голос Сибири"),
    ("Adil Soz", "Adil Zhol"),
    ("Human Rights Watch Osh", "Human Rights House Osh"),
    ("Article 19 Oslo", "Article 29 Oslo"),
    ("Norsk forening for fanger", "Norsk forening for fangevoktere"),
    ("Фонд «Вера»", "Фонд «Верба»"),
    ("ქალთა ხმა თბილისი", "ქალთა ხელი თბილისი"),
    ("Media Rights Institute", "Media Rights Initiative"),
    ("Союз журналистов Крыма", "Союз юристов Крыма"),
    ("Free Press Bishkek", "Free Prisoners Bishkek"),
    ("Kvinner mot vold Bergen", "Kvinner mot krig Bergen"),
    ("شبكة محامي بغداد", "شبكة معلمي بغداد"),
    ("Молодёжь за мир", "Молодость мира"),
    ("Center for Civil Liberties", "Center for Civic Libraries"),
    ("Жас қыран", "Жас қазақ"),
)


def distinct_names() -> Iterator[str]:
    """Yield names of other organisations: each place with each line of work in four scripts, and invented words."""
    for places, (_, works) in zip(_PLACES, _OTHERS, strict=True):
        yield from (f"{work} {place}" for place, work in product(places.split(), works))
    chance = random.Random(17)
    for letters, vowels, form in (("bdfgklmnprstvz", "aeiou", "{}"), ("бвгдклмнпрст", "аеиоу", "ОФ «{}»"), ("bdfgklmnprstvz", "aeiou", "{} Center")):
        for _ in range(900):
            words = [
                "".join(chance.choice(letters) + chance.choice(vowels) for _ in range(chance.randint(2, 4))) for _ in range(chance.randint(1, 3))
            ]
            yield form.format(" ".join(words).title())


def offered(names: list[str], asked: str, index: NameIndex) -> set[str]:
    """Return which names of a register are offered for another spelling, as `likely_duplicates` does."""
    written = WrittenName(asked)
    candidates = {names[at]: WrittenName(names[at]) for at in index.owners([written])}
    return {name for name, known in candidates.items() if written.is_same(known) or written.is_near(known)}


def test_pairs_are_offered_with_few_names_besides() -> None:
    assert len(PAIRS) >= 400
    others = list(dict.fromkeys(distinct_names()))
    names = list(dict.fromkeys([*(pair["register"] for pair in PAIRS), *others]))
    assert len(others) > 3000
    index, besides, missed = NameIndex(), 0, Counter[str]()
    for at, name in enumerate(names):
        index.add(at, [WrittenName(name)])
    for pair in PAIRS:
        candidates = offered(names, pair["entered"], index)
        missed[pair["kind"]] += pair["register"] not in candidates
        besides += len(candidates - {pair["register"]})
        entered = WrittenName(pair["entered"])
        assert WrittenName(pair["register"]).stored_keys() & (entered.asked_keys() | entered.asked_pairs())
    assert missed.total() <= (1 - OFFERED) * len(PAIRS), missed
    assert besides <= FALSE_CANDIDATES * len(PAIRS)
    sample = random.Random(17).sample(others, 200)
    assert sum(len(offered(names, name, index)) - 1 for name in sample) <= FALSE_CANDIDATES * len(sample)


def test_different_organisations_with_similar_names_are_not_offered() -> None:
    names = [(WrittenName(one), WrittenName(other)) for one, other in DIFFERENT]
    assert [(one.text, other.text) for one, other in names if one.is_same(other) or one.is_near(other) or other.is_near(one)] == []


@pytest.mark.parametrize(
    ("words", "sound"),
    [
        ("Khujand Hujand Хуҷанд", "kjnt"),
        ("حقوق huquq houqouq", "k"),
        ("الصحافة al-Sahafa", "skf"),
        ("Журналист Jurnalist Zhurnalist", "jrnlst"),
        ("центр center centre tsentr", "cntr"),
        ("الحريات al-Hurriyat", "kr"),
    ],
)
def test_words_that_sound_the_same(words: str, sound: str) -> None:
    assert {sound_of(word) for word in words.split()} == {sound}


def test_letters_of_other_scripts_inside_a_word() -> None:
    assert [unmixed(text) for text in ("Aдилет", "Пpaвo", "Fоru\u00adm", "F0rum 10")] == ["Адилет", "Право", "Forum", "Forum 10"]


@pytest.mark.parametrize(
    ("module", "right", "wrong", "kind"),
    [
        (sounds, '_VOWELS.sub("", letters.translate(_ALIKE))', "letters.translate(_ALIKE)", "transliteration"),
        (near_names, "or _is_initials(self, other) ", "", "short"),
    ],
)  # fmt: skip
def test_builds_that_miss_pairs(module: object, right: str, wrong: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    build = mutated(module, right, wrong)  # type: ignore[arg-type]  # a module
    if module is sounds:
        monkeypatch.setattr(near_names, "sound_of", build["sound_of"])
    name_of = build.get("WrittenName", WrittenName)
    pairs = [(name_of(pair["register"]), name_of(pair["entered"])) for pair in PAIRS if pair["kind"] == kind]
    missed = [pair for pair in pairs if not (pair[0].is_same(pair[1]) or pair[0].is_near(pair[1]))]
    assert len(missed) > 0.05 * len(pairs)
