"""Comparing the status table on two days: the lines that were added, ended or changed between them, and numbers that add up."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.acts.status import Status
    from coalition.acts.status_lines import StatusLine


class Change(Word):
    """What happened to a line between two days."""

    ADDED = "added", Message("added")
    ENDED = "ended", Message("ended")
    CAME_AND_WENT = "came_and_went", Message("signed and left")
    CHANGED = "changed", Message("changed")


class Sum(Struct, frozen=True):
    """Why a number differs on two days: `after` is `before` and `joined` and `unnamed`, without `left` and `superseded`.

    `superseded` are those whose edition was superseded and who have not signed the new one. `came_and_went` are named organisations that
    are in neither number, because they joined and left between the two days. `unnamed` is the difference between the numbers of withheld
    names, where they are given.
    """

    before: int
    joined: int
    left: int
    superseded: int
    came_and_went: int
    unnamed: int
    after: int

    @property
    def is_same(self) -> bool:
        """Whether nothing is added or taken away."""
        return not any((self.joined, self.left, self.superseded, self.came_and_went, self.unnamed))


class Comparison(Struct, frozen=True, dict=True):
    """The lines that differ on the later day, by kind of change; both days show only what the public may know today."""

    before: Status
    after: Status
    lines: Mapping[Change, Sequence[StatusLine]]

    @property
    def by_organisation(self) -> Mapping[str, Message]:
        """The word for the change of each line, by the slug of its organisation."""
        return {line.organisation.slug: change.word for change, lines in self.lines.items() for line in lines}

    @cached_property
    def _earlier(self) -> Mapping[str, StatusLine]:
        return {line.organisation.slug: line for line in self.before.lines}

    def earlier(self, line: StatusLine) -> StatusLine | None:
        """Return the line of the same organisation on the earlier day."""
        return self._earlier.get(line.organisation.slug)

    @property
    def parties(self) -> Sum:
        """How the number of parties changed."""
        unnamed = (self.after.counts.names_withheld or 0) - (self.before.counts.names_withheld or 0)
        return self._sum(self.before.counts.parties, self.after.counts.parties, unnamed, supports=False)

    @property
    def supporters(self) -> Sum:
        """How the number of supporters changed."""
        unnamed = (self.after.counts.supporters_withheld or 0) - (self.before.counts.supporters_withheld or 0)
        return self._sum(self.before.counts.supported, self.after.counts.supported, unnamed, supports=True)

    def _sum(self, before: int, after: int, unnamed: int, *, supports: bool) -> Sum:
        earlier, later = (_counted(status, supports=supports) for status in (self.before, self.after))
        gone = earlier - later
        superseded = gone & {line.organisation.slug for line in self.after.earlier if line.stands}
        passed = sum(line.supports is supports for line in self.lines[Change.CAME_AND_WENT])
        return Sum(before, len(later - earlier), len(gone - superseded), len(superseded), passed, unnamed, after)

    @property
    def is_same(self) -> bool:
        """Whether no line differs."""
        return not any(self.lines.values())


def compare(before: Status, after: Status) -> Comparison:
    """Compare an earlier status with a later one of the same memorandum.

    A line that began and ended between the two days came and went; a line that stands again after it had ended counts as added.
    """
    earlier = {line.organisation.slug: line for line in before.lines}
    changed_lines: dict[Change, list[StatusLine]] = {change: [] for change in Change}
    for line in after.lines:
        change = _change_between(earlier.get(line.organisation.slug), line)
        if change:
            changed_lines[change].append(line)
    return Comparison(before, after, changed_lines)


def _change_between(old: StatusLine | None, new: StatusLine) -> Change | None:
    if old == new:
        return None
    if old is None:
        return Change.ADDED if new.stands else Change.CAME_AND_WENT
    if not new.stands:
        return Change.ENDED if old.stands else Change.CHANGED
    return Change.CHANGED if old.stands else Change.ADDED


def _counted(status: Status, *, supports: bool) -> frozenset[str]:
    """Return the slugs of the named parties, or of the named supporters."""
    return frozenset(line.organisation.slug for line in status.lines if (line.stands and line.supports if supports else line.binds))
