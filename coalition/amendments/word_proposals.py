"""Tracked changes of a Word file as proposals: the text before them is matched to the draft, and what they make of a provision is proposed.

Nothing is guessed: where the file began from other words than the draft has now, and where a place is not certain, the passage is only named.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.amendments.file_passages import Passage, paired, passages_in, passages_of
from coalition.amendments.forms import AmendmentForm
from coalition.amendments.proposals import check_proposal
from coalition.amendments.tables import Operation
from coalition.drafting.arranging_provisions import with_below
from coalition.drafting.provision_texts import TITLE
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.text.blocks import BlockKind
from coalition.text.word_merging import merged
from coalition.word_files.reading_document import Tracked
from coalition.word_files.reading_markdown import WordText, markdown_of
from coalition.word_files.reading_packages import UnreadableWordFile
from coalition.word_files.reading_word_files import read_word_file
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coalition.drafting.current_texts import TextInLanguage

MOST_PROPOSALS = 100
_FIRST_WORDS = 120
_MOST_PASSAGES = 5000
_NOTHING_TRACKED = Message("The file has no tracked changes of the text.")
_TOO_LONG = Message("The text of the file is too long.")
_TOO_MANY = Message("The file has more than {limit} changes: too many to be entered at once.", limit=MOST_PROPOSALS)


class LeftOut(Word):
    """Why a change of a file is not proposed."""

    CHANGED_SINCE = "changed_since", Message("The draft says something else here now.")
    NOT_IN_DRAFT = "not_in_draft", Message("The draft does not have this passage.")
    NO_PLACE = "no_place", Message("It stands beside passages that the draft does not have.")
    WITH_OTHERS = "with_others", Message("What stands below it would be deleted with it, and the file does not delete that.")
    NO_PROVISION = "no_provision", Message("It cannot be proposed as it is: enter it by hand.")


class WordProposal(Struct, frozen=True):
    """A proposal: `base` is the digest of the provision that it changes or deletes, empty for one that adds something."""

    operation: Operation
    provision: str
    text: str = ""
    base: str = ""


class ChangeLeftOut(Struct, frozen=True):
    """A change that is not proposed: the beginning of the passage in the file, and why; `provision` is the one that stands there now."""

    passage: str
    reason: LeftOut
    provision: str = ""


class WordChanges(Struct, frozen=True):
    """What the tracked changes of a file propose for the draft in a language; `comments` is how many of the margin were not taken over."""

    language: str
    proposals: list[WordProposal] = field(default_factory=list)
    left_out: list[ChangeLeftOut] = field(default_factory=list)
    comments: int = 0


def form_of(proposal: WordProposal, language: str) -> AmendmentForm:
    """Return a proposal as the form of an amendment."""
    given = {"operation": proposal.operation, "provision": proposal.provision, "language": language, "text": proposal.text}
    return AmendmentForm.parse(given)


def changes_in(content: bytes, draft: TextInLanguage) -> WordChanges:
    """Return what the tracked changes of a Word file propose for a draft.

    Raises:
        InvalidForm: it cannot be read, or has no tracked changes of the text.

    """
    try:
        before = markdown_of(read_word_file(content, Tracked.REJECT))
        after = markdown_of(read_word_file(content, Tracked.ACCEPT))
    except UnreadableWordFile as unreadable:
        raise InvalidForm({"file": unreadable.message}) from None
    comparison = _Comparison(draft, before, after)
    comparison.compare()
    proposals, left_out = [], comparison.left_out
    for passage, proposal in comparison.proposals:
        try:
            check_proposal(draft, form_of(proposal, draft.language))
            proposals.append(proposal)
        except InvalidForm:
            left_out.append(_left_out(passage, LeftOut.NO_PROVISION, proposal.provision))
    if not proposals and not left_out:
        raise InvalidForm({"file": _NOTHING_TRACKED})
    if len(proposals) + len(left_out) > MOST_PROPOSALS:
        raise InvalidForm({"file": _TOO_MANY})
    return WordChanges(draft.language, proposals, left_out, len(after.comments))


def proposed_between(draft: TextInLanguage, before: WordText, after: WordText) -> list[WordProposal]:
    """Return what the difference between two texts proposes for a draft, without asking whether it is a provision.

    Raises:
        InvalidForm: they are too long.

    """
    comparison = _Comparison(draft, before, after)
    comparison.compare()
    return [proposal for _, proposal in comparison.proposals]


def _left_out(passage: Passage, reason: LeftOut, provision: str = "") -> ChangeLeftOut:
    beginning = f"{passage.text.number} {passage.words}".strip()
    shown = beginning if len(beginning) <= _FIRST_WORDS else f"{beginning[:_FIRST_WORDS].rpartition(' ')[0] or beginning[:_FIRST_WORDS]}…"
    return ChangeLeftOut(shown, reason, provision)


class _Place(Struct, frozen=True):
    """Where a new passage stands: beside which provision of the draft, and whether it gets its number by that."""

    operation: Operation
    provision: str
    is_counted: bool


def _not_deeper(before: Sequence[Passage], becomes: Passage) -> Iterator[Passage]:
    """Yield the provision after which, with all below it, a new one stands; what has no number stands after its neighbour."""
    for each in before:
        if each.text.number and becomes.text.number and each.depth > becomes.depth:
            continue
        yield each
        return


class _Comparison(Struct):
    """A file that is compared with the draft: which of its passages before the changes the draft has, and what becomes of each.

    `same` and `other` are the provisions of the draft that passages of the file are, by the keys of those: with the same words, or with others.
    `below` is what stands below each provision that is `deleted`.
    """

    draft: TextInLanguage
    before: WordText
    after: WordText
    same: dict[str, Passage] = field(default_factory=dict)
    other: dict[str, Passage] = field(default_factory=dict)
    rows: list[tuple[Passage | None, Passage | None]] = field(default_factory=list)
    proposals: list[tuple[Passage, WordProposal]] = field(default_factory=list)
    left_out: list[ChangeLeftOut] = field(default_factory=list)
    places: dict[int, _Place] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    below: dict[str, set[str]] = field(default_factory=dict)

    def compare(self) -> None:
        """Find out what is proposed, and what is left out.

        Raises:
            InvalidForm: the file is too long.

        """
        old, new = (passages_in(text.title, text.body) for text in (self.before, self.after))
        if max(len(old), len(new)) > _MOST_PASSAGES:
            raise InvalidForm({"file": _TOO_LONG})
        for saved, passage in paired(passages_of(self.draft.provisions.values()), old):
            if saved and passage:
                (self.same if saved.words == passage.words else self.other)[passage.key] = saved
        self.rows = [*paired(old, new)]
        self.deleted = {self.same[gone.key].key for gone, left in self.rows if gone and not left and gone.key in self.same}
        self.below = {key: {*with_below(self.draft.blocks, key)[1:]} for key in self.deleted - {TITLE}}
        for at, (was, becomes) in enumerate(self.rows):
            if was is None and becomes:
                self._add(at, becomes)
            elif was and (becomes is None or was.words != becomes.words):
                self._change(was, becomes)

    def _change(self, was: Passage, becomes: Passage | None) -> None:
        saved = self.same.get(was.key)
        if saved is None:
            now = self.other.get(was.key)
            self.left_out.append(_left_out(was, LeftOut.CHANGED_SINCE if now else LeftOut.NOT_IN_DRAFT, now.key if now else ""))
        elif becomes is None:
            self._delete(was, saved)
        else:
            text = becomes.markdown if was.markdown == saved.markdown else merged(was.markdown, saved.markdown, becomes.markdown) or becomes.markdown
            self.proposals.append((was, WordProposal(Operation.REPLACE, saved.key, text, saved.text.digest)))

    def _delete(self, was: Passage, saved: Passage) -> None:
        """Propose to delete a provision with all that stands below it; what is below one that is deleted goes with it."""
        if any(saved.key in others and others <= self.deleted for others in self.below.values()):
            return
        if self.below.get(saved.key, set()) <= self.deleted:
            self.proposals.append((was, WordProposal(Operation.DELETE, saved.key, base=saved.text.digest)))
        else:
            self.left_out.append(_left_out(was, LeftOut.WITH_OTHERS, saved.key))

    def _add(self, at: int, becomes: Passage) -> None:
        place = self._place(at, becomes)
        if place is None:
            self.left_out.append(_left_out(becomes, LeftOut.NO_PLACE))
            return
        if not becomes.text.number and becomes.kind != BlockKind.HEADING and self.draft.provisions[place.provision].number:
            self.left_out.append(_left_out(becomes, LeftOut.NO_PROVISION, place.provision))  # it would get a number there
            return
        self.places[at] = place
        text = becomes.markdown if place.is_counted else becomes.text.source
        self.proposals.append((becomes, WordProposal(place.operation, place.provision, text)))

    def _place(self, at: int, becomes: Passage) -> _Place | None:
        """Return where a new passage stands: beside one of its depth, where it gets its number, else with its own number beside its neighbour."""
        for place in range(at - 1, -1, -1):
            was, new = self.rows[place]
            if was or new is None:
                break
            if new.depth == becomes.depth:
                return self.places.get(place)
            if new.depth < becomes.depth:
                above = self.places.get(place)
                return _Place(above.operation, above.provision, is_counted=False) if above else None
        return self._beside_neighbour(at, becomes)

    def _beside_neighbour(self, at: int, becomes: Passage) -> _Place | None:
        before, after = [*self._beside(range(at - 1, -1, -1))], [*islice(self._beside(range(at + 1, len(self.rows))), 1)]
        above = [*_not_deeper(before, becomes)]
        places = [(Operation.INSERT_AFTER, each) for each in above] + [(Operation.INSERT_BEFORE, each) for each in after]
        alike = [_Place(operation, each.key, is_counted=True) for operation, each in places if each.depth == becomes.depth]
        nearest = [(Operation.INSERT_AFTER, each) for each in before[:1]] + places[len(above) :]
        others = [_Place(operation, each.key, is_counted=False) for operation, each in nearest if each.kind != TITLE]
        return next(iter([*alike, *others]), None)

    def _beside(self, order: range) -> Iterator[Passage]:
        """Yield the provisions of the draft on one side of a place that stay, the nearest first, up to a passage that the draft does not have."""
        for at in order:
            was, becomes = self.rows[at]
            if was and was.key not in self.same:
                return
            if was and becomes:
                yield self.same[was.key]
