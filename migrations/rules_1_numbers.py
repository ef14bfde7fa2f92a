"""How the numbers of provisions were recognised and labelled until November 2026 (version 1 of the rules); used by a migration, never changed."""

import re
from enum import Enum
from functools import cache

from msgspec import Struct, field

_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщэюя",
    "абвгдежзийклмнопрстуфхцчшщэюя",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
)
_ARABIC_VARIANTS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": None})
_ARABIC_ORDINALS = {
    word: number
    for number, word in enumerate(re.findall(r"\S+", "الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة"), start=1)
}
_ROMAN_DIGITS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

_LETTERS = "".join(sorted({*"".join(_ALPHABETS), *"أإآىیک"}))
_LETTER = rf"(?:ه\u0640|[{_LETTERS}])"
_ROMAN = r"(?=[ivxl]{2})(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?=\))"
_INTEGER = r"[1-9١-٩۱-۹]\d{0,2}"
# An article that was inserted later: "5 bis", "5a".
_INSERTED = rf"(?:\s?(?:bis|ter|quater)|{_LETTER})?"
_DOTTED = rf"{_INTEGER}(?:\.{_INTEGER}){{1,5}}"
# Norwegian writes dates as "17. mai", which is not provision 17.
_MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
# The word for "article" or "section": most languages write it before the number, some after it.
_WORD_BEFORE = (
    r"article|art\.|artikkel|artikel|artículo|section|clause|paragraf|§|статья|стаття|пункт|раздел|моддаи|"
    r"المادة|مادة|ماده|البند|madde|maddə|მუხლი|հոդված"
)
_WORD_AFTER = r"бап|берене|модда|modda|madda|статья"
_ARTICLE_VALUE = rf"(?:{_DOTTED}|{_INTEGER}{_INSERTED}|[ivx]+(?!\w)|{'|'.join(_ARABIC_ORDINALS)})"
_ARTICLE = (
    rf"(?:(?:{_WORD_BEFORE})\s*\(?(?P<article>{_ARTICLE_VALUE})\)?"
    rf"|(?P<article_first>{_INTEGER})-(?:n?j[iy]\s)?(?:{_WORD_AFTER})(?!\w))"
)
_NUMBER = (
    rf"(?P<written>{_ARTICLE}(?:\s?[.:،–—-](?=\s|$)|(?=\s*$))"
    rf"|(?P<dotted>{_DOTTED})[.)]?(?=\s|$)"
    rf"|(?P<integer>{_INTEGER}{_INSERTED})[.-](?=\s|$)(?!\s(?:{_MONTHS})\b)"
    rf"|\(?(?P<bracketed>{_INTEGER}{_INSERTED})\)(?=\s|$)"
    rf"|\(?(?P<letter>{_LETTER}|{_ROMAN})\)(?=\s|$)"
    rf"|(?P<arabic_letter>ه\u0640|[أاب-ي])\s?-(?=\s)"
    rf"|(?:المادة|مادة)\s(?P<bare_article>{_INTEGER})(?=\s(?!من\s)))"
)
_HEADING_ARTICLE = rf"\W*{_ARTICLE}(?!\w)"
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=[^\s*_])")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a long pattern when it is first used, not when the module is imported."""
    return re.compile(pattern, re.IGNORECASE)


class Style(Enum):
    """How a number is written: numbers of one style stand beside each other, a number of another style stands below or above them."""

    ARTICLE = "article"
    INTEGER = "integer"
    DOTTED = "dotted"
    BRACKETED = "bracketed"
    LETTER = "letter"
    ROMAN = "roman"


class Reading(Struct, frozen=True):
    """One meaning that a number may have: "(i)" is the ninth letter or the first Roman numeral."""

    style: Style
    ordinal: int
    name: str


class Number(Struct, frozen=True):
    """A number as it is written, with its possible readings, the most usual first."""

    written: str
    readings: tuple[Reading, ...]


def number_at(line: str) -> tuple[Number, str] | None:
    """The number that a line begins with and the rest of the line, or None. Emphasis around the number is dropped."""
    text = line.strip()
    emphasis = _EMPHASIS.match(text)
    if emphasis:
        return _emphasised(emphasis[1], text[emphasis.end() :])
    match = _compiled(_NUMBER).match(text)
    return (_number(match), text[match.end() :].lstrip()) if match else None


def article_of(heading: str) -> str:
    """The number of the article that a heading names, in digits ("Article IV. Costs" gives "4"), or ""."""
    match = _compiled(_HEADING_ARTICLE).match(heading)
    return _article(match["article"] or match["article_first"]).name if match else ""


def _emphasised(mark: str, text: str) -> tuple[Number, str] | None:
    """Read "**1.** text", where the emphasis ends with the number, and "**1. text**", where it goes on."""
    inside, closing, rest = text.partition(mark)
    number = _compiled(_NUMBER).fullmatch(inside.rstrip()) if closing else None
    if number and (not rest or rest[0].isspace()):
        return _number(number), rest.lstrip()
    match = _compiled(_NUMBER).match(text)
    return (_number(match), mark + text[match.end() :].lstrip()) if match else None


def _number(match: re.Match[str]) -> Number:
    return Number(match["written"], _readings({name: text for name, text in match.groupdict().items() if text}))


def _readings(groups: dict[str, str]) -> tuple[Reading, ...]:
    article = groups.get("article") or groups.get("article_first") or groups.get("bare_article")
    if article:
        return (_article(article),)
    if dotted := groups.get("dotted"):
        parts = [int(part) for part in dotted.split(".")]
        return (Reading(Style.DOTTED, parts[-1], ".".join(map(str, parts))),)
    if integer := groups.get("integer"):
        return (_integer(Style.INTEGER, integer),)
    if bracketed := groups.get("bracketed"):
        return (_integer(Style.BRACKETED, bracketed),)
    return _letter(groups.get("letter") or groups["arabic_letter"])


def _article(value: str) -> Reading:
    if value in _ARABIC_ORDINALS:
        return Reading(Style.ARTICLE, _ARABIC_ORDINALS[value], str(_ARABIC_ORDINALS[value]))
    if not value[0].isdecimal():
        ordinal = _roman_value(value.lower())
        return Reading(Style.ARTICLE, ordinal, str(ordinal) if ordinal else value.lower())
    head, _, tail = value.partition(".")
    if tail:
        parts = [int(part) for part in (head, *tail.split("."))]
        return Reading(Style.ARTICLE, parts[-1], ".".join(map(str, parts)))
    return _integer(Style.ARTICLE, value)


def _integer(style: Style, value: str) -> Reading:
    digits = "".join(character for character in value if character.isdecimal())
    inserted = value[len(digits) :].strip().lower()
    if inserted and inserted not in {"bis", "ter", "quater"}:
        inserted = _letter_name(_ordinals(inserted)[0])
    return Reading(style, int(digits), f"{int(digits)}{inserted}")


def _letter(value: str) -> tuple[Reading, ...]:
    letter = value.lower()
    letters = tuple(Reading(Style.LETTER, ordinal, _letter_name(ordinal)) for ordinal in _ordinals(letter))
    roman = _roman_value(letter)
    numerals = (Reading(Style.ROMAN, roman, letter),) if roman else ()
    return letters + numerals or (Reading(Style.LETTER, 0, letter),)


def _ordinals(letter: str) -> list[int]:
    """The places of a letter in the alphabets that have it, from 1, without repetition."""
    base = letter.translate(_ARABIC_VARIANTS)
    ordinals = [alphabet.index(base) + 1 for alphabet in _ALPHABETS if len(base) == 1 and base in alphabet]
    return list(dict.fromkeys(ordinals))


def _letter_name(ordinal: int) -> str:
    """The Latin letter with this place; after "z" come "aa", "ab"."""
    rounds, place = divmod(ordinal - 1, 26)
    return ("" if not rounds else chr(96 + rounds)) + chr(97 + place)


def _roman_value(text: str) -> int:
    """The value of a well-formed lower-case Roman numeral, else 0."""
    value, rest = 0, text
    for amount, digits in _ROMAN_DIGITS:
        while rest.startswith(digits):
            value, rest = value + amount, rest[len(digits) :]
    return value if not rest and _roman(value) == text else 0


def _roman(value: int) -> str:
    text = ""
    for amount, digits in _ROMAN_DIGITS:
        count, value = divmod(value, amount)
        text += digits * count
    return text


class _Place(Struct, frozen=True):
    style: Style
    label: str
    depth: int


class Numbering(Struct):
    """Reads the numbers of a text in order and gives each its label and depth; an article may also come from a heading.

    `_path` leads from the top to the latest number; `_latest` has the latest ordinal of each series of numbers.
    """

    _path: list[_Place] = field(default_factory=list)
    _latest: dict[object, int] = field(default_factory=dict)

    def heading(self, article: str = "") -> None:
        """Begin a section; the numbers below the heading of a numbered article get labels with the article's number."""
        self._path = [_Place(Style.ARTICLE, article, -1)] if article else []

    def continues(self, number: Number) -> bool:
        """Whether the number is the next of its series or the first of a new one."""
        return any(map(self._follows, number.readings))

    def place(self, number: Number) -> tuple[str, int]:
        """The label of the number, which is the same in every language ("3.1", "3(a)"), and its depth, 0 at the top."""
        reading = next(filter(self._follows, number.readings), number.readings[0])
        self._latest[self._series(reading)] = reading.ordinal
        parents = self._parents(reading)
        place = _Place(reading.style, self._label(reading, parents), self._depth(reading, parents))
        self._path = [*parents, place]
        return place.label, place.depth

    def _follows(self, reading: Reading) -> bool:
        if reading.style is Style.DOTTED and reading.ordinal == 1:
            return reading.name.rpartition(".")[0] in {place.label for place in self._path}
        latest = self._latest.get(self._series(reading), 0)
        inserted = reading.style in {Style.INTEGER, Style.ARTICLE} and not reading.name.isdecimal()
        return reading.ordinal in {1, latest + 1} or (inserted and reading.ordinal == latest)

    @staticmethod
    def _series(reading: Reading) -> object:
        parent = reading.name.rpartition(".")[0] if reading.style is Style.DOTTED else ""
        return reading.style, parent

    def _parents(self, reading: Reading) -> list[_Place]:
        articles = [place for place in self._path[:1] if place.style is Style.ARTICLE]
        if reading.style is Style.ARTICLE:
            return []
        if reading.style is Style.INTEGER:
            return articles
        if reading.style is Style.DOTTED:
            return [*articles, *self._parents_in_name(reading, {place.label for place in articles})]
        styles = [place.style for place in self._path]
        return self._path[: styles.index(reading.style)] if reading.style in styles else self._path

    @staticmethod
    def _parents_in_name(reading: Reading, known: set[str]) -> list[_Place]:
        """The parents that a dotted number names itself: "2.1.3" stands below "2" and "2.1"."""
        parts = reading.name.split(".")
        labels = [".".join(parts[:length]) for length in range(1, len(parts))]
        styles = [Style.INTEGER] + [Style.DOTTED] * len(parts)
        return [_Place(style, label, depth) for depth, (style, label) in enumerate(zip(styles, labels, strict=False)) if label not in known]

    @staticmethod
    def _label(reading: Reading, parents: list[_Place]) -> str:
        parent = parents[-1].label if parents else ""
        if reading.style in {Style.ARTICLE, Style.DOTTED} or (not parent and reading.style is not Style.LETTER):
            return f"({reading.name})" if reading.style is Style.ROMAN else reading.name
        return f"{parent}.{reading.name}" if reading.style is Style.INTEGER else f"{parent}({reading.name})"

    @staticmethod
    def _depth(reading: Reading, parents: list[_Place]) -> int:
        if reading.style is Style.DOTTED:
            return reading.name.count(".")
        return parents[-1].depth + 1 if parents else 0
