"""Making a forum less careful, and taking a text out of a more careful forum, with two coordinators: what is carried out and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.changing_forums import amend_forum
from coalition.approvals.errors import CannotBeDone
from coalition.approvals.memorandum_kinds import memorandum_asked_about, memorandum_facts
from coalition.forums import queries as forums
from coalition.forums.forms import ForumChange
from coalition.forums.risk_profile_queries import locked_risk_profile
from coalition.forums.risk_profiles import is_more_careful
from coalition.forums.tables import RiskProfile
from coalition.languages import Message
from coalition.memoranda import beginning
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.forms import MemorandumChange

if TYPE_CHECKING:
    from coalition.approvals.facts import Facts, Values
    from coalition.forums.tables import Forum
    from coalition.forums.views import ForumView
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

_TO_OPEN = Message(
    "No second coordinator is needed any more to publish entries of timelines, lines of the record of drafting and articles, or to send appeals. "
    "Letters name the text, a new signature is offered by name, and an act without a name counts from the end of its day."
)
_TO_CAREFUL = Message("An act without a name counts from the end of its week, no longer of its month.")
_EFFECTS = {RiskProfile.OPEN: _TO_OPEN, RiskProfile.CAREFUL: _TO_CAREFUL}


async def _forum(about: str) -> Forum | None:
    return await forums.by_id(int(about.partition(":")[2]))


async def make_forum_less_careful(about: str, values: Values, _: Coordinator) -> None:
    """Give a forum the less careful profile that was asked for, if nobody changed it meanwhile."""
    row = await _forum(about)
    if row is None or await locked_risk_profile(row.id) != values["before"]:
        raise CannotBeDone
    await amend_forum(row, ForumChange(risk_profile=RiskProfile(values["risk_profile"])), approved=True)


async def is_as_careful_as_before(about: str, values: Values) -> None:
    """Refuse to ask about a forum that is not as careful as it was when the change was asked for."""
    row = await _forum(about)
    if row is None or row.risk_profile != values["before"]:
        raise CannotBeDone


async def forum_facts(about: str, values: Values, language: str) -> Facts:
    """Name the forum by its titles and the address name, and say what would change; of one that was deleted, nothing."""
    row = await _forum(about)
    if row is None:
        return ()
    view = await forums.view(row, withhold=False)
    after = RiskProfile(values["risk_profile"])
    return [
        (Message("Forum"), " · ".join(text.title for text in view.texts.values())),
        (Message("Address name"), view.slug),
        (Message("Risk, before"), RiskProfile(values["before"]).word.text(language)),
        (Message("Risk"), after.word.text(language)),
        (Message("What changes"), _EFFECTS[after].text(language)),
    ]


async def move_memorandum(about: str, values: Values, _: Coordinator) -> None:
    """Move a text to the less careful forum, or to none, if it is still in the forum that it was to leave."""
    row = await memoranda.locked((await memorandum_asked_about(about)).id)
    await _check_moving(row, values)
    after = await forums.slug_of(values["forum"]) if values["forum"] else None
    await beginning.change_particulars(row, MemorandumChange(forum=after), approved=True)


async def can_be_moved(about: str, values: Values) -> None:
    """Refuse to ask about a text that is fixed, or is in another forum meanwhile."""
    await _check_moving(await memorandum_asked_about(about), values)


async def _check_moving(row: Memorandum, values: Values) -> None:
    check(Action.CHANGE_PARTICULARS, Situation(row))
    if row.forum != values["before"] or (values["forum"] and await forums.by_id(values["forum"]) is None):
        raise CannotBeDone


async def moving_facts(about: str, values: Values, language: str) -> Facts:
    """Name the text, the forum that it leaves and the one that it goes to, each with its risk as it is now."""
    known = await forums.views_of(number for number in (values["before"], values["forum"]) if number)
    before, after = (known.get(number) if number else None for number in (values["before"], values["forum"]))
    risks = [RiskProfile(forum.risk_profile) if forum else RiskProfile.OPEN for forum in (before, after)]
    facts = [
        *await memorandum_facts(about, values, language),
        (Message("Forum, before"), _with_risk(before, language)),
        (Message("Forum"), _with_risk(after, language)),
    ]
    return [*facts, (Message("What changes"), _EFFECTS[risks[1]].text(language))] if is_more_careful(*risks) else facts


def _with_risk(forum: ForumView | None, language: str) -> str:
    """Return the title and the address name of a forum, and its risk."""
    if forum is None:
        return ""
    return " · ".join((forum.text(language).title, forum.slug, RiskProfile(forum.risk_profile).word.text(language)))
