"""How word processors write the numbers of lists: in letters of several scripts, in Roman numerals, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.text.numbers import roman_numeral

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_HEBREW_VALUES = tuple(zip((400, 300, 200, 100, 90, 80, 70, 60, 50, 40, 30, 20, 10), "תשרקצפעסנמלכי", strict=True))
_CHICAGO = "*†‡§"
_DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
_LARGEST_ROMAN = 4000
_LARGEST_SPELLED = 100
_MOST_REPEATED = 20  # letters: a longer label is written in digits


def written(number: int, number_format: str, language: str) -> str | None:
    """Return a number in a format of the file, "" in one that prints nothing, None in one that is not known; `language` is for words.

    A format is named as the file names it ("lowerRoman"), or is a pattern of zeros and digits ("001").
    """
    if number_format in {"none", "bullet"}:
        return ""
    if number_format.isdecimal():
        return str(number).zfill(len(number_format))
    format_of = _FORMATS.get(number_format)
    if format_of is None:
        in_words = _IN_WORDS.get(number_format)
        return in_words(number, language) if in_words else None
    return format_of(number)


def _letters(alphabet: str) -> Callable[[int], str]:
    """Return how letters count: after the last one they are doubled, then tripled (aa, bb)."""

    def letters(number: int) -> str:
        rounds, place = divmod(number - 1, len(alphabet))
        return alphabet[place] * (rounds + 1) if number > 0 and rounds < _MOST_REPEATED else str(number)

    return letters


def _upper(letters: Callable[[int], str]) -> Callable[[int], str]:
    return lambda number: letters(number).upper()


def _roman(number: int) -> str:
    return roman_numeral(number) if 0 < number < _LARGEST_ROMAN else str(number)


def _hebrew(number: int) -> str:
    """Write a Hebrew numeral; 15 and 16 are 9 + 6 and 9 + 7."""
    if not 0 < number < 1000:  # noqa: PLR2004 -- Hebrew letters count to 999
        return str(number)
    text, rest = "", number
    for amount, letter in _HEBREW_VALUES:
        if rest % 100 in {15, 16} and amount <= 10:  # noqa: PLR2004 -- the two numbers
            return text + ("טו" if rest % 100 == 15 else "טז")  # noqa: PLR2004 -- one of them
        count, rest = divmod(rest, amount)
        text += letter * count
    return text + ("אבגדהוזחט"[rest - 1] if rest else "")


def _hebrew_letters(number: int) -> str:
    return _letters(_HEBREW)(number)


def _zero(number: int) -> str:
    return f"{number:02d}"


def _enclosed(first: int, last: int) -> Callable[[int], str]:
    """Return how one block of enclosed digits of Unicode counts (①)."""
    return lambda number: chr(first + number - 1) if 1 <= number <= last else str(number)


_ORDINAL_ENDS: Mapping[str, str] = {"ru": "-й", "uk": "-й", "es": "º", "it": "º", "pt": "º", "nl": "e", "sv": ":e"} | dict.fromkeys(
    ("nb", "nn", "no", "da", "de", "fi", "pl", "cs"), "."
)


def _ordinal(number: int, language: str) -> str:
    """Write 1st, 2nd; in other languages as they write it, in those that are not known as in English."""
    if language == "fr":
        return f"{number}er" if number == 1 else f"{number}e"
    if language in _ORDINAL_ENDS:
        return f"{number}{_ORDINAL_ENDS[language]}"
    end = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in {11, 12, 13} else end}"


def _cardinal(number: int, language: str) -> str | None:
    """Write One, Twenty-one; only English words are known."""
    if language not in {"en", ""} or not 0 <= number < _LARGEST_SPELLED:
        return None
    tens, ones = divmod(number, 10)
    words = _ONES[number] if number < len(_ONES) else _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    return words.capitalize()


def _ordinal_words(number: int, language: str) -> str | None:
    words = _cardinal(number, language)
    if words is None:
        return None
    first, hyphen, last = words.lower().rpartition("-")
    ordinal = _ORDINALS.get(last) or (f"{last.removesuffix('y')}ieth" if last.endswith("y") else f"{last.removesuffix('t')}th")
    return f"{first}{hyphen}{ordinal}".capitalize()


_LOWER_LATIN, _LOWER_RUSSIAN = _letters(_LATIN), _letters(_RUSSIAN)
_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": _zero,
    "lowerLetter": _LOWER_LATIN,
    "upperLetter": _upper(_LOWER_LATIN),
    "lowerRoman": _roman,
    "upperRoman": _upper(_roman),
    "russianLower": _LOWER_RUSSIAN,
    "russianUpper": _upper(_LOWER_RUSSIAN),
    "arabicAlpha": _letters(_ARABIC),
    "arabicAbjad": _letters(_ABJAD),
    "hebrew1": _hebrew,
    "hebrew2": _hebrew_letters,
    "hindiNumbers": lambda number: str(number).translate(_DEVANAGARI),
    "thaiNumbers": lambda number: str(number).translate(_THAI),
    "decimalEnclosedCircle": _enclosed(0x2460, 20),
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
    "chicago": _letters(_CHICAGO),
}
_IN_WORDS: Mapping[str, Callable[[int, str], str | None]] = {"ordinal": _ordinal, "cardinalText": _cardinal, "ordinalText": _ordinal_words}
