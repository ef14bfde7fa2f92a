"""The names of countries as organisations of human rights and the United Nations use them, where CLDR has another name.

They are meant to be the short names that the United Nations write, and in Norwegian those of public lists; they were written down in
November 2026 without comparing them with UNTERM, its terminology database. A name is here only if CLDR has an abbreviation, a name that
the country or the field does not use, or two names.
"""

from __future__ import annotations

import re

_NAMES: dict[str, dict[str, str]] = {
    "AE": {"ru": "Объединенные Арабские Эмираты"},
    "CD": {
        "en": "Democratic Republic of the Congo",
        "ru": "Демократическая Республика Конго",
        "ar": "جمهورية الكونغو الديمقراطية",
        "nb": "Den demokratiske republikken Kongo",
    },
    "CG": {"en": "Congo", "ru": "Конго", "ar": "الكونغو", "nb": "Republikken Kongo"},
    "CI": {"ar": "كوت ديفوار"},
    "CV": {"en": "Cabo Verde", "ar": "كابو فيردي"},
    "HK": {"en": "Hong Kong", "ru": "Гонконг", "ar": "هونغ كونغ", "nb": "Hongkong"},
    "KG": {"ru": "Кыргызстан"},
    "KP": {"ru": "Корейская Народно-Демократическая Республика"},
    "MH": {"ru": "Маршалловы Острова"},
    "MM": {"en": "Myanmar", "ru": "Мьянма", "ar": "ميانمار", "nb": "Myanmar"},
    "MO": {"en": "Macao", "ru": "Макао", "ar": "ماكاو", "nb": "Macao"},
    "PS": {"en": "Palestine", "ru": "Палестина", "ar": "فلسطين", "nb": "Palestina"},
    "SB": {"ru": "Соломоновы Острова"},
    "SC": {"ru": "Сейшельские Острова"},
    "SH": {"ru": "Остров Святой Елены"},
    "TL": {"ru": "Тимор-Лешти"},
    "UM": {"en": "United States Outlying Islands", "ru": "Внешние малые острова США"},
    "US": {"ru": "Соединенные Штаты Америки"},
    "VG": {"ru": "Британские Виргинские острова"},
    "VI": {"en": "United States Virgin Islands", "ru": "Виргинские острова США"},
}
# A name of CLDR that is that of two countries for those who type it; it is not understood.
AMBIGUOUS = {"Kongo"}
# What CLDR shortens in many names of a language, and the whole word.
_WORDS = {
    "en": {r" & ": " and ", r"\bSt\b": "Saint"},
    "ru": {r"\bо-ва\b": "острова", r"\bо-в\b": "остров"},
    "nb": {r"\bSt\. ": "Saint "},
}


def territory_name(code: str, language: str, name_in_cldr: str) -> str:
    """Return the name of a country in a language of the interface, without abbreviations; `name_in_cldr` is the name if none is better."""
    if better := _NAMES.get(code, {}).get(language):
        return better
    name = name_in_cldr
    for short, whole in _WORDS.get(language, {}).items():
        name = re.sub(short, whole, name)
    return name[:1].upper() + name[1:]
