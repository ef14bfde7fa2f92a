"""A state that is added in part only stops the build: nothing is said of it, no page answers 500, and no sentence is untrue."""

from __future__ import annotations

import enum
import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import coalition
from coalition.languages import Message
from coalition.words import IncompleteTable, Word, for_each
from tests.house.tree import PACKAGE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEVER_SHOWN = {
    "coalition.acts.tables.Shown",
    "coalition.acts.tables.Tally",
    "coalition.organisations.visible_queries.Viewer",
    "coalition.announcements.notice_kinds.About",
    "coalition.characters.Unseen",
    "coalition.database.advisory_locks.AdvisoryLock",
    "coalition.database.advisory_locks.RowLock",
    "coalition.deadlines.deadline_kinds.DeadlineKind",
    "coalition.news.event_kinds.EventKind",
    "coalition.addresses.routes.Audience",
    "coalition.approvals.made.Made",
    "coalition.duplicates.engagements.Engagement",
    "coalition.editions.correction_states.CorrectionAction",
    "coalition.mail.reading_reports.Fate",
    "coalition.memoranda.actions.Action",
    "coalition.search.query_terms.Level",
    "coalition.search.tables.Kind",
    "coalition.search.tables.Section",
    "coalition.settings.Environment",
    "coalition.text.numbers.Style",
    "coalition.text.numbers.When",
    "coalition.words.Word",
}
# An enum, its file and a member, before which one is added with its word and nothing else; then the module with the table.
ADDED = [
    (
        "CorrectionState",
        "memoranda/tables.py",
        'WITHDRAWN = "withdrawn", Message("withdrawn before a decision")',
        "coalition.editions.correction_states",
    ),
    ("SigningState", "memoranda/tables.py", 'ENDED = "ended", Message("no longer open")', "coalition.public.memoranda.standing_sentences"),
    ("Answer", "invitations/last_answers.py", 'REVOKED = "revoked", Message("taken back")', "coalition.desk.answer_looks"),
    ("Action", "memoranda/actions.py", 'TERMINATE = "terminate"', "coalition.memoranda.actions"),
    ("ActKind", "acts/tables.py", 'DISCLOSURE = "disclosure", Message("Change of disclosure")', "coalition.acts.act_kinds"),
]

# What a build says whose table is checked for more than its keys.
REFUSED = {"ActKind": "ValueError: reopened has no rules"}


def _enums() -> Iterator[type[enum.Enum]]:
    for module in pkgutil.walk_packages(coalition.__path__, "coalition."):
        if not module.name.endswith("__main__"):
            yield from (
                value
                for value in vars(importlib.import_module(module.name)).values()
                if isinstance(value, type) and issubclass(value, enum.Enum) and value.__module__ == module.name
            )


def without_words(enums: set[type[enum.Enum]]) -> set[str]:
    """Return the enums whose members carry no word."""
    return {f"{enum.__module__}.{enum.__qualname__}" for enum in enums if not issubclass(enum, Word) or enum is Word}


def test_every_enum_that_people_see_has_its_words() -> None:
    assert without_words(set(_enums())) == NEVER_SHOWN
    wordless = enum.StrEnum("Bare", ["ONE"])
    assert without_words({wordless}) == {f"{wordless.__module__}.Bare"}


def test_a_member_without_a_word_cannot_be_defined() -> None:
    with pytest.raises(TypeError):

        class Mood(Word):
            GOOD = "good", Message("good")
            BAD = "bad"


def test_a_table_that_forgets_a_member_is_refused() -> None:
    class Mood(Word):
        GOOD = "good", Message("good")
        BAD = "bad", Message("bad")

    assert for_each(Mood, {Mood.GOOD: 1, Mood.BAD: 2}) == {Mood.GOOD: 1, Mood.BAD: 2}
    with pytest.raises(IncompleteTable, match="BAD"):
        for_each(Mood, {Mood.GOOD: 1})


@pytest.mark.parametrize(("name", "file", "last", "module"), ADDED, ids=[name for name, *_ in ADDED])
def test_a_state_added_in_part_does_not_start(tmp_path: Path, name: str, file: str, last: str, module: str) -> None:
    """Mutated build: a member is added to the enum and nowhere else."""
    shutil.copytree(PACKAGE, tmp_path / "coalition", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("templates", "static", "locale", "migrations"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    source = tmp_path / "coalition" / file
    text = source.read_text()
    assert text.count(last) == 1
    word = ', Message("reopened")' if "Message" in last else ""
    source.write_text(text.replace(last, f'REOPENED = "reopened"{word}\n    {last}'))

    started = subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
    )

    assert REFUSED.get(name, f"IncompleteTable: {name}: nothing is said of REOPENED") in started.stderr
