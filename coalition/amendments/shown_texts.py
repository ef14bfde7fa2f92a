"""The texts of an amendment as pages show them: what is proposed beside what was read, and what the provision says now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.proposals import words_of
from coalition.amendments.tables import Operation
from coalition.drafting.provision_texts import TITLE, ProvisionText, shown
from coalition.remembered import PASSAGES, bounded_cache
from coalition.text.sources import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.amendments.queries import AmendmentRow
    from coalition.amendments.tables import Amendment
    from coalition.amendments.word_proposals import WordProposal
    from coalition.drafting.current_texts import EditionTexts, TextInLanguage
    from coalition.organisations.views import OrganisationView
    from coalition.text.blocks import Block
    from coalition.text.differences import DifferencePart

CHANGING = frozenset({Operation.REPLACE, Operation.DELETE})


class ShownTexts(Struct, frozen=True):
    """What an amendment proposes, without the number of the provision, and its differences as drafting pages show them.

    `current` is what the provision says now, None where it is gone; `digest` names that to a decision. `moved_on` says that it was changed
    since the author read it; `since` is that change. `result` is what it would say after the acceptance, None where that is not certain.
    """

    base: str
    proposed: str
    difference: Sequence[DifferencePart]
    current: str | None
    digest: str
    moved_on: bool
    since: Sequence[DifferencePart]
    result: str | None
    result_difference: Sequence[DifferencePart]


class ProposalSource(Struct, frozen=True):
    """What an open amendment is shown from for one reader: its row, with encrypted words, whom they may know, and the provision as it is now."""

    number: int
    operation: Operation
    provision: str
    language: str
    organisation: OrganisationView | None
    is_own: bool
    now: ProvisionText | None
    base: str
    key: str
    sealed_text: str
    sealed_reason: str

    @property
    def length(self) -> int:
        """The number of characters of its words."""
        return len(self.sealed_text) + len(self.sealed_reason) + len(self.base)


def provision_now(amendment: Amendment | AmendmentRow, texts: EditionTexts) -> ProvisionText | None:
    """Return the provision that an amendment is about as it is saved now; None where it is gone, and for one at the end."""
    return texts.provision(amendment.language, amendment.provision)


def is_moot(amendment: Amendment | AmendmentRow, texts: EditionTexts) -> bool:
    """Whether there is nothing left that an amendment could be about: its edition, its language or its provision is gone."""
    if texts.edition != amendment.edition or amendment.language not in texts.languages:
        return True
    return bool(amendment.provision) and provision_now(amendment, texts) is None


def has_moved_on(amendment: Amendment, texts: EditionTexts) -> bool:
    """Whether the words that an amendment changes or deletes are others now than its author read."""
    text = provision_now(amendment, texts)
    return amendment.operation in CHANGING and text is not None and words_of(text) != amendment.base


def shown_texts(amendment: Amendment | ProposalSource, proposed: str, text: ProvisionText | None, result: str | None) -> ShownTexts:
    """Return the texts of an amendment about a provision that says `text` now, None where it is gone.

    `proposed` is decrypted, `result` what its acceptance would make of the provision.
    """
    is_changing, base = amendment.operation in CHANGING, amendment.base
    before = base if is_changing else ""
    compared = partial(_compared, is_title=amendment.provision == TITLE)
    now = words_of(text) if text else None
    moved_on = is_changing and now is not None and now != base
    return ShownTexts(
        base=base,
        proposed=proposed,
        difference=compared(proposed, before),
        current=now,
        digest=text.digest if text else "",
        moved_on=moved_on,
        since=compared(now or "", before) if moved_on else (),
        result=result,
        result_difference=compared(result, now or "") if moved_on and result is not None else (),
    )


def difference_of(provision: str, operation: Operation, base: str, proposed: str) -> Sequence[DifferencePart]:
    """Return what words without a number propose for a provision; all of what is added or deleted."""
    before = base if operation in CHANGING else ""
    return _compared(proposed, before, is_title=provision == TITLE)


def proposal_shown(proposal: WordProposal, draft: TextInLanguage) -> Sequence[DifferencePart]:
    """Return what a proposal of a Word file changes in the provision as the draft has it; all of what is added or deleted."""
    saved = draft.provisions.get(proposal.provision)
    before = words_of(saved) if saved and proposal.operation in CHANGING else ""
    return _compared(proposal.text, before, is_title=proposal.provision == TITLE)


@bounded_cache(*PASSAGES)
def _compared(words: str, before: str, *, is_title: bool) -> Sequence[DifferencePart]:
    """Return words without a number as a provision by itself, with what changed since it said others."""
    return tuple(shown(*(ProvisionText("", each, None if is_title else _block(each)) for each in (words, before))))


def _block(words: str) -> Block | None:
    blocks = read(words)
    return blocks[0][0] if len(blocks) == 1 else None
