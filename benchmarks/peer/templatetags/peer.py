"""Names of countries and directions of languages."""

from django import template

register = template.Library()
_NAMES = {
    "KZ": "Kazakhstan",
    "KG": "Kyrgyzstan",
    "TJ": "Tajikistan",
    "TM": "Turkmenistan",
    "UZ": "Uzbekistan",
    "GE": "Georgia",
    "UA": "Ukraine",
    "NO": "Norway",
    "TN": "Tunisia",
    "JO": "Jordan",
    "LT": "Lithuania",
    "CZ": "Czechia",
}


@register.filter
def country(code: str) -> str:
    """Return the name of a country."""
    return _NAMES[code]


@register.filter
def dir_of(language: str) -> str:
    """Return the direction of a language."""
    return "rtl" if language == "ar" else "ltr"


@register.filter
def own(organisation: object) -> object:
    """Return the name an organisation goes by; all its names are at hand."""
    return next(name for name in organisation.all_names if name.is_primary)


@register.filter
def helping(organisation: object) -> object:
    """Return its name in English, unless that is the one it goes by."""
    return next((name for name in organisation.all_names if name.language == "en" and not name.is_primary), None)
