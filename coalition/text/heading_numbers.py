"""Recognises the number in a heading: of an article, of a part or section, or of an annex."""

from __future__ import annotations

from coalition.text.numbers import ARTICLE, INTEGER, LETTERS, article_reading, compiled, letter_name, ordinals_of, roman_numeral, roman_value
from coalition.text.spelled_numbers import ARABIC_ADVERB, ARABIC_ORDINAL, spelled_value

_PARTS = (
    r"part|chapter|title|titre|chapitre|partie|título|capítulo|teil|kapitel|часть|глава|розділ|частина|бөлүм|боб|bob|fəsil|"
    r"del|kapittel|الباب|الفصل|الجزء|القسم|თავი|კარი|ნაწილი|գլուխ|բաժին|մաս"
)
_PARTS_AFTER = r"тарау|бөлім|бөлүм|боб|bob|bo'lim|fəsil"
_ANNEXES = r"annexe?|appendix|anexo|anhang|anlage|приложение|додаток|vedlegg|tillegg|الملحق|ملحق|المرفق|مرفق|დანართი|հավելված|əlavə|замима|goşundy"
_ANNEXES_AFTER = r"қосымша|тиркеме|ilova|илова|əlavə|goşundy"
_SECTION_VALUE = rf"(?P<value>{INTEGER}|[ivxlc]{{1,7}}(?!\w)|[{LETTERS}](?!\w)|{ARABIC_ORDINAL})"
_SECTION = (
    rf"\W*(?:(?:{_PARTS})\s+{_SECTION_VALUE}|(?P<first>{INTEGER})\s?[-–]\s?(?:{_PARTS_AFTER})(?!\w)"
    rf"|(?P<adverb>{ARABIC_ADVERB})\s?[.:–—-](?=\s|$)|{_SECTION_VALUE.replace('value', 'bare')}\\?[.)](?=\s|$))"
)
# "Schedule" is an annex only with a number, or alone: "Schedule of meetings" is a heading like others.
_ANNEX = (
    rf"\W*(?:(?:{_ANNEXES})(?!\w)(?:\s+(?:№|no\.?|nr\.?|n°|رقم)?\s*\(?{_SECTION_VALUE})?|(?P<first>{INTEGER})\s?[-–]\s?(?:{_ANNEXES_AFTER})(?!\w)"
    rf"|schedules?(?:\s+(?:no\.?\s*)?{_SECTION_VALUE.replace('value', 'schedule')}|(?=\s*(?:[.:–—-]|$))))"
)
_HEADING_ARTICLE = rf"\W*{ARTICLE}(?!\w)"


_TITLE = r"\s*(?:[.:–—-]\s+[^\n]{1,79}[^\s.,;:،؛])?[.:]?\s*"


def names_annex(line: str) -> bool:
    """Whether a line without the mark of a heading reads like the whole heading of an annex: "ANNEX II", "Приложение 2. Состав"."""
    return bool(compiled(_ANNEX + _TITLE).fullmatch(line))


def article_of(heading: str) -> str:
    """The number of the article that a heading names, in digits ("Article IV. Costs" gives "4"), or ""."""
    match = compiled(_HEADING_ARTICLE).match(heading)
    return article_reading(match["article"] or match["article_first"]).name if match else ""


def section_of(heading: str) -> str:
    """The number of the part or section that a heading names: "Part Two" is not read, "Part 2" and "II. Aims" give "II", "A. Aims" gives "A"."""
    match = compiled(_SECTION).match(heading)
    if not match:
        return ""
    value, bare = match["value"] or match["first"] or match["adverb"], match["bare"]
    number, letter = _value(value or bare)
    return letter.upper() or (str(number) if bare and bare[0].isdecimal() else roman_numeral(number).upper())


def annex_of(heading: str) -> str | None:
    """The number of the annex whose heading this is ("Annex II" gives "2"), "" for an annex without a number, None for another heading."""
    match = compiled(_ANNEX).match(heading)
    if not match:
        return None
    value = match["value"] or match["first"] or match["schedule"]
    number, letter = _value(value) if value else (0, "")
    return letter or (str(number) if number else "")


def _value(text: str) -> tuple[int, str]:
    """The value of an Arabic, Roman or spelled number and "", or 0 and the Latin letter that a letter stands for."""
    spelled = spelled_value(text)
    number = spelled or (int(text) if text.isdecimal() else roman_value(text.lower()))
    return number, "" if number else letter_name((ordinals_of(text.lower()) or [1])[0])
