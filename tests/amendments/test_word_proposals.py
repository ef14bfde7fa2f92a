"""What tracked changes of a Word file propose, and what of them is only named."""

from __future__ import annotations

import pytest

from coalition.amendments import word_proposals
from coalition.amendments.word_proposals import LeftOut, changes_in
from coalition.fields import InvalidForm
from tests.amendments.tracked_files import by_word, text_of, written_here
from tests.drafting.conftest import ENGLISH
from tests.word_files.makers import with_everything

PUBLISH = "3. The parties publish."
REPORT = "2. The parties report:\n\n"


def proposed_in(content: bytes, body: str = ENGLISH) -> list[tuple[str, str, str]]:
    """Return what a file proposes: the operation, the label of the provision, and the text."""
    draft = text_of(body)
    labels = {stored.key: stored.block.label for stored in draft.blocks}
    return [(each.operation.value, labels.get(each.provision, each.provision), each.text) for each in changes_in(content, draft).proposals]


def left_out(content: bytes, body: str = ENGLISH) -> list[tuple[str, LeftOut]]:
    return [(each.passage, each.reason) for each in changes_in(content, text_of(body)).left_out]


@pytest.mark.parametrize(
    ("changed", "proposals"),
    [
        (ENGLISH.replace("meet.", "meet in Kyiv."), [("replace", "1", "The parties meet in Kyiv.")]),
        (ENGLISH.replace("# Aims", "# Goals"), [("replace", "heading 1", "# Goals")]),
        (ENGLISH.replace("In 2013.", "In 2014."), [("replace", "preamble 1", "The parties, meeting in Kyiv[^1],\n\n[^1]: In 2014.")]),
        (ENGLISH.replace("(a) each year;\n\n(b)", "(a)"), [("delete", "2(a)", "")]),
        (ENGLISH.replace("(a) each year;", "(a) at once;\n\n(b) each year;").replace("(b) as", "(c) as"), [("insert_before", "2(a)", "at once;")]),
        (
            ENGLISH.replace("(a) each year;", "(a) each year;\n\n(b) each month;").replace("(b) as", "(c) as"),
            [("insert_after", "2(a)", "each month;")],
        ),
        (ENGLISH.replace(PUBLISH, f"{PUBLISH}\n\n4. They fund it."), [("insert_after", "3", "They fund it.")]),
        (
            ENGLISH.replace(PUBLISH, f"{PUBLISH}\n\n4. They fund:\n\n(a) meetings;\n\n(b) reports.\n\n5. They end.\n\n# Costs"),
            [
                ("insert_after", "3", "They fund:"),
                ("insert_after", "3", "(a) meetings;"),
                ("insert_after", "3", "(b) reports."),
                ("insert_after", "3", "They end."),
                ("insert_after", "3", "# Costs"),
            ],
        ),
        (ENGLISH.replace(PUBLISH, "3. They are silent."), [("replace", "3", "They are silent.")]),
    ],
)
def test_each_change_is_an_amendment_in_its_place(changed: str, proposals: list[tuple[str, str, str]]) -> None:
    assert proposed_in(written_here(changed)) == proposals


def test_a_provision_that_becomes_much_longer_beside_another_change_is_not_deleted() -> None:
    more = "The parties meet in spring, and whoever has something to say about the work of the others says so there."
    changed = ENGLISH.replace("The parties meet.", more).replace("The parties report:", "All parties report:")
    assert proposed_in(written_here(changed)) == [("replace", "1", more), ("replace", "2", "All parties report:")]


def test_a_new_title_is_proposed() -> None:
    assert proposed_in(written_here(ENGLISH, title="Agreement")) == [("replace", "title", "Agreement")]


def test_a_deleted_provision_takes_along_what_stands_below_it() -> None:
    below = "(a) each year;\n\n(b) as provision 3 says.\n\n"
    assert proposed_in(written_here(ENGLISH.replace(REPORT + below, "").replace("3. The", "2. The"))) == [("delete", "2", "")]
    kept = written_here(ENGLISH.replace(REPORT, ""))
    assert (proposed_in(kept), left_out(kept)) == ([], [("2. The parties report:", LeftOut.WITH_OTHERS)])


def test_the_looks_that_a_file_lost_stay_in_the_draft() -> None:
    body = ENGLISH.replace("The parties meet.", "The *parties* meet.")
    assert proposed_in(by_word(), body)[0] == ("replace", "1", "The *parties* meet twice a year.")


def test_what_the_draft_does_not_have_is_named_and_nothing_is_invented() -> None:
    changed = written_here(ENGLISH.replace("meet.", "meet twice."))
    assert left_out(changed, ENGLISH.replace("The parties meet.", "The parties meet in Kyiv.")) == [("1. The parties meet.", LeftOut.CHANGED_SINCE)]
    assert left_out(changed, ENGLISH.replace("1. The parties meet.\n\n2.", "1.").replace("3. The", "2. The")) == [
        ("1. The parties meet.", LeftOut.NOT_IN_DRAFT)
    ]
    other = changes_in(with_everything(), text_of())
    assert ([*other.proposals], {each.reason for each in other.left_out}, other.comments) == ([], {LeftOut.NOT_IN_DRAFT}, 1)


def test_a_passage_beside_what_the_draft_does_not_have_has_no_place() -> None:
    old = "1. We sing.\n\n2. We dance."
    new = written_here("1. We sing.\n\n2. We laugh aloud.\n\n3. We dance.", body=old)
    assert left_out(new) == [("2. We laugh aloud.", LeftOut.NO_PLACE)]


def test_a_paragraph_that_would_get_a_number_is_named() -> None:
    costs = written_here(ENGLISH.replace(PUBLISH, f"{PUBLISH}\n\n# Costs\n\nNobody pays."))
    assert left_out(costs) == [("Nobody pays.", LeftOut.NO_PROVISION)]


@pytest.mark.parametrize(("content", "sentence"), [(written_here(ENGLISH), "no tracked changes"), (b"", "Word file")])
def test_a_file_without_changes_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidForm) as refused:
        changes_in(content, text_of())
    assert sentence in refused.value.problems["file"].text("en")


@pytest.mark.parametrize(("bound", "sentence"), [("MOST_PROPOSALS", "too many to be entered at once"), ("_MOST_PASSAGES", "too long")])
def test_a_file_with_too_much_is_refused(monkeypatch: pytest.MonkeyPatch, bound: str, sentence: str) -> None:
    monkeypatch.setattr(word_proposals, bound, 1)
    with pytest.raises(InvalidForm) as refused:
        changes_in(by_word(), text_of())
    assert sentence in refused.value.problems["file"].text("en")
