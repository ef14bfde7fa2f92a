"""Cells as people write them: web sites without a scheme, several e-mail addresses, names in another script than the column, dates."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from coalition.fields import EmailAddress, Form, InvalidForm, Website
from coalition.languages import Message, locale
from coalition.organisations.likeness import script_of
from coalition.partial_dates import PartialDate
from coalition.search_keys import plain_key
from coalition.settings import SUPPORTED_LANGUAGES

_BARE_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?::\d+)?(?:[/?#]\S*)?")
_SCHEME = re.compile(r"^(?:https?|htpp|http s)\s*:?\s*/{1,2}\s*", re.IGNORECASE)
_BETWEEN_ADDRESSES = re.compile(r"[;,\s/|<>]+")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{1,2}:\d{2}.*)?")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_THIS_CENTURY = 2000
_MONTHS = 12
_SHORTENED = 3  # letters of a month
LANGUAGES_OF_SCRIPTS = {
    "Cyrillic": ("ru", "uk", "be", "kk", "ky", "tg", "mn", "bg", "sr", "mk", "uz"),
    "Arabic": ("ar", "fa", "ckb", "ps", "ur", "ug", "sd"),
    "Latin": ("en", "fr", "es", "de", "nb", "pt", "tr", "pl", "cs", "az", "uz", "tk", "ro", "sw", "it", "nl", "sv", "hu"),
    "Hebrew": ("he", "yi"),
    "Greek": ("el",),
    "Armenian": ("hy",),
    "Georgian": ("ka",),
    "Han": ("zh", "ja"),
    "Hangul": ("ko",),
    "Devanagari": ("hi", "ne", "mr"),
    "Ethiopic": ("am", "ti"),
    "Bengali": ("bn",),
    "Thai": ("th",),
}
_LETTERS_OF = {"uk": "їєґ", "be": "ў", "kk": "әұқһі", "tg": "ҷҳӣӯ", "mk": "ѓќ", "sr": "ђћ", "fa": "پچژگی", "ur": "ٹڈڑےں", "ps": "ټډړښ"}


class Cleaned(NamedTuple):
    """What is read of a cell, and a remark if something of it is left out."""

    value: str
    remark: Message | None = None


class _Address(Form):
    """A web address or an e-mail address that the register takes."""

    website: Website = "https://example.org"
    email: EmailAddress = "name@example.org"


def _is_valid(**address: str) -> bool:
    try:
        _Address.parse(address)
    except InvalidForm:
        return False
    return True


def website_of(text: str) -> Cleaned:
    """Return the web address of a cell, with a scheme; words and e-mail addresses are left out with a remark."""
    first, *others = text.split() or [""]
    if "@" in first and "/" not in first:
        return Cleaned("", Message("{text} is an e-mail address and no web site; it is left out.", text=text))
    for candidate in (_SCHEME.sub(lambda match: "http://" if match[0].lower().startswith("http:") else "https://", text, count=1), first):
        address = candidate if "://" in candidate else f"https://{candidate}" if _BARE_DOMAIN.fullmatch(candidate) else ""
        if address and _is_valid(website=address.rstrip(",;")):
            rest = others and candidate is first
            return Cleaned(address.rstrip(",;"), Message("Only the first web address of “{text}” is taken.", text=text) if rest else None)
    return Cleaned("", Message("“{text}” is no web address; it is left out.", text=text))


def emails_of(text: str) -> tuple[list[str], Message | None]:
    """Return the e-mail addresses of a cell, and a remark if something in it is none."""
    parts = [part.removeprefix("mailto:").strip(".") for part in _BETWEEN_ADDRESSES.split(text) if part]
    addresses = [part.lower() for part in parts if "@" in part and _is_valid(email=part)]
    wrong = [part for part in parts if "@" in part and part.lower() not in addresses]
    remark = Message("“{text}” is no e-mail address; it is left out.", text=" ".join(wrong) or text) if wrong or not addresses else None
    return list(dict.fromkeys(addresses)), remark


def main_script(text: str) -> str:
    """Return the script of most letters of a text, by its English name; an empty text if it has no letters."""
    scripts = Counter(script_of(letter) for letter in text if letter.isalpha())
    for shared in ("Common", "Inherited"):
        scripts.pop(shared, None)
    return scripts.most_common(1)[0][0] if scripts else ""


def likely_language(name: str, script: str) -> str:
    """Return the language that a name in a script is probably in; an empty text for Latin letters, which say nothing."""
    if script == "Latin":
        return ""
    letters = set(name.casefold())
    languages = LANGUAGES_OF_SCRIPTS.get(script, ())
    special = next((language for language, some in _LETTERS_OF.items() if language in languages and letters & set(some)), "")
    return special or (languages[0] if languages else "")


class Dated(NamedTuple):
    """The readings of a date: usually one; none if it cannot be read; several if people write it in several ways."""

    readings: tuple[str, ...] = ()
    pattern: str = ""


def date_of(text: str) -> Dated:
    """Return how a date can be read, with the precision that it has."""
    text = text.translate(_DIGITS).strip()
    if match := _ISO.fullmatch(text):
        return _known(match[1], *(part for part in match.groups()[1:] if part and int(part)))
    if match := _NUMBERS.fullmatch(text):
        return _numbers(match)
    if match := _MONTH_OF_YEAR.fullmatch(text):
        return _known(match[2], match[1])
    return _in_words(text)


def _numbers(match: re.Match[str]) -> Dated:
    first, separator, second, year = match.groups()
    year = year if len(year) > 2 else str(_THIS_CENTURY + int(year))  # noqa: PLR2004 -- a year of two digits
    by_day, by_month = _known(year, second, first), _known(year, first, second)
    if separator == "." or first == second or not by_month.readings:
        return by_day
    if not by_day.readings:
        return by_month
    return Dated((*by_day.readings, *by_month.readings, year), f"00{separator}00{separator}{year}")


def _in_words(text: str) -> Dated:
    words = [word.casefold() for word in _WORDS.findall(text)]
    months = [_month_names()[plain_key(word)] for word in words if plain_key(word) in _month_names()]
    numbers = [word for word in words if word.isdecimal()]
    years, days = [number for number in numbers if len(number) == 4], [number for number in numbers if len(number) <= 2]  # noqa: PLR2004 -- digits
    if len(months) == 1 and len(years) == 1 and len(days) <= 1:
        return _known(years[0], str(months[0]), *days)
    if len(months) == 1 and not years and len(days) == 1:
        return Dated(tuple(_known(str(_THIS_CENTURY + int(days[0])), str(months[0])).readings), "MMM-00")
    if not months and len(years) == 1 and len(numbers) == 1 and len(words) <= 2:  # noqa: PLR2004 -- the year, and a word for it
        return _known(years[0])
    return Dated()


def _known(*parts: str) -> Dated:
    iso = "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
    try:
        return Dated((PartialDate(iso).iso,))
    except ValueError:
        return Dated()


@cache
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in SUPPORTED_LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale(language).months[context][width].items():
                    names.setdefault(plain_key(name), number)
    short = {name[:_SHORTENED]: number for name, number in names.items() if name.isascii() and len(name) > _SHORTENED and number <= _MONTHS}
    return names | short | {"sept": 9}
