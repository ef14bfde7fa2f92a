"""The disclosure levels: for each, what the public may read, what the signing page says, and who may choose it.

Everything that depends on a level is read from `LEVELS`: the projection, the forms, the pages, the files and the imports.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.tables import Disclosure
from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class LevelRules(Struct, frozen=True, kw_only=True):
    """What one level means. The public reads a name, or a description in its place, or the `unnamed_line`: exactly one of the three.

    Whether a number includes an act without a name is decided in `withheld_numbers.py`.
    """

    rank: int
    """How much the public learns, now or later. Only the organisation itself may choose a higher one."""
    choice: Message
    """The level as an answer to the question who may know."""
    hint: Message
    """What the signer should consider before choosing it."""
    sentence: Message
    """Who may know, once it was chosen; `{date}` is the day on which it opens."""
    names_organisation: bool
    """Whether everybody may read the name of the organisation today."""
    names_representative: bool
    """Whether everybody may read the name and position of its representative today."""
    shows_description: bool
    """Whether everybody reads a description in place of the name; the form asks for it."""
    unnamed_line: Message | None
    """What the signing page says about the public list, if that shows neither a name nor a description."""
    opens_as: Disclosure | None
    """The level in force from a day on; the form asks for the day."""
    coordinators_may_choose: bool
    """Whether a coordinator may hide a name with it."""
    imports_accept: bool
    """Whether a table of signatories of the past may hold it."""


_NOTHING = Message(
    "No name, no country, no day. No public number includes it while the text is open; afterwards at most the number of names that are not shown."
)

LEVELS: Mapping[Disclosure, LevelRules] = {
    Disclosure.PUBLIC: LevelRules(
        rank=4,
        choice=Message("Everybody: the organisation and your name"),
        hint=Message("They stand in the public list, in its files and in the notifications."),
        sentence=Message("Everybody: the organisation and your name"),
        names_organisation=True,
        names_representative=True,
        shows_description=False,
        unnamed_line=None,
        opens_as=None,
        coordinators_may_choose=True,
        imports_accept=True,
    ),
    Disclosure.PUBLIC_ORGANISATION: LevelRules(
        rank=3,
        choice=Message("Everybody: the organisation, without your name"),
        hint=Message("The coordinators can read your name. They are protected by access rules, not by encryption."),
        sentence=Message("Everybody: the organisation, without your name"),
        names_organisation=True,
        names_representative=False,
        shows_description=False,
        unnamed_line=None,
        opens_as=None,
        coordinators_may_choose=True,
        imports_accept=True,
    ),
    Disclosure.DESCRIBED: LevelRules(
        rank=2,
        choice=Message("Everybody reads a description in place of the name"),
        hint=Message(
            "For example: a human rights group from Central Asia. You write it, and nothing else about you is shown. "
            "It is shown once the text has closed, if enough listed organisations could be meant."
        ),
        sentence=Message("Everybody reads a description in place of the name"),
        names_organisation=False,
        names_representative=False,
        shows_description=True,
        unnamed_line=None,
        opens_as=None,
        coordinators_may_choose=False,  # its words are the organisation's own
        imports_accept=True,
    ),
    Disclosure.COUNTED: LevelRules(
        rank=0,
        choice=Message("The public learns no name and no country"),
        hint=Message(
            "No public number includes you while the text is open. After it has closed, the number of names that are not shown may be "
            "published, but only where nobody can work out from it who signed. The coordinators of this text can read the names. "
            "They are protected by access rules, not by encryption."
        ),
        sentence=Message("The public learns no name and no country"),
        names_organisation=False,
        names_representative=False,
        shows_description=False,
        unnamed_line=_NOTHING,
        opens_as=None,
        coordinators_may_choose=True,
        imports_accept=True,
    ),
    Disclosure.SEALED_UNTIL: LevelRules(
        rank=1,  # it shows nothing yet, but promises the names
        choice=Message("No name until a day that you choose; the names are shown from then on"),
        hint=Message("You can change your mind before that day with your private link."),
        sentence=Message("No name until {date}; the names are shown from then on"),
        names_organisation=False,
        names_representative=False,
        shows_description=False,
        unnamed_line=_NOTHING,
        opens_as=Disclosure.PUBLIC,
        coordinators_may_choose=True,
        imports_accept=False,  # such a table has no column for the day
    ),
}


def problems_of(levels: Iterable[Disclosure], table: Mapping[Disclosure, LevelRules]) -> list[str]:
    """Return the problems of a table of levels: missing rules and contradictions."""
    problems = [f"{level}: no rules" for level in levels if level not in table]
    ranks = [rules.rank for rules in table.values()]
    for level, rules in table.items():
        problems += [f"{level}: {problem}" for problem, is_wrong in _contradictions(rules, table).items() if is_wrong]
        problems += [f"{level}: another level has its rank"] if ranks.count(rules.rank) > 1 else []
    return problems


def _contradictions(rules: LevelRules, table: Mapping[Disclosure, LevelRules]) -> dict[str, bool]:
    later = table.get(rules.opens_as) if rules.opens_as else None
    readings = (rules.names_organisation, rules.shows_description, rules.unnamed_line is not None)
    return {
        "the public reads a name, or a description, or the unnamed line: exactly one": sum(readings) != 1,
        "a representative without an organisation": rules.names_representative and not rules.names_organisation,
        "it opens as a level that names nobody, or ranks no higher": rules.opens_as is not None
        and not (later and later.names_organisation and later.rank > rules.rank),
        "the sentence and the day do not fit": ("{date}" in rules.sentence.msgid) is not (rules.opens_as is not None),
        "an import has no column for the day": rules.imports_accept and rules.opens_as is not None,
    }


if _PROBLEMS := problems_of(Disclosure, LEVELS):
    raise ValueError("; ".join(_PROBLEMS))


def tells_more(new: Disclosure, old: Disclosure) -> bool:
    """Whether a level lets the public know more than another, now or later."""
    return LEVELS[new].rank > LEVELS[old].rank


def level_on(today: date, level: Disclosure, release_on: date | None) -> Disclosure:
    """Return the level in force on a day: a sealed name is shown from its day of release."""
    later = LEVELS[level].opens_as
    return later if later and release_on and release_on <= today else level


def raises(new: Level, old: Level) -> bool:
    """Whether a level lets the public know more than another, now, on a later or an earlier day, or in other words."""
    latest = (LEVELS[level.rules.opens_as or level.disclosure].rank for level in (new, old))
    sooner = bool(new.release_on and old.release_on and new.release_on < old.release_on)
    other_words = new.rules.shows_description and old.rules.shows_description and new.description != old.description
    return tells_more(new.disclosure, old.disclosure) or next(latest) > next(latest) or sooner or other_words


class Level(Struct, frozen=True):
    """The level chosen for an act; some levels need a description, or the day on which the names are shown."""

    disclosure: Disclosure
    description: str = ""
    release_on: date | None = None

    @property
    def rules(self) -> LevelRules:
        """The rules of the level."""
        return LEVELS[self.disclosure]

    @property
    def named(self) -> bool:
        """Whether everybody may know the organisation at once."""
        return self.rules.names_organisation

    @property
    def sentence(self) -> Message:
        """The sentence that says to the signer who may know."""
        return Message(self.rules.sentence.msgid, date=self.release_on)


HIDDEN = Level(Disclosure.COUNTED)
SHOWN = Level(Disclosure.PUBLIC)
