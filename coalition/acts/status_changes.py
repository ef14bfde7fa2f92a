"""Comparing the status table on two days: the lines that were added, ended or changed between them."""

from __future__ import annotations

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
    CHANGED = "changed", Message("changed")


class Comparison(Struct, frozen=True):
    """The lines that differ on the later day, by kind of change; both days show only what the public may know today."""

    before: Status
    after: Status
    lines: Mapping[Change, Sequence[StatusLine]]

    @property
    def by_organisation(self) -> Mapping[str, Message]:
        """The word for the change of each line, by the slug of its organisation."""
        return {line.organisation.slug: change.word for change, lines in self.lines.items() for line in lines}

    @property
    def is_same(self) -> bool:
        """Whether no line differs."""
        return not any(self.lines.values())


def compare(before: Status, after: Status) -> Comparison:
    """Compare an earlier status with a later one of the same memorandum.

    A line that began and ended between the two days counts as ended; a line that stands again after it had ended counts as added.
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
    if not new.stands:
        return Change.CHANGED if old and not old.stands else Change.ENDED
    return Change.ADDED if old is None or not old.stands else Change.CHANGED
