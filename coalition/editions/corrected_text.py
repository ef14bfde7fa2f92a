"""Correcting an error in one passage of an authentic text: the corrected edition is valid from the beginning."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.editions.copying import copy_edition
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.authenticating import digest_of
from coalition.memoranda.recording_revisions import record_revision
from coalition.memoranda.tables import Correction, CorrectionState, Edition, Memorandum, Provision, Wording, WordingStatus
from coalition.memoranda.wording import check_publishable, place
from coalition.text.differences import shortened_parts
from coalition.text.html import plain
from coalition.text.provisions import name_of, normalised
from coalition.text.recorded_words import recorded_parts
from coalition.text.sources import replaced, sources_of
from coalition.text.written_labels import labels_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from coalition.editions.forms import CorrectionForm
    from coalition.text.differences import DifferencePart


TITLE = "title"
LONGEST_TITLE = 300
_UNKNOWN = Message("Choose a passage of this text.")


class Place(Struct, frozen=True):
    """A passage that can be corrected: its id, its name for people, its Markdown, and its plain text."""

    key: str
    name: Message
    source: str
    words: str

    @property
    def shown(self) -> Sequence[DifferencePart]:
        """The passage as it is recognised, with its tables."""
        return shortened_parts(recorded_parts(self.words, self.source))


def name_of_place(key: str, label: str) -> Message:
    """Return the name for people of the passage with this id and this label."""
    return Message("Title") if key == TITLE else name_of(label)


async def places_in(wording: Wording) -> Sequence[Place]:
    """Return the title and every passage of a wording."""
    blocks = await edition_queries.blocks_of(wording.id)
    passages = zip(blocks, sources_of(wording.body, blocks), strict=True)
    labels = labels_in(stored.block for stored in blocks)
    title = Place(TITLE, Message("Title"), wording.title, wording.title)
    return [title, *(Place(stored.key, name_of(labels[stored.block.label]), source, plain([stored.block])) for stored, source in passages)]


async def propose(memorandum: Memorandum, form: CorrectionForm) -> Correction:
    """Save a proposed correction with the last day for objections, inside the caller's transaction; `memorandum` is locked.

    A correction that was made elsewhere has no time for objections.

    Raises:
        NotAuthenticated: the text is not fixed, or was replaced.
        DraftInHand: the next edition is being drafted.
        InvalidForm: the passage is not in an authentic text, is not changed, does not stay one passage, or is being corrected.

    """
    check(Action.CORRECT, Situation(memorandum, drafted=await edition_queries.drafted_edition(memorandum.id) is not None))
    wording = await _authentic_wording(memorandum, form.language)
    passage = await _checked_passage(wording, form)
    earlier = await edition_queries.corrections_of(memorandum.id)
    undecided = [correction for correction in earlier if correction.state == CorrectionState.PROPOSED]
    if any((correction.language, correction.provision) == (form.language, form.provision) for correction in undecided):
        raise InvalidForm({"provision": Message("A correction of this passage is not decided yet.")})
    row = Correction(
        memorandum=memorandum.id,
        number=len(earlier) + 1,
        **passage,
        proposed_on=form.rectified or clock.today(),
        objections_until=form.rectified or clock.today() + timedelta(days=memorandum.objection_days),
        **form.model_dump(include={"kind", "language", "provision", "reason"}, mode="json"),
    )
    await row.save()
    return row


async def _authentic_wording(memorandum: Memorandum, language: str) -> Wording:
    edition = await edition_queries.latest_edition(memorandum.id)
    wording = await edition_queries.wording(edition.id, language)
    if wording is None or wording.status != WordingStatus.AUTHENTIC:
        raise InvalidForm({"language": Message("Choose an authentic text; a translation is mended without a correction.")})
    return wording


async def _checked_passage(wording: Wording, form: CorrectionForm) -> Mapping[str, Any]:
    """Return the passage as it is and as it should be, as Markdown and as words; refuse a correction that cannot be made."""
    places = await places_in(wording)
    at = next((at for at, place in enumerate(places) if place.key == form.provision), None)
    if at is None:
        raise InvalidForm({"provision": _UNKNOWN})
    before, after = places[at].source, normalised(form.after).strip("\n")
    if after == before:
        raise InvalidForm({"after": Message("Nothing is changed in the passage.")})
    if form.provision == TITLE:
        if "\n" in after or len(after) > LONGEST_TITLE:
            raise InvalidForm({"after": Message("A title is one line of at most {limit} characters.", limit=LONGEST_TITLE)})
        return _passage(before, after, before, after)
    try:
        check_publishable(after)
    except InvalidForm as problems:
        raise InvalidForm({"after": problems.problems["body"]}) from None
    corrected = replaced(wording.body, await edition_queries.blocks_of(wording.id), at - 1, after)
    if corrected is None:
        raise InvalidForm({"after": Message("It must stay one passage, and leave the others as they are.")})
    return _passage(before, after, places[at].words, plain([corrected[1][at - 1].block]))


def _passage(before: str, after: str, old_words: str, new_words: str) -> Mapping[str, Any]:
    """Return the columns of a correction; the words are Markdown if only the markup differs."""
    words = (before, after) if old_words == new_words else (old_words, new_words)
    return {"before": before, "after": after, "before_words": words[0], "after_words": words[1]}


async def rectify(memorandum: Memorandum, correction: Correction, made_on: date) -> Edition:
    """Create the corrected edition under its new digest, inside the caller's transaction; the edition it corrects stays readable."""
    old = await edition_queries.latest_edition(memorandum.id)
    adoption = {"adoption_rule": old.adoption_rule, "adopted": old.adopted}
    edition = await copy_edition(old, old.number + 1, corrects=old.number, **adoption)
    await _replace_passage(edition, correction)
    edition.digest, edition.authenticated_at = await digest_of(memorandum, edition), clock.now()
    await edition.save()
    values: dict[str, Any] = {"state": CorrectionState.MADE.value, "decided_on": made_on, "edition": edition.id}
    correction.state = CorrectionState.MADE.value
    await Correction.update(**values).where(Correction.id == correction.id)
    return edition


async def _replace_passage(edition: Edition, correction: Correction) -> None:
    wording = await edition_queries.wording(edition.id, correction.language)
    if wording is None:  # pragma: no cover -- an authentic wording is never deleted
        raise LookupError(correction.language)
    if correction.provision == TITLE:
        wording.title = correction.after
        await record_revision(wording, await edition_queries.blocks_of(wording.id))
    else:
        await _replace_block(edition, wording, correction)
    wording.updated_at = clock.now()
    await wording.save()


async def _replace_block(edition: Edition, wording: Wording, correction: Correction) -> None:
    blocks = await edition_queries.blocks_of(wording.id)
    index = [stored.key for stored in blocks].index(correction.provision)
    corrected = replaced(wording.body, blocks, index, correction.after)
    if corrected is None:  # pragma: no cover -- it was one passage when it was proposed, and the text has not changed
        raise LookupError(correction.provision)
    wording.body, blocks = corrected
    await place(wording, blocks)
    await _update_labels(edition, {stored.key: stored.block.label for stored in blocks})


async def _update_labels(edition: Edition, labels: Mapping[str, str]) -> None:
    """Give provisions the labels of the corrected text, in which a number may have changed."""
    for provision in await edition_queries.provisions(edition.id):
        if labels.get(provision.key, provision.label) != provision.label:
            await Provision.update({Provision.label: labels[provision.key]}).where(Provision.id == provision.id)


async def end(correction: Correction, state: CorrectionState) -> None:
    """End a correction as failed or withdrawn, without a change of the text, inside the caller's transaction."""
    values: dict[str, Any] = {"state": state.value, "decided_on": clock.today()}
    correction.state = state.value
    await Correction.update(**values).where(Correction.id == correction.id)
