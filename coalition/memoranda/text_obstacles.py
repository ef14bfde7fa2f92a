"""The obstacles to an adoption that lie in the texts, in the rules and in who works on the memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.languages import Message, NameOfLanguage
from coalition.memoranda import queries
from coalition.memoranda.errors import ForumMissing, WordingMissing
from coalition.memoranda.obstacles import Obstacle, obstacles
from coalition.memoranda.rules_in_force import speaks_of_forum
from coalition.memoranda.tables import EffectRule
from coalition.memoranda.wording import check_whole
from coalition.text.apart import apart_if_long

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.obstacles import TextToAdopt
    from coalition.memoranda.tables import Memorandum, Wording

_TEXT = "desk.wording.edit"


@obstacles.at(10)
async def _missing_texts(about: TextToAdopt) -> Sequence[Obstacle]:
    """Each authentic language without a text forbids it."""
    written = {wording.language for wording in about.wordings}
    missing = [code for code in about.memorandum.authentic_languages.split(",") if code not in written]
    messages = {code: Message("There is no text yet in an authentic language: {language}.", language=NameOfLanguage(code)) for code in missing}
    return [Obstacle(f"missing-{code}", message, WordingMissing(), _TEXT, {"text": code}) for code, message in messages.items()]


@obstacles.at(20)
async def _refused_texts(about: TextToAdopt) -> Sequence[Obstacle]:
    """A text whose numbers are not unique and certain forbids it."""
    refused = [(wording, await refusal_of(wording)) for wording in about.authentic]
    return [Obstacle(f"text-{wording.language}", error.problems[""], error, _TEXT, {"text": wording.language}) for wording, error in refused if error]


async def refusal_of(wording: Wording) -> InvalidForm | None:
    """Return why a text cannot be fixed: a number stands twice in it, or it is not certain what is a number; None if it can."""
    try:
        await apart_if_long(wording.body, check_whole, wording.body)
    except InvalidForm as problems:
        problem = problems.problems["body"]
        return InvalidForm(
            {"": Message("The text in the language {language}: {problem}", language=NameOfLanguage(wording.language), problem=problem)}
        )
    return None


@obstacles.at(30)
async def _rules_without_forum(about: TextToAdopt) -> Sequence[Obstacle]:
    """Rules that can never be met forbid it."""
    if about.edition.number > 1 or not await _lacks_forum(about.memorandum):
        return []
    message = Message("A rule speaks of the forum or of its countries: name the forum first, or change the rule.")
    return [Obstacle("forum", message, ForumMissing(), "desk.rules.edit")]


async def _lacks_forum(memorandum: Memorandum) -> bool:
    """Whether a rule refers to the forum or its countries, and there are none."""
    if not speaks_of_forum(memorandum.signature_rule, memorandum.effect_rule):
        return False
    countries = await forums.countries_of(memorandum.forum) if memorandum.forum else []
    return memorandum.forum is None or (memorandum.effect_rule == EffectRule.PER_COUNTRY and not countries)


@obstacles.at(40)
async def _languages_that_do_not_match(about: TextToAdopt) -> Sequence[Obstacle]:
    """Provisions that a language lacks, and numbers that do not match, have to be seen."""
    places = about.concordance
    lacking, other = places.with_missing, places.with_other_numbers
    seen: list[Obstacle] = []
    if lacking:
        message = Message.plural(
            "{n} provision is missing in a language, or stands apart.", "{n} provisions are missing in a language, or stand apart.", len(lacking)
        )
        seen.append(Obstacle("missing-provisions", message, place=f"provision-{lacking[0]}"))
    if other:
        message = Message.plural("The number of {n} provision does not match.", "The numbers of {n} provisions do not match.", len(other))
        seen.append(Obstacle("numbers", message, place=f"provision-{other[0]}"))
    return seen


@obstacles.at(50)
async def _languages_to_confirm(about: TextToAdopt) -> Sequence[Obstacle]:
    """Each authentic language that was not compared with the others since they changed has to be seen."""
    outdated = [wording for wording in about.authentic if wording.language in about.outdated]
    return [Obstacle(f"unconfirmed-{wording.language}", _unconfirmed(about, wording), place="languages") for wording in outdated]


def _unconfirmed(about: TextToAdopt, wording: Wording) -> Message:
    language = NameOfLanguage(wording.language)
    if wording.id not in about.confirmations:
        return Message("Nobody has compared this language with the others yet: {language}.", language=language)
    others = [NameOfLanguage(code) for code in about.outdated[wording.language]]
    return Message("Nobody has confirmed this language since a change: {language}. Changed: {others}.", language=language, others=others)


@obstacles.at(60)
async def _nobody_else(about: TextToAdopt) -> Sequence[Obstacle]:
    """That no second coordinator works on it has to be seen."""
    if len(await queries.coordinators_of(about.memorandum.id)) > 1:
        return []
    message = Message("Nobody else coordinates this memorandum: nobody checks what is adopted.")
    return [Obstacle("alone", message, address="desk.members.list")]
