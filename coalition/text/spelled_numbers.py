"""Numbers that are written as words: "المادة الحادية عشرة", "أولا:", "Article premier"."""

from __future__ import annotations

from itertools import product

_FIRST = {"premier": 1, "première": 1, "1er": 1, "1re": 1}
_FEMININE = ["الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة"]
_MASCULINE = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]
_STEMS = {"العشر": 20, "الثلاث": 30, "الأربع": 40, "الخمس": 50, "الست": 60, "السبع": 70, "الثمان": 80, "التسع": 90}
_TENS = {f"{stem}{ending}": value for (stem, value), ending in product(_STEMS.items(), ("ون", "ين"))}
_ADVERBS = ["أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"]
_TANWIN = "\N{ARABIC FATHATAN}"

_UNITS = {word: value for units in (_FEMININE, _MASCULINE) for value, word in enumerate(units, start=1)}
_UNITS_OF_COMPOUNDS = {"الحادية": 1, "الحادي": 1} | {
    word: value for units in (_FEMININE, _MASCULINE) for value, word in enumerate(units[1:9], start=2)
}
_TEENS = {f"{word} {ten}": 10 + value for (word, value), ten in product(_UNITS_OF_COMPOUNDS.items(), ("عشرة", "عشر"))}
_COMPOUNDS = {f"{word} و{ten}": value + unit for (word, unit), (ten, value) in product(_UNITS_OF_COMPOUNDS.items(), _TENS.items())}
_VALUES = _UNITS | _TENS | _TEENS | _COMPOUNDS | {word: value for value, word in enumerate(_ADVERBS, start=1)} | _FIRST

# "المادة الثانية", "المادة الثانية عشرة", "الباب الحادي والعشرون": every match has a value.
ARABIC_ORDINAL = (
    rf"(?:(?:{'|'.join(_UNITS_OF_COMPOUNDS)})\s(?:عشرة|عشر|و(?:{'|'.join(_STEMS)})(?:ون|ين))"
    rf"|{'|'.join(sorted(_UNITS, key=len, reverse=True))}|(?:{'|'.join(_STEMS)})(?:ون|ين))(?!\w)"
)
ARABIC_ADVERB = rf"(?:{'|'.join(word.removesuffix('ا') for word in _ADVERBS)})(?:ا{_TANWIN}?|{_TANWIN}ا)"


def spelled_value(text: str) -> int:
    """The value of a number in words, or 0; "أولاً" and "أولًا" are the same word."""
    words = " ".join(text.lower().replace(_TANWIN, "").split())
    return _VALUES.get(words) or _VALUES.get(words.replace(" ", ""), 0)
