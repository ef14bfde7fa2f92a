"""Recognises the number that a provision begins with, in the scripts and styles that people use."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.remembered import PASSAGES, bounded_cache
from coalition.text.spelled_numbers import ARABIC_ADVERB, ARABIC_ORDINAL, spelled_value

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_ROMAN_DIGITS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

LETTERS = "".join(sorted({*"".join(_ALPHABETS), *"أإآىیک"}))
_LETTER = rf"(?:ه\u0640|[{LETTERS}])"
_ROMAN = r"(?=[ivxl]{2})(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?=\\?\))"
INTEGER = r"[1-9١-٩۱-۹]\d{0,2}"
# An article that was inserted later: "5 bis", "5a", "5¹".
_RAISED = "¹²³⁴⁵⁶⁷⁸⁹"
_INSERTED = rf"(?:\s?(?:bis|ter|quater)|{_LETTER}|[{_RAISED}])?"
_DOTTED = rf"{INTEGER}(?:\\?\.{INTEGER}){{1,5}}"
# Norwegian writes dates as "17. mai", which is not provision 17.
_MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
# The word for "article" or "section": most languages write it before the number, some after it.
_WORD_BEFORE = (
    r"article|art\.|artikkel|artikel|artículo|section|clause|paragraf|§|статья|стаття|пункт|раздел|моддаи|"
    r"المادة|مادة|ماده|البند|madde|maddə|მუხლი|հոդված"
)
_NO_SMALL_LETTER = r"(?-i:[^\W_a-zа-яё])"
_WORD_AFTER = r"бап|берене|модда|modda|madda|статья"
_ARTICLE_VALUE = (
    rf"(?:{_DOTTED}|{INTEGER}-{INTEGER}|{INTEGER}\s?{_LETTER}(?=\s?[.:)])|premier|première|1\s?(?:er|re)(?!\w)"
    rf"|{INTEGER}{_INSERTED}|[ivx]+(?!\w)|{ARABIC_ORDINAL})"
)
ARTICLE = (
    rf"(?:(?:{_WORD_BEFORE})\s*\(?(?P<article>{_ARTICLE_VALUE})\)?"
    rf"|(?P<article_first>{INTEGER})-(?:n?j[iy]\s)?(?:{_WORD_AFTER})(?!\w))"
)
# A backslash before a sign is how editors of Markdown write "1\." and "\(a\)"; it is no part of the number.
_NUMBER = (
    rf"(?P<written>{ARTICLE}(?:\s?\\?[.:،։–—-](?=\s|$)|(?=\s*$))"
    rf"|(?P<dotted>{_DOTTED}{_LETTER}?)(?:\\?[.)])?(?=\s|$)"
    rf"|(?P<integer>{INTEGER}{_INSERTED})\\?[.-](?=\s|$)(?!\s(?:{_MONTHS})\b)"
    rf"|(?:\\?\()?(?P<bracketed>{INTEGER}{_INSERTED})\\?\)(?=\s|$)|(?P<raised>{INTEGER})[°º]\)?(?=\s(?![CFС]\b))"
    rf"|(?P<adverb>{ARABIC_ADVERB})\s?\\?[.:–—-](?=\s|$)"
    rf"|(?:\\?\()?(?P<letter>ه\u0640|{_ROMAN}|[{LETTERS}]{{1,2}})\\?\)(?=\s|$)"
    rf"|(?P<arabic_letter>ه\u0640|[أاب-ي])\s?-(?=\s)"
    rf"|(?:المادة|مادة)\s(?P<bare_article>{INTEGER})(?=\s(?!من\s)))"
)
# Numbers of other styles: "3-1", "A.1", "B1)", "OP2 bis.", "Recommendation 1.", "п. 1.", "2-1-modda.", "II" alone, a letter of another
# alphabet; a code may also be a model, a sum or a range. What goes on in small letters is text.
_CODE = (
    rf"{INTEGER}(?:[-–]{INTEGER}){{1,4}}(?:-(?:{_WORD_AFTER}))?\\?[.)]?(?=\s+{_NO_SMALL_LETTER})"
    rf"|(?-i:[A-ZА-ЯЁ]{{1,3}})\.?{INTEGER}(?:\.{INTEGER}){{0,4}}(?:\s(?:bis|ter|quater))?\\?[.):]"
    rf"|(?-i:[A-ZА-ЯЁ])\.{INTEGER}(?:\.{INTEGER}){{0,4}}"
    rf"|(?-i:[^\W\da-zа-яё_])[^\W\d_]{{3,20}}(?:\s[^\W\d_]{{3,20}})?\s(?:{INTEGER}|[ivxl]{{1,6}})(?:\\?[.):]|\s[–—-])(?!\s(?:{_MONTHS})\b)"
    rf"|[^\W\d_]{{1,6}}\.\s?{INTEGER}\s?\\?[.):–—-]?(?=\s+{_NO_SMALL_LETTER})"
    rf"|(?:{INTEGER}|(?-i:[IVXLC]{{1,7}}))(?=$)|\(?[^\W\d_]\\?\)"
)
# What looks like a number, but may be something else: the beginning of a word, an initial, a year, a date, an amount, a code.
_DOUBTFUL = (
    rf"(?P<written>(?P<dotted>{_DOTTED})(?:\\?[.)])?(?=[^\W\d_])"
    rf"|(?P<integer>{INTEGER})\\?\.(?=[^\W\d_])"
    rf"|(?:\\?\()?(?P<bracketed>{INTEGER})\\?\)(?=[^\W\d_])"
    rf"|\\?\((?P<letter>{_ROMAN}|{_LETTER})\\?\)(?=[^\W\d_])"
    rf"|{ARTICLE}(?=\s+(?!من\s)[^\s.:،։–—-])"
    rf"|(?!п\\?\.\s?\d)(?P<stopped>[ivxlc]{{1,7}}|{_LETTER})\\?\.(?=\s)"
    rf"|(?P<other>\(?\d{{4}}\)?\\?[.)]|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|0\d*\\?\.|\d{{1,3}}\.0\d+|{_LETTER}\.{_LETTER}\)|{INTEGER}\\?\.(?=\s(?:{_MONTHS})\b)|{_CODE})(?=\s|$))"
)
_UNIT = (
    r"(?:[%$€£₽٪\d]|(?:million|billion|thousand|percent|per cent|prosent|milli|tusen|km|eur|usd|kr|"
    r"млн|млрд|тыс|процент|милли|مليون|مليار|ألف|بالمئة)\w*)"
)
_EXPLICIT = re.compile(r"\\?\[§(?:[ \u00a0]+([^\[\]]{1,40}?))?\s*\\?\](?=\s|$)\s*")
# "[§2 B1)]" says the level too; a bracket in the number has a backslash. Editors of Markdown write "\[§2 B1)\]".
_LEVELLED = re.compile(r"(?:\[§([1-9])[ \u00a0]+((?:[^\[\]\\]|\\[\[\]\\]){1,80}?)\s*\]|\\\[§([1-9])[ \u00a0]+([^\[\]\\]{1,80}?)\s*\\\])(?=\s|$)\s*")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=[^\s*_])")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
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
    PART = "part"
    ORDINAL = "ordinal"

    __hash__ = object.__hash__  # each member is one object, and the hash of enums is slow where every number of a text is looked up


class When(Enum):
    """When what looks like a number is a number: always, where it is the next one, or only if somebody says so.

    `NEXT` and `NEVER` are asked about where they are no numbers; `NEXT_ONLY` is text then, without a question.
    """

    ALWAYS = "always"
    NEXT = "next"
    NEXT_ONLY = "next_only"
    NEVER = "never"


class Reading(Struct, frozen=True):
    """One meaning that a number may have: "(i)" is the ninth letter or the first Roman numeral.

    `sign` keeps the series "(a)", "(b)" and "a.", "b." apart.
    """

    style: Style
    ordinal: int
    name: str
    sign: str = ""


class Number(Struct, frozen=True):
    """A number as it is written, with its possible readings, the most usual first.

    `below` are the readings of a second number on the same line: "4. (1)". `explicit` says that it is written as "[§ 4]";
    `level` is that of "[§2 4]", 1 for the outermost, and 0 where the place follows from the numbers before it.
    """

    written: str
    readings: tuple[Reading, ...]
    below: tuple[Reading, ...] = ()
    when: When = When.ALWAYS
    explicit: bool = False
    level: int = 0


@bounded_cache(*PASSAGES)
def number_at(line: str) -> tuple[Number | None, str] | None:
    """The number that a line begins with and the rest of the line, or None. Emphasis around the number is dropped.

    A line that begins with "[§ 4]" has exactly this number, one that begins with "[§2 4]" has it on the second level; one that begins
    with "[§]" has none, whatever follows.
    """
    text = line.strip()
    if levelled := _LEVELLED.match(text):
        level, written = (levelled[1], re.sub(r"\\(.)", r"\1", levelled[2])) if levelled[1] else (levelled[3], levelled[4])
        return replace(_explicit(written), below=(), level=int(level)), text[levelled.end() :]
    if explicit := _EXPLICIT.match(text):
        return (_explicit(explicit[1]) if explicit[1] else None), text[explicit.end() :]
    emphasis = _EMPHASIS.match(text)
    if emphasis:
        return _emphasised(emphasis[1], text[emphasis.end() :])
    if not (matched := _match(text)):
        return None
    number, end = matched
    return _with_second(number, text[end:].lstrip())


def _explicit(written: str) -> Number:
    """Read a number that somebody wrote as "[§ 4]"; what no style fits is named as it is written."""
    tried = [matched for matched in (_match(written), _match(f"{written} "), _match(f"{written}. ")) if matched]
    matched = next((match for match in tried if match[0].readings), tried[0] if tried else None)
    if matched and matched[0].readings and matched[1] >= len(written):
        return Number(written, matched[0].readings, explicit=True)
    composed = number_at(f"{written} ") if matched else None
    if composed and composed[0] and composed[0].below and not composed[1]:
        return Number(written, composed[0].readings, composed[0].below, explicit=True)
    from anyascii import anyascii

    digits = re.fullmatch(r"\D?(\d{1,9})\D?", written)
    name = re.sub(r"[^a-z0-9.]+", "-", anyascii(written).lower()).strip("-.")[:40] or "x"
    return Number(written, (Reading(Style.INTEGER, int(digits[1]) if digits else 0, name),), explicit=True)


def _emphasised(mark: str, text: str) -> tuple[Number, str] | None:
    """Read "**1.** text", where the emphasis ends with the number, and "**1. text**", where it goes on."""
    inside, closing, rest = text.partition(mark)
    matched = _match(inside.rstrip()) if closing else None
    if matched and matched[1] == len(inside.rstrip()) and (not rest or rest[0].isspace()):
        return _with_second(matched[0], rest.lstrip())
    matched = _match(text)
    return (matched[0], mark + text[matched[1] :].lstrip()) if matched else None


def _with_second(number: Number, rest: str) -> tuple[Number, str]:
    """Read "4. (1)": a number and the first number below it."""
    second = compiled(_NUMBER).match(rest) if rest.startswith(("(", "\\(")) and number.readings else None
    if second is None or number.readings[0].style not in {Style.ARTICLE, Style.INTEGER, Style.DOTTED}:
        return number, rest
    first = tuple(reading for reading in _number(second).readings if reading.ordinal == 1)
    written = f"{number.written} {_unescaped(second['written'])}"
    return (replace(number, written=written, below=first), rest[second.end() :].lstrip()) if first else (number, rest)


def _match(text: str) -> tuple[Number, int] | None:
    """The number at the beginning of a text, and where it ends."""
    if match := compiled(_NUMBER).match(text):
        number = _number(match)
        return replace(number, when=_when(match, text[match.end() :].lstrip())), match.end()
    if match := compiled(_DOUBTFUL).match(text):
        when = _when_doubtful(match, text[match.end() :].lstrip()[:1].islower())
        return (replace(_number(match), when=when), match.end()) if when else None
    return None


def _when(match: re.Match[str], rest: str) -> When:
    if match["dotted"]:
        if compiled(_UNIT).match(rest):
            return When.NEVER
        amount = rest[:1].islower() and match["written"].count(".") == 1 and match["written"][-1].isdecimal()
        return When.NEXT if amount or not match["dotted"][-1].isdecimal() else When.ALWAYS
    letters = match["letter"] or ""
    if len(letters) == len("ab") and not roman_value(letters.lower()) and "\u0640" not in letters:
        return When.NEXT if letters[0] == letters[1] else When.NEXT_ONLY
    return When.ALWAYS


def _when_doubtful(match: re.Match[str], lower: bool) -> When | None:  # noqa: FBT001 -- what follows
    if match["article"] or match["article_first"]:
        if match["written"].startswith("§"):
            return When.NEVER if lower else When.NEXT
        return None if lower else When.NEVER
    if match["bracketed"] or match["letter"]:
        return When.NEXT_ONLY if lower else When.NEXT
    if match["stopped"]:
        return When.NEVER if any(reading.ordinal == 1 for reading in _stopped(match["stopped"])) else When.NEXT
    return When.NEVER if lower or match["other"] else When.NEXT


def _unescaped(written: str) -> str:
    return written.replace("\\", "")


def _number(match: re.Match[str]) -> Number:
    groups = {name: _unescaped(text) for name, text in match.groupdict().items() if text}
    return Number(groups["written"], () if "other" in groups else _readings(groups))


def _readings(groups: dict[str, str]) -> tuple[Reading, ...]:
    article = groups.get("article") or groups.get("article_first") or groups.get("bare_article")
    if article:
        return (article_reading(article),)
    if dotted := groups.get("dotted"):
        return (_dotted(dotted),)
    if stopped := groups.get("stopped"):
        return _stopped(stopped)
    if integer := groups.get("integer"):
        return (_integer(Style.INTEGER, integer),)
    return _beside_integers(groups)


def _beside_integers(groups: dict[str, str]) -> tuple[Reading, ...]:
    """Read "أولا:", "(1)", "1°" or "(a)"."""
    if adverb := groups.get("adverb"):
        ordinal = spelled_value(adverb)
        return (Reading(Style.ORDINAL, ordinal, roman_numeral(ordinal).upper()),)
    if bracketed := groups.get("bracketed") or groups.get("raised"):
        return (_integer(Style.BRACKETED, bracketed),)
    return _letter(groups.get("letter") or groups["arabic_letter"])


def _dotted(value: str) -> Reading:
    """Read "3.1", or "3.1A", which was inserted after 3.1."""
    *parts, last = value.split(".")
    reading = _integer(Style.DOTTED, last)
    return Reading(Style.DOTTED, reading.ordinal, ".".join([*(str(int(part)) for part in parts), reading.name]))


def _stopped(value: str) -> tuple[Reading, ...]:
    """Read "II.", "ii." or "b."; a capital Roman numeral begins a part."""
    roman = roman_value(value.lower())
    if roman and value.isupper():
        numerals: tuple[Reading, ...] = (Reading(Style.PART, roman, value),)
    else:
        numerals = (Reading(Style.ROMAN, roman, value, "."),) if roman else ()
    letters = tuple(replace(reading, sign=".") for reading in _letter(value.lower()) if reading.style is Style.LETTER) if len(value) == 1 else ()
    return (*letters, *numerals) if len(value) == 1 else numerals


def article_reading(value: str) -> Reading:
    """The reading of the number of an article: in digits, Roman, inserted or spelled."""
    if spelled := spelled_value(value):
        return Reading(Style.ARTICLE, spelled, str(spelled))
    if not value[0].isdecimal():
        ordinal = roman_value(value.lower())
        return Reading(Style.ARTICLE, ordinal, str(ordinal) if ordinal else value.lower())
    if "." in value or "-" in value:
        parts = [int(part) for part in re.split(r"[.-]", value)]
        return Reading(Style.ARTICLE, parts[-1], ("." if "." in value else "-").join(map(str, parts)))
    return _integer(Style.ARTICLE, value)


def _integer(style: Style, value: str) -> Reading:
    digits = "".join(character for character in value if character.isdecimal())
    inserted = value[len(digits) :].strip().lower()
    if inserted in {*_RAISED}:
        return Reading(style, int(digits), f"{int(digits)}-{unicodedata.digit(inserted)}")
    if inserted and inserted not in {"bis", "ter", "quater"}:
        inserted = letter_name(ordinals_of(inserted)[0])
    return Reading(style, int(digits), f"{int(digits)}{inserted}")


def _letter(value: str) -> tuple[Reading, ...]:
    letter = value.lower().replace("ه\u0640", "ه")
    if len(letter) > 1:
        roman = roman_value(letter)
        numerals = (Reading(Style.ROMAN, roman, letter),) if roman else ()
        return (*numerals, *_pair(letter))
    letters = tuple(Reading(Style.LETTER, ordinal, letter_name(ordinal)) for ordinal in ordinals_of(letter))
    roman = roman_value(letter)
    numerals = (Reading(Style.ROMAN, roman, letter),) if roman else ()
    return letters + numerals or (Reading(Style.LETTER, 0, letter),)


def _pair(letters: str) -> Iterator[Reading]:
    """Two letters after the last letter of an alphabet: "(aa)", "(bb)" or "(aa)", "(ab)"."""
    bases = [letter.translate(_ARABIC_VARIANTS) for letter in letters]
    for alphabet in _ALPHABETS:
        if len(letters) == len("ab") and all(len(base) == 1 and base in alphabet for base in bases):
            first, second = (alphabet.index(base) + 1 for base in bases)
            ordinal = len(alphabet) + first if first == second else len(alphabet) * first + second
            yield Reading(Style.LETTER, ordinal, letters if letters.isascii() else letter_name(ordinal))


def ordinals_of(letter: str) -> list[int]:
    """The places of a letter in the alphabets that have it, from 1, without repetition."""
    base = letter.translate(_ARABIC_VARIANTS)
    ordinals = [alphabet.index(base) + 1 for alphabet in _ALPHABETS if len(base) == 1 and base in alphabet]
    return list(dict.fromkeys(ordinals))


def letters_beside(letter: str, step: int) -> dict[str, str]:
    """The letter after a letter (`step` 1) or before it (-1) in each alphabet that has both, by the alphabet; capitals stay capitals."""
    base = letter.lower().translate(_ARABIC_VARIANTS)
    places = {alphabet: alphabet.index(base) + step for alphabet in _ALPHABETS if len(base) == 1 and base in alphabet}
    beside = {alphabet: alphabet[place] for alphabet, place in places.items() if 0 <= place < len(alphabet)}
    return {alphabet: other.upper() if letter.isupper() else other for alphabet, other in beside.items()}


def letter_name(ordinal: int) -> str:
    """The Latin letter with this place; after "z" come "aa", "ab"."""
    rounds, place = divmod(ordinal - 1, 26)
    return ("" if not rounds else chr(96 + rounds)) + chr(97 + place)


def roman_value(text: str) -> int:
    """The value of a well-formed lower-case Roman numeral, else 0."""
    value, rest = 0, text
    for amount, digits in _ROMAN_DIGITS:
        while rest.startswith(digits):
            value, rest = value + amount, rest[len(digits) :]
    return value if not rest and roman_numeral(value) == text else 0


def roman_numeral(value: int) -> str:
    """The lower-case Roman numeral of a number."""
    text = ""
    for amount, digits in _ROMAN_DIGITS:
        count, value = divmod(value, amount)
        text += digits * count
    return text
