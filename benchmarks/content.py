"""What both sites show: organisations, people and a text, always the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SEED = 20130217
TITLE = "Memorandum on cooperation"
_ROOTS = ("Adilet", "Dawn", "Horizon", "Umut", "Solidarity", "Zaman", "Parity", "Tilek", "Meridian", "Concord", "Nur", "Haven", "Steppe", "Beacon")
_SORTS = {
    "en": "{root} Human Rights Centre, {town}",
    "ru": "Правозащитный центр «{root}», {town}",
    "ar": "مركز {root} لحقوق الإنسان، {town}",
}
_TOWNS = ("Osh", "Karakol", "Almaty", "Shymkent", "Khujand", "Samarkand", "Nukus", "Mary", "Tbilisi", "Batumi", "Kyiv", "Oslo", "Tunis", "Vilnius")
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu ve wa xi yo zu".split()  # noqa: SIM905 -- a list of parts of words
_COUNTRIES = ("KZ", "KG", "TJ", "TM", "UZ", "GE", "UA", "NO", "TN", "JO", "LT", "CZ")
_FIRST = ("Aigul", "Ben", "Dina", "Emil", "Farida", "Gulnara", "Ilya", "Jamila", "Karim", "Leila", "Marat", "Nino", "Olga", "Pavel", "Rustam")
_LAST = ("Abdullaeva", "Berg", "Chkheidze", "Dzhaksybekov", "Ergashev", "Fedorova", "Grishina", "Hansen", "Isaev", "Karimova", "Lund", "Mamedov")
_ROLES = ("director", "chair of the board", "coordinator", "secretary")
_SPEECH = """
the parties consult each other at once when a defender is arrested and share what they know so far as safety permits
each keeps its own judgement and speaks in its own name a statement bears the names of those that have approved it
personal data are kept no longer than their purpose requires and nobody is asked to act against what safety demands
"""
_WORDS = tuple(_SPEECH.split())


@dataclass(frozen=True)
class Organisation:
    """One that signs, and the person who signs for it."""

    slug: str
    names: tuple[tuple[str, str], ...]
    country: str
    email: str
    person: str
    title: str

    @property
    def language(self) -> str:
        """The language of its own name."""
        return self.names[0][0]


def organisations(count: int, prefix: str, *, varied: bool = False) -> list[Organisation]:
    """Return the first `count` organisations of the list named by `prefix`; every third has a name in English besides its own.

    With `varied`, hardly any two have the same name, as in a register: else 14 roots in 14 towns are repeated.
    """
    chance = Random(f"{SEED}/{prefix}")
    return [_organisation(chance, f"{prefix}-{number:05}", varied=varied) for number in range(1, count + 1)]


def _organisation(chance: Random, slug: str, *, varied: bool) -> Organisation:
    root = _made_up(chance) if varied else chance.choice(_ROOTS)
    town = chance.choice(_TOWNS)
    own = chance.choice(("en", "en", "ru", "ar"))
    languages = [own] if own == "en" or chance.random() < 0.5 else [own, "en"]
    return Organisation(
        slug=slug,
        names=tuple((language, _SORTS[language].format(root=root, town=town)) for language in languages),
        country=chance.choice(_COUNTRIES),
        email=f"contact@{slug}.example.org",
        person=f"{chance.choice(_FIRST)} {chance.choice(_LAST)}",
        title=chance.choice(_ROLES),
    )


def _made_up(chance: Random) -> str:
    """Return a word that is no name: six of 20 syllables."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(6)).capitalize()


def body() -> str:
    """Return the text of a memorandum as Markdown: a preamble, and twelve provisions under three headings."""
    chance = Random(SEED)
    parts = ["The organisations assembled,", "have agreed as follows."]
    for heading in range(3):
        parts.append(f"## {_sentence(chance, 4).rstrip('.')}")
        parts += [f"{heading * 4 + number}. {_sentence(chance, 30)} {_sentence(chance, 20)}" for number in range(1, 5)]
    return "\n\n".join(parts) + "\n"


def _sentence(chance: Random, words: int) -> str:
    start = chance.randrange(len(_WORDS))
    drawn = [_WORDS[(start + at) % len(_WORDS)] for at in range(words)]
    return " ".join(drawn).capitalize() + "."
