"""Which proposals stand in a file as tracked changes: those that come back from it as the same amendments, and no others."""

from __future__ import annotations

import pytest

from coalition.amendments import marked_proposals
from coalition.amendments.marked_proposals import marked
from coalition.amendments.open_proposals import OpenProposal
from coalition.amendments.proposals import words_of
from coalition.amendments.shown_texts import ShownTexts
from coalition.amendments.tables import Operation
from coalition.amendments.word_proposals import changes_in
from coalition.drafting.current_texts import TextInLanguage
from coalition.drafting.provision_texts import TITLE
from coalition.remembered import forget
from coalition.text.differences import TextVersion
from coalition.word_files.writing_files import Paper, Remarks, remarked_file
from tests.amendments.tracked_files import text_of
from tests.drafting.conftest import ENGLISH
from tests.mutants import mutated

Proposed = tuple[str, str, str]
ALL_AT_ONCE: list[Proposed] = [
    ("replace", TITLE, "Agreement"),
    ("replace", "preamble 1", "The parties, meeting in Tbilisi[^1],\n\n[^1]: In 2014."),
    ("replace", "1", "The parties meet **twice**."),
    ("delete", "2(a)", ""),
    ("insert_after", "3", "They fund it."),
]


def proposals(draft: TextInLanguage, *given: Proposed) -> dict[str, list[OpenProposal]]:
    """Return proposals by provision; those about provisions are given by their labels."""
    keys = {stored.block.label: stored.key for stored in draft.blocks} | {TITLE: TITLE, "": ""}
    made: dict[str, list[OpenProposal]] = {}
    for number, (operation, label, text) in enumerate(given, start=1):
        key = keys[label]
        base = words_of(draft.provisions[key]) if key else ""
        texts = ShownTexts(base, text, (), base, "", moved_on=False, since=(), result=None, result_difference=())
        made.setdefault(key, []).append(OpenProposal(number, Operation(operation), key, "en", None, is_own=False, texts=texts, reason=""))
    return made


def came_back(draft: TextInLanguage, given: dict[str, list[OpenProposal]]) -> list[tuple[str, str, str]]:
    """Return what the file with the tracked changes of some proposals proposes when it is brought in."""
    text = marked(draft, given)
    remarks = {key: Remarks(f"Party {each.number}", ()) for key, each in text.changes.items()}
    content = remarked_file(TextVersion(draft.title, draft.body, draft.blocks), text.text, Paper("en"), "Coalition", remarks)
    labels = {stored.key: stored.block.label for stored in draft.blocks}
    return [(each.operation.value, labels.get(each.provision, each.provision), each.text) for each in changes_in(content, draft).proposals]


def test_what_goes_in_comes_out() -> None:
    draft = text_of()
    assert came_back(draft, proposals(draft, *ALL_AT_ONCE)) == ALL_AT_ONCE


@pytest.mark.parametrize(
    ("proposed", "back"),
    [
        (("delete", "2", ""), ("delete", "2", "")),
        (("insert_before", "2(a)", "at once;"), ("insert_before", "2(a)", "at once;")),
        (("insert_after", "2", "They fund it."), ("insert_after", "2", "They fund it.")),
        (("insert_before", "2", "They fund it."), ("insert_after", "1", "They fund it.")),  # the same place
        (("new", "", "They part."), ("insert_after", "3", "They part.")),
        (("new", "", "# Costs"), ("insert_after", "3", "# Costs")),
        (("replace", "2", "Nobody reports:"), ("replace", "2", "Nobody reports:")),
        (("replace", "heading 1", "# Goals"), ("replace", "heading 1", "# Goals")),
    ],
)
def test_each_kind_comes_back_about_its_provision_or_at_its_place(proposed: Proposed, back: Proposed) -> None:
    draft = text_of()
    assert came_back(draft, proposals(draft, proposed)) == [back]


def tracked(*given: Proposed) -> set[int]:
    draft = text_of()
    return {each.number for each in marked(draft, proposals(draft, *given)).changes.values()}


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ([("replace", "1", "We meet."), ("replace", "1", "They meet."), ("replace", "3", "They publish.")], {3}),  # two about one
        ([("delete", "2", ""), ("replace", "2(a)", "each month;")], {2}),  # what is deleted takes that along
        ([("replace", "1", "Nobody comes."), ("insert_after", "1", "We part in spring.")], set()),  # two about one
        ([("delete", "3", ""), ("new", "", "It ends.")], {1}),  # a file would say that one becomes the other
        ([("replace", "3", "The parties hide."), ("new", "", "The parties publish it.")], {1}),  # the other text would be taken for it
        ([("replace", "1", "1. a\n\n2. b"), ("replace", "3", "They publish.")], set()),  # it is not one provision: nothing is certain
    ],
)
def test_what_a_file_could_not_bring_back_is_no_tracked_change(given: list[Proposed], numbers: set[int]) -> None:
    assert tracked(*given) == numbers


def test_a_text_that_has_moved_on_is_not_written_into_the_draft() -> None:
    draft = text_of()
    [[proposal]] = proposals(draft, ("replace", "1", "We meet.")).values()
    proposal = OpenProposal(1, proposal.operation, proposal.provision, "en", None, False, _moved_on(proposal.texts), "")
    assert marked(draft, {proposal.provision: [proposal]}).changes == {}


def _moved_on(texts: ShownTexts) -> ShownTexts:
    return ShownTexts("The parties met.", texts.proposed, (), texts.current, "", moved_on=True, since=(), result=None, result_difference=())


def test_numbers_follow_as_they_would_after_the_acceptance() -> None:
    draft = text_of()
    text = marked(draft, proposals(draft, ("insert_after", "1", "They fund it."), ("delete", "2(a)", ""))).text
    assert [stored.block.number for stored in text.blocks if stored.block.number] == ["1.", "2.", "3.", "(a)", "4."]


def test_a_mutated_build_that_does_not_ask_what_comes_back_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = text_of(ENGLISH)
    given = proposals(draft, ("delete", "3", ""), ("new", "", "It ends."))
    assert came_back(draft, given) == [("delete", "3", "")]
    wrong = mutated(marked_proposals, "known = {_known_by(untouched, each, each.text) for each in read}", "return [*proposals]")
    monkeypatch.setattr(marked_proposals, "_coming_back", wrong["_coming_back"])
    forget()
    assert came_back(draft, given) == [("replace", "3", "It ends.")]
