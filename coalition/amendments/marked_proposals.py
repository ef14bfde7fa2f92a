"""A draft with what is proposed written into it as changes, as far as a file with these changes comes back as the same amendments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.applying import added_text
from coalition.amendments.tables import Operation
from coalition.amendments.word_proposals import proposed_between
from coalition.drafting.arranging_provisions import with_below
from coalition.drafting.current_texts import TextInLanguage
from coalition.drafting.errors import OthersChange, SeveralProvisions
from coalition.drafting.numbers_in_order import number_anew, write_numbers
from coalition.drafting.provision_texts import TITLE
from coalition.drafting.working_texts import read_again
from coalition.fields import InvalidForm
from coalition.remembered import cached_by_value
from coalition.text.differences import TextVersion
from coalition.text.pieces import Pieces, number_apart
from coalition.word_files.reading_markdown import WordText

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coalition.amendments.open_proposals import OpenProposal
    from coalition.amendments.word_proposals import WordProposal
    from coalition.text.sources import StoredBlock

_NEW = "proposed {}"  # the key of a provision that is proposed
_MOST_TRIES = 4
_TEXTS = 8, 1_000_000  # entries and characters of what is remembered: a text of 12,000 words with 300 proposals has 250,000
_CHANGING = {Operation.REPLACE, Operation.DELETE}


class MarkedDraft(Struct, frozen=True):
    """A draft with changes: the text with all of them, and by the key of a provision what changes, deletes or adds it."""

    text: TextVersion
    changes: Mapping[str, OpenProposal]


class _Arranged(Struct):
    """A text while changes are written into it; `beside` and `changes` have the keys of provisions that came in."""

    title: str
    blocks: Sequence[StoredBlock]
    pieces: Pieces
    beside: dict[str, str]
    changes: dict[str, OpenProposal]


class _Marking(Struct, frozen=True):
    """A text, and by the key of a provision what is proposed there: all that is known where changes are written into it."""

    language: str
    version: int
    title: str
    body: str
    blocks: tuple[StoredBlock, ...]
    proposals: tuple[tuple[str, tuple[OpenProposal, ...]], ...]

    @property
    def length(self) -> int:
        """The number of characters of the text and the proposals."""
        return len(self.body) + sum(each.length for _, some in self.proposals for each in some)


def marked(draft: TextInLanguage, proposals: Mapping[str, Sequence[OpenProposal]]) -> MarkedDraft:
    """Return a draft with those of the proposals about its provisions that can be read in it as changes.

    Such is the only proposal about a provision, whose words the draft still has; if what stands below goes too, nothing is proposed there.
    """
    by_key = tuple((key, tuple(some)) for key, some in proposals.items())
    return _marked(_Marking(draft.language, draft.version, draft.title, draft.body, tuple(draft.blocks), by_key))


@cached_by_value(*_TEXTS)
def _marked(marking: _Marking) -> MarkedDraft:
    draft = TextInLanguage(marking.language, marking.version, marking.title, marking.body, stored=marking.blocks)
    keys = {key for key, _ in marking.proposals}
    tried: Sequence[OpenProposal] = [some[0] for key, some in marking.proposals if len(some) == 1 and _is_clear(draft, some[0], keys - {key})]
    for _ in range(_MOST_TRIES):
        written = _written(draft, tried) if tried else None
        coming_back = _coming_back(draft, written.text, tried) if written else []
        if written and len(coming_back) == len(tried):
            return written
        tried = _left_of(tried, coming_back) if written else _fewer(tried)
    return MarkedDraft(TextVersion(draft.title, draft.body, draft.blocks), {})


def _fewer(tried: Sequence[OpenProposal]) -> Sequence[OpenProposal]:
    """Return what may be written into a text where all of it cannot: what changes no numbers; nothing if that was tried."""
    left = [each for each in tried if each.operation is Operation.REPLACE]
    return left if len(left) < len(tried) else []


def _left_of(tried: Sequence[OpenProposal], coming_back: Sequence[OpenProposal]) -> Sequence[OpenProposal]:
    """Return what is tried next: without what was added beside a change and taken for it; else only what comes back."""
    known = {(each.number, each.key) for each in coming_back}
    left = [each for each in tried if each.operation in _CHANGING or (each.number, each.key) in known]
    return left if len(left) < len(tried) else coming_back


def _is_clear(draft: TextInLanguage, proposal: OpenProposal, others: Collection[str]) -> bool:
    if proposal.texts.moved_on or (proposal.provision and proposal.provision not in draft.provisions):
        return False
    if proposal.operation is Operation.DELETE:
        return {*with_below(draft.blocks, proposal.provision)}.isdisjoint(others)
    return bool(proposal.texts.proposed)


def _written(draft: TextInLanguage, proposals: Sequence[OpenProposal]) -> MarkedDraft | None:
    """Return the text with proposals; None if they cannot be written into it together."""
    text = _Arranged(draft.title, draft.blocks, Pieces.of(draft.body, draft.blocks), {}, {})
    try:
        for proposal in sorted(proposals, key=lambda each: each.operation is Operation.DELETE):  # others stand beside what goes
            _write(draft, text, proposal)
        [renumbering] = number_anew([text], text.beside)
        write_numbers(text, renumbering.numbers)
        body, blocks = read_again(text.pieces, renumbering.numbers)
    except (InvalidForm, OthersChange, SeveralProvisions):
        return None
    return None if renumbering.uncertain else MarkedDraft(TextVersion(text.title, body, blocks), text.changes)


def _write(draft: TextInLanguage, text: _Arranged, proposal: OpenProposal) -> None:
    key, proposed = proposal.provision, proposal.texts.proposed
    if proposal.operation is Operation.REPLACE:
        text.changes[key] = proposal
        if key == TITLE:
            text.title = proposed
        else:
            saved = draft.provisions[key]
            text.pieces.write(key, number_apart(saved.source, saved.number)[0] + proposed, text.pieces.notes_of(key))
    elif proposal.operation is Operation.DELETE:
        for goes in with_below(draft.blocks, key):
            text.pieces.remove(goes)
            text.changes[goes] = proposal
    else:
        added, new = added_text(proposed, draft.blocks, key), _NEW.format(len(text.changes))
        text.pieces.pieces.insert(_place(text, proposal), added.piece(new))
        text.beside |= {new: added.beside} if added.beside else {}
        text.changes[new] = proposal


def _place(text: _Arranged, proposal: OpenProposal | WordProposal) -> int:
    """Return the index of what is added: of several at one place, the one for the end comes last."""
    order = [piece.key for piece in text.pieces.pieces]
    if proposal.operation is Operation.NEW:
        return len(order)
    if proposal.operation is Operation.INSERT_BEFORE:
        return order.index(proposal.provision)
    return order.index(with_below(text.blocks, proposal.provision)[-1]) + 1


def _coming_back(draft: TextInLanguage, new: TextVersion, proposals: Sequence[OpenProposal]) -> list[OpenProposal]:
    """Return those of some proposals that are read out of the changed text again, each about the same provision or at the same place."""
    before, after = WordText(draft.title, draft.body, ()), WordText(new.title, new.body, ())
    try:
        read = proposed_between(draft, before, after)
    except InvalidForm:
        return []
    untouched = _Arranged(draft.title, draft.blocks, Pieces.of(draft.body, draft.blocks), {}, {})
    known = {_known_by(untouched, each, each.text) for each in read}
    return [each for each in proposals if _known_by(untouched, each, each.texts.proposed) in known]


def _known_by(text: _Arranged, proposal: OpenProposal | WordProposal, words: str) -> tuple[object, ...]:
    if proposal.operation in _CHANGING:
        return (proposal.operation, proposal.provision, words if proposal.operation is Operation.REPLACE else "")
    return ("added", _place(text, proposal), words)
