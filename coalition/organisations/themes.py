"""What organisations work on: a fixed list of themes, stored as their values with spaces between them, in the order of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from coalition.languages import Message
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable


class Theme(Word):
    """A field of work for human rights."""

    FAIR_TRIAL = "fair_trial", Message("fair trial")
    TORTURE = "torture_and_detention", Message("torture and detention")
    EXPRESSION = "freedom_of_expression", Message("freedom of expression and media")
    ASSEMBLY = "assembly_and_association", Message("freedom of assembly and association")
    ELECTIONS = "elections", Message("elections")
    RULE_OF_LAW = "rule_of_law", Message("rule of law")
    WOMEN = "womens_rights", Message("women's rights")
    MINORITIES = "minorities", Message("rights of minorities")
    LGBTI = "lgbti", Message("rights of LGBTI people")
    CHILDREN = "children_and_young_people", Message("children and young people")
    REFUGEES = "refugees_and_migrants", Message("refugees and migrants")
    TRANSITIONAL_JUSTICE = "transitional_justice", Message("transitional justice")
    DOCUMENTATION = "documentation", Message("documentation of violations")
    DEFENDERS = "protection_of_defenders", Message("protection of human rights defenders")
    EDUCATION = "human_rights_education", Message("education in human rights")
    ENVIRONMENT = "environment", Message("environment")
    BUSINESS = "business_and_human_rights", Message("business and human rights")
    RELIGION = "freedom_of_religion", Message("freedom of religion or belief")
    ECONOMIC = "economic_and_social_rights", Message("economic and social rights")


LONGEST_THEMES = 500  # characters of all themes together


def in_list_order(themes: Iterable[str]) -> list[Theme]:
    """Return themes in the order of the list, each once; a value that is no theme is left out."""
    given = set(themes)
    return [theme for theme in Theme if theme.value in given]


def joined(themes: Iterable[str]) -> str:
    """Return themes as they are stored."""
    return " ".join(in_list_order(themes))


def themes_in(stored: str) -> list[Theme]:
    """Return the themes that a column stores."""
    return in_list_order(stored.split())


def _filled(value: Any) -> Any:
    return [theme for theme in value if theme] if isinstance(value, list) else value


# Themes as a form takes them, in any order.
Themes = Annotated[list[Theme], BeforeValidator(_filled), Field(max_length=len(Theme) * 2), AfterValidator(in_list_order)]
