"""Interface languages, translatable sentences, and the written form of dates, languages and countries."""

from __future__ import annotations

import gettext
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from coalition import resources
from coalition.collation import in_order
from coalition.directions import Ordered, PersonName, direction
from coalition.partial_dates import PartialDate
from coalition.search_keys import plain_key
from coalition.territories import AMBIGUOUS, territory_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_SKELETONS = {1: "y", 2: "yMMMM", 3: "yMMMMd"}
_PERIODS = {1: "y", 2: "yMMMM", 3: "yMMMd"}  # CLDR has days only with short months
_LAST_MINUTE = (23, 59)
_SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the message catalog of an interface language."""
    return gettext.translation("messages", resources.LOCALE, [language], fallback=True)


@dataclass(frozen=True)
class Message:
    """A translatable sentence, translated when it is shown; placeholders follow `str.format`."""

    msgid: str
    params: dict[str, Any]
    many: str = ""
    count: int = 0

    def __init__(self, msgid: str, /, **params: Any) -> None:
        """Hold `msgid` and the values of its placeholders; a value is text, a Message, a date, a number, a name, or a list of any of them."""
        object.__setattr__(self, "msgid", msgid)
        object.__setattr__(self, "params", params)

    @classmethod
    def plural(cls, one: str, many: str, count: int, /, **params: Any) -> Self:
        """Hold a sentence whose form depends on `count`, available as `{n}`; all numbers in it are written by `number_text`."""
        message = cls(one, n=count, **params)
        object.__setattr__(message, "many", many)
        object.__setattr__(message, "count", count)
        return message

    def text(self, language: str) -> str:
        """Return the sentence in a language."""
        catalog = translations(language)
        chosen = catalog.ngettext(self.msgid, self.many, self.count) if self.many else catalog.gettext(self.msgid)
        values = {name: _placeholder_text(value, language) for name, value in self.params.items()}
        if self.many:
            values = {name: number_text(value) if isinstance(value, int) else value for name, value in values.items()}
        return chosen.format(**values) if values else chosen

    def __str__(self) -> str:
        """Return the English sentence (logs, command line)."""
        return self.text("en")


class Sentences(Message):
    """Sentences that stand one after the other."""

    def __init__(self, *sentences: Message) -> None:
        """Hold the sentences."""
        super().__init__("", sentences=sentences)

    def text(self, language: str) -> str:
        """Return all of them in a language."""
        return " ".join(sentence.text(language) for sentence in self.params["sentences"])


def number_text(number: int) -> str:
    """Return a number as people read it, in every language: a no-break space stands between groups of three digits."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def _placeholder_text(value: object, language: str) -> object:
    if isinstance(value, Message):
        return value.text(language)
    if isinstance(value, PartialDate | date):
        return date_text(value, language)
    if isinstance(value, Ordered | PersonName):
        return value.within(language)
    if isinstance(value, list | tuple):
        return comma(language).join(str(_placeholder_text(part, language)) for part in value)
    return value


@cache
def locale(language: str) -> Locale:
    """Return the CLDR locale of an interface language."""
    return Locale.parse("en_GB" if language == "en" else language)


@lru_cache(maxsize=4096)
def date_text(value: PartialDate | date | datetime | str, language: str) -> str:
    """Return a date in words with its own precision, in Latin digits in every language."""
    if isinstance(value, datetime | date):
        return _without_stop(format_date(value, "long", locale(language)))
    partial = PartialDate(value) if isinstance(value, str) else value
    if len(partial.parts) == len(_SKELETONS):
        return date_text(partial.first, language)
    return _without_stop(format_skeleton(_SKELETONS[len(partial.parts)], partial.first, locale=locale(language)))


def until_text(value: date | datetime, language: str) -> str:
    """Return a last day with the moment at which it ends, or a moment, both in UTC: readers in other zones must not be late."""
    is_moment = isinstance(value, datetime) and (value.hour, value.minute) != _LAST_MINUTE
    hour = f"{value:%H:%M}" if is_moment else "24:00"
    return Message("{date}, {hour} UTC", date=value, hour=hour).text(language)


def _without_stop(text: str) -> str:
    """Return a Russian date with its last word in full, because the stop of `г.` would be doubled at the end of a sentence."""
    return text.replace("\N{NARROW NO-BREAK SPACE}г.", "\N{NO-BREAK SPACE}года")


def comma(language: str) -> str:
    """Return what stands between the items of a list that has no word before its last item; `listed` in templates has one."""
    return "\N{ARABIC COMMA} " if direction(language) == "rtl" else ", "


def period_text(starts: PartialDate | str, ends: PartialDate | str, language: str) -> str:
    """Return a period between two different dates; a common month or year is written once, as in "12–14 October 2026"."""
    starts, ends = PartialDate(str(starts)), PartialDate(str(ends))
    if len(starts.parts) != len(ends.parts):
        return f"{date_text(starts, language)} – {date_text(ends, language)}"
    first_difference = next(index for index, (left, right) in enumerate(zip(starts.parts, ends.parts, strict=True)) if left != right)
    patterns = locale(language).interval_formats[_PERIODS[len(starts.parts)]]["yMd"[first_difference]]
    days = zip((starts.first, ends.first), patterns, strict=True)
    return _without_stop("".join(format_date(day, _SHORT_MONTH.sub("MMMM", pattern), locale(language)) for day, pattern in days))


@lru_cache(maxsize=4096)
def country_name(code: str, language: str) -> str:
    """Return the name of an ISO 3166-1 alpha-2 country (and XK), as organisations of human rights use it."""
    known = locale(language).territories.get(code)
    return territory_name(code, language, known) if known else code


class NameOfCountry(Message):
    """The name of a country, in the language in which the sentence around it is shown."""

    def __init__(self, code: str) -> None:
        """Hold the code."""
        super().__init__("", code=code)

    def text(self, language: str) -> str:
        """Return the name."""
        return country_name(self.params["code"], language)


class DateInWords(Message):
    """A date, in the language in which the sentence around it is shown."""

    def __init__(self, iso: str) -> None:
        """Hold the date."""
        super().__init__("", iso=iso)

    def text(self, language: str) -> str:
        """Return the date in words."""
        return date_text(self.params["iso"], language)


class LastDay(Message):
    """A last day with the moment at which it ends, in the language in which the sentence around it is shown."""

    def __init__(self, day: date) -> None:
        """Hold the day."""
        super().__init__("", day=day)

    def text(self, language: str) -> str:
        """Return the day and the moment, as `until_text`."""
        return until_text(self.params["day"], language)


@cache
def countries(language: str) -> list[tuple[str, str]]:
    """Return (code, name) of all countries, sorted by name as readers of the language expect it."""
    return countries_by_name(country_codes(), language)


def countries_by_name(codes: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return (code, name) of some countries, sorted by name as readers of the language expect it."""
    return in_order([(code, country_name(code, language)) for code in codes], language, itemgetter(1))


@cache
def _codes_by_name(language: str) -> dict[str, str]:
    """Return the codes of countries by every name that a person may type: the code, the name that is shown, and that of CLDR."""
    names = locale(language).territories
    typed = ((text, code) for code in country_codes() for text in (names[code], country_name(code, language), code))
    return {plain_key(text): code for text, code in typed if text not in AMBIGUOUS}


def country_code(text: str, language: str) -> str | None:
    """Return the code of a country that was typed as its code or as its name in a language; None if there is no such country."""
    return _codes_by_name(language).get(plain_key(text))


_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}


@cache
def country_codes() -> frozenset[str]:
    """Return every ISO 3166-1 alpha-2 code in CLDR, plus XK."""
    codes = [str(code) for code in locale("en").territories]
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES)  # noqa: PLR2004


@cache
def language_name(code: str, language: str) -> str:
    """Return the name of the language `code` in `language`; the code itself if CLDR has no name."""
    try:
        return Locale.parse(code, sep="-").get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code


class NameOfLanguage(Message):
    """The name of a language, in the language in which the sentence around it is shown."""

    def __init__(self, code: str) -> None:
        """Hold the tag."""
        super().__init__("", code=code)

    def text(self, language: str) -> str:
        """Return the name."""
        return language_name(self.params["code"], language)


# These names are on every page; reading the CLDR data of four languages for them would be slow.
_OWN_NAMES = {"en": "English", "ru": "Русский", "ar": "العربية", "nb": "Norsk bokmål"}


@cache
def own_language_name(code: str) -> str:
    """Return the name of a language in that language, with a capital first letter."""
    if code in _OWN_NAMES:
        return _OWN_NAMES[code]
    name = language_name(code, code if _is_known(code) else "en")
    return name[:1].upper() + name[1:]


@cache
def _is_known(code: str) -> bool:
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def is_language(code: str) -> bool:
    """Return whether CLDR knows this BCP 47 tag."""
    return _is_known(code)


def negotiate(accepted: str, offered: Iterable[str]) -> str:
    """Return the best interface language for an `Accept-Language` header (RFC 9110); all Norwegian tags mean Bokmål.

    Return the first offered language if none is accepted.
    """
    offers = list(offered)
    wanted = []
    for position, part in enumerate(accepted[:500].split(",")):
        tag, _, quality = part.strip().partition(";q=")
        primary = tag.split("-")[0].lower()
        wanted.append((-_quality(quality), position, "nb" if primary in {"no", "nn", "nb"} else primary))
    return next((code for weight, _, code in sorted(wanted) if weight < 0 and code in offers), offers[0])


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
