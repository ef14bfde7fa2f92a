"""Word files of a draft that is read in one way: with tracked changes, comments in the margin, or two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.amendments.compared_drafts import WayToRead
from coalition.amendments.draft_pages import shown_passage
from coalition.amendments.marked_proposals import marked
from coalition.amendments.open_proposals import PROPOSALS
from coalition.amendments.tables import Operation
from coalition.amendments.view_files import GONE, NOT_THERE, WrittenIn, author_of, named, said_beside
from coalition.drafting.draft_files import NOBODY
from coalition.drafting.provision_texts import TITLE
from coalition.remembered import cached_by_value
from coalition.text.differences import TextVersion
from coalition.word_files.writing_contents import NOTE, Layout, Look, Paragraph, Words
from coalition.word_files.writing_differences import MarginComment
from coalition.word_files.writing_files import Remarks, difference_file, remarked_file, two_column_file, word_file
from coalition.word_files.writing_pieces import inlines_of, new_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.amendments.marked_proposals import MarkedDraft
    from coalition.amendments.open_proposals import OpenProposal
    from coalition.amendments.view_files import DraftView
    from coalition.drafting.current_texts import TextInLanguage
    from coalition.languages import Message
    from coalition.text.differences import DifferencePart
    from coalition.word_files.writing_contents import Inline


def view_word_file(view: DraftView) -> bytes:
    """Return the file of a draft that is read in one way; it says nothing of who made it."""
    before, now = _version(view.draft.before), _version(view.draft.now)
    match view.way:
        case WayToRead.ORIGINAL | WayToRead.RESULT:
            text = before if view.way is WayToRead.ORIGINAL else now
            return word_file(text.title, [stored.block for stored in text.blocks], view.paper)
        case WayToRead.DIFFERENCE:
            return difference_file(before, now, view.paper, NOBODY, view.changed_at)
        case WayToRead.SIDE_BY_SIDE:
            return _side_by_side(view)
        case WayToRead.PROPOSALS:
            return _with_proposals(view, now)


def _version(text: TextInLanguage) -> TextVersion:
    return TextVersion(text.title, text.body, text.blocks)


def _side_by_side(view: DraftView) -> bytes:
    passages = [(shown_passage(each, view.way), each.is_heading) for each in view.draft.passages if each.key != TITLE or each.before != each.now]
    rows = [
        (_cell(view, shown.parts, NOT_THERE, bold=bold), _cell(view, shown.beside, GONE, bold=bold))
        for shown, bold in passages
        if shown.parts or shown.beside
    ]
    heads = [each.text(view.words_language) for each in (view.original, view.result)]
    return two_column_file(view.draft.now.title, heads, rows, view.paper)


def _cell(view: DraftView, parts: Sequence[DifferencePart], missing: Message, *, bold: bool) -> Sequence[Inline]:
    """Return what a cell says: a provision, or that it is not there."""
    if parts:
        return inlines_of(parts, bold=bold)
    return [Words(missing.text(view.words_language), Look(italic=True, language=view.paper.other_language))]


def _with_proposals(view: DraftView, now: TextVersion) -> bytes:
    """Return the draft with a comment for each proposal, and with tracked changes where a file can bring them back."""
    proposals = view.proposals.shown() if view.proposals else {}
    draft = marked(view.draft.now, proposals)
    beside = _beside(view, proposals, draft)
    authors = {key: author_of(proposal, view.words_language) for key, proposal in draft.changes.items()}
    comments = {key: [_comment(WrittenIn(each, view.words_language, view.paper.other_language)) for each in some] for key, some in beside.items()}
    remarks = {key: Remarks(authors.get(key, ""), comments.get(key, ())) for key in {*beside, *authors}}
    return remarked_file(now, draft.text, view.paper, NOBODY, remarks)


def _beside(view: DraftView, proposals: Mapping[str, Sequence[OpenProposal]], draft: MarkedDraft) -> Mapping[str, Sequence[OpenProposal]]:
    """Return the proposals by the key of the provision beside which each stands: one that is added stands beside itself."""
    places = {(each.number, each.key): key for key, each in reversed([*draft.changes.items()])}
    last = view.draft.now.blocks[-1].key if view.draft.now.blocks else TITLE
    beside: dict[str, list[OpenProposal]] = {}
    for provision, some in proposals.items():
        for each in some:
            place = places.get((each.number, each.key)) or provision or last
            beside.setdefault(place if place in view.draft.now.provisions or place in draft.changes else last, []).append(each)
    return beside


@cached_by_value(*PROPOSALS)
def _comment(written: WrittenIn) -> MarginComment:
    proposal, language, look = written.proposal, written.language, Look(language=written.other_language)
    heading = Words(named(proposal).text(language), Look(bold=True, language=look.language))
    text = [Words(new_words(proposal.texts.difference))] if proposal.operation is not Operation.DELETE else []
    more = [Words(each.text(language), look) for each in said_beside(proposal)]
    return MarginComment(author_of(proposal, language), tuple(Paragraph(Layout(NOTE), (words,)) for words in (heading, *text, *more)))
