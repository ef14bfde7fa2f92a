"""A disclosure level is defined once: a level with only some of its parts fails here, and one with all of them works everywhere."""

from __future__ import annotations

import ast
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import asdict, replace

from coalition.acts import disclosure_levels, tables
from coalition.acts.disclosure_levels import HIDDEN, LEVELS, LevelRules, problems_of
from coalition.acts.tables import Disclosure
from coalition.fields import InvalidForm
from coalition.imports.signatory_rows import read_row
from coalition.languages import Message
from coalition.words import Word
from tests.house.tree import PACKAGE, ROOT, modules, name_of, templates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COUNTED = LEVELS[Disclosure.COUNTED]
MEMBER = re.compile(r"\bDisclosure\.([A-Z_]+)\b")
# "public" is a state of memoranda too
LITERAL = re.compile("[\"'](" + "|".join(level.value for level in Disclosure if level is not Disclosure.PUBLIC) + ")[\"']")
WHERE_LEVELS_ARE_NAMED = {
    "coalition/acts/disclosure_levels.py",
    "coalition/acts/default_disclosure.py",  # what holds where nobody chose
}
# Acts that hide a name because somebody asked for that: withdrawing and annulling quietly, declining, hiding.
# `acts/queries.py` reads an act of an organisation that is not listed as one that names nobody; `acts/histories.py` asks what is not hidden yet.
WHERE_NAMES_ARE_HIDDEN = {
    "coalition/acts/queries.py",
    "coalition/acts/default_disclosure.py",
    "coalition/acts/histories.py",
    "coalition/signatures/annulling.py",
    "coalition/signatures/disclosing.py",
    "coalition/signatures/signing.py",
    "coalition/signatures/withdrawing.py",
    "coalition/signing/signing_pages.py",
}
HIDES_BY_DEFAULT = {"coalition/signatures/disclosing.py": ["HIDDEN"]}
CONDITION = re.compile(r"\.disclosures((?::not\(:has\(\[value=\"\w+\"\]:checked\)\))+) \.(if-\w+)")


def sixth(word: Message | None = None) -> type[Word]:
    """Return the enum with one level more."""
    members = {level.name: (level.value, level.word) for level in Disclosure}
    return Word("Disclosure", members | {"COUNTRY": ("country", *([word] if word else []))})


def without_words(levels: type[Word]) -> list[str]:
    return [level.value for level in levels if level.word.msgid == level.value]


def shown_when_chosen(css: str) -> dict[str, set[str]]:
    """Return by class which levels show an input of the form."""
    return {name: set(re.findall(r'"(\w+)"', chosen)) for chosen, name in CONDITION.findall(css)}


def inputs_needed(table: Mapping[Disclosure, LevelRules]) -> dict[str, set[str]]:
    described = {level.value for level, rules in table.items() if rules.shows_description}
    return {"if-described": described, "if-sealed": {level.value for level, rules in table.items() if rules.opens_as}}


def listed(sentence: str) -> set[str]:
    """Return the levels that a sentence lists."""
    return {level.value for level in Disclosure if re.search(rf"\b{level.value}\b", sentence)}


def accepted(table: Mapping[Disclosure, LevelRules]) -> set[str]:
    return {level.value for level, rules in table.items() if rules.imports_accept}


def refusals() -> list[str]:
    """Return the sentences that tell which levels an import accepts."""
    with pytest.raises(InvalidForm) as refused:
        read_row({"kind": "signature", "source": "A list", "disclosure": "nowhere"}, source="", default=HIDDEN)
    return [str(refused.value.problems["disclosure"])]


def test_every_level_has_its_rules_and_its_word() -> None:
    assert problems_of(Disclosure, LEVELS) == []
    assert list(LEVELS) == list(Disclosure)
    assert without_words(Disclosure) == []
    with pytest.raises(TypeError, match="country"):
        sixth()


def test_a_build_with_a_level_without_rules_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "Disclosure", sixth(Message("The country of the organisation")))
    with pytest.raises(ValueError, match="country: no rules"):
        runpy.run_path(disclosure_levels.__file__)


@pytest.mark.parametrize("left_out", LevelRules.__struct_fields__)
def test_rules_without_one_of_their_parts_do_not_start(left_out: str) -> None:
    given = asdict(COUNTED)
    assert LevelRules(**given) == COUNTED
    with pytest.raises(TypeError, match=left_out):
        LevelRules(**{name: value for name, value in given.items() if name != left_out})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"rank": 4}, "another level has its rank"),
        ({"unnamed_line": None}, "exactly one"),
        ({"shows_description": True}, "exactly one"),
        ({"names_organisation": True}, "exactly one"),
        ({"names_representative": True}, "a representative without an organisation"),
        ({"opens_as": Disclosure.SEALED_UNTIL}, "it opens as a level that names nobody"),
        ({"opens_as": Disclosure.PUBLIC}, "the sentence and the day do not fit"),
        ({"opens_as": Disclosure.PUBLIC}, "an import has no column for the day"),
        ({"sentence": Message("Hidden until {date}")}, "the sentence and the day do not fit"),
    ],
)
def test_rules_that_contradict_themselves_are_found(change: dict[str, object], problem: str) -> None:
    findings = problems_of(Disclosure, LEVELS | {Disclosure.COUNTED: replace(COUNTED, **change)})
    assert any(text.startswith("counted: ") and problem in text for text in findings)


def test_levels_are_named_in_the_table_only() -> None:
    assert {name_of(path) for path in modules() if MEMBER.search(path.read_text())} == WHERE_LEVELS_ARE_NAMED
    assert {name_of(path): LITERAL.findall(path.read_text()) for path in templates() if LITERAL.search(path.read_text())} == {}
    assert LITERAL.findall('{% elif level.disclosure == "described" %}') == ["described"]
    assert MEMBER.findall("if act.disclosure is Disclosure.PUBLIC:") == ["PUBLIC"]


def chosen_by_default(source: str) -> list[str]:
    """Return the places where a module gives a level that nobody chose: a default of a field or parameter, or a constant in a form."""
    places = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target).endswith("disclosure") and node.value:
            places += [ast.unparse(node)] if "None" not in ast.unparse(node.value) else []
        elif isinstance(node, ast.Dict):
            pairs = [(ast.unparse(key), value) for key, value in zip(node.keys, node.values, strict=True) if key]
            places += [ast.unparse(value) for key, value in pairs if key == "'disclosure'" and isinstance(value, ast.Constant) and value.value]
        elif isinstance(node, ast.arguments):
            places += [ast.unparse(value) for value in (*node.defaults, *node.kw_defaults) if value and ast.unparse(value) == "HIDDEN"]
    return places


def hiding(source: str) -> bool:
    """Whether a module mentions the level that names nobody."""
    return any(isinstance(node, ast.alias) and node.name == "HIDDEN" for node in ast.walk(ast.parse(source)))


def test_one_module_chooses_a_level_by_default() -> None:
    sources = {name_of(path): path.read_text() for path in modules()}
    assert {name for name, source in sources.items() if hiding(source)} == WHERE_NAMES_ARE_HIDDEN
    assert {name: chosen_by_default(source) for name, source in sources.items() if chosen_by_default(source)} == HIDES_BY_DEFAULT
    for mutated in ("class Row(Form):\n    disclosure: str = 'public'", "values = {'disclosure': 'public'}", "def enter(level=HIDDEN): ..."):
        assert chosen_by_default(mutated)
    assert chosen_by_default("class Row(Struct):\n    disclosure: str | None = None\nvalues = {'disclosure': given}") == []


def test_the_inputs_of_a_level_are_shown_when_it_is_chosen() -> None:
    css = (ROOT / "static/coalition.css").read_text()
    assert shown_when_chosen(css) == inputs_needed(LEVELS)
    later = replace(COUNTED, opens_as=Disclosure.PUBLIC)
    assert inputs_needed(LEVELS | {Disclosure.COUNTED: later}) == {"if-described": {"described"}, "if-sealed": {"sealed_until", "counted"}}


def test_imports_and_documents_list_the_levels_that_an_import_accepts() -> None:
    operations = (ROOT / "docs/operations.md").read_text()
    [documented] = re.findall(r"`disclosure` \((.*?)\)", operations)
    for sentence in (*refusals(), documented):
        assert listed(sentence.replace("`description`", "")) == accepted(LEVELS), sentence
    refused = replace(COUNTED, imports_accept=False)
    assert accepted(LEVELS | {Disclosure.COUNTED: refused}) != listed(refusals()[0])


MEMBER_LINE = '    SEALED_UNTIL = "sealed_until", Message("No name until a day, the names afterwards")\n'
NEW_MEMBER = '    UNTIL_LATER = "until_later", Message("Nothing but the total until a day, the organisation afterwards")\n'
TABLE_END = "}\n\n\ndef problems_of("
NEW_RULES = """    Disclosure.UNTIL_LATER: LevelRules(
        rank=0,
        choice=Message("Nothing at first, the organisation later"),
        hint=Message("A hint of the sixth level."),
        sentence=Message("Nothing until {date}, the organisation later"),
        names_organisation=False,
        names_representative=False,
        shows_description=False,
        unnamed_line=Message("The line of the sixth level."),
        opens_as=Disclosure.PUBLIC_ORGANISATION,
        coordinators_may_choose=False,
        imports_accept=False,
    ),
"""


def with_sixth_level(folder: Path) -> Path:
    """Copy the build, and add a level with all its parts."""
    shutil.copytree(PACKAGE, folder / "coalition", ignore=shutil.ignore_patterns("__pycache__", "example"))
    shutil.copytree(PACKAGE / "example", folder / "coalition/example", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("templates", "static", "locale", "migrations", "tests", "piccolo_conf.py"):
        (folder / name).symlink_to(ROOT / name)
    changes = [
        ("tables", MEMBER_LINE, MEMBER_LINE + NEW_MEMBER),
        ("disclosure_levels", "rank=0,", "rank=-1,"),
        ("disclosure_levels", TABLE_END, NEW_RULES + TABLE_END),
    ]
    for name, before, after in changes:
        module = folder / f"coalition/acts/{name}.py"
        text = module.read_text()
        assert text.count(before) == 1
        module.write_text(text.replace(before, after))
    return folder


def test_a_level_with_all_its_parts_works_on_every_page(tmp_path: Path) -> None:
    build = with_sixth_level(tmp_path / "build")
    (tmp_path / "data").mkdir()
    environment = os.environ | {
        "COALITION_DATABASE_URL": f"sqlite:///{tmp_path}/data/coalition.sqlite",
        "COALITION_DATA_DIR": str(tmp_path / "data"),
        "COALITION_SMTP_URL": f"file:{tmp_path}/data/mail",
        "PYTHONPATH": str(build),
    }
    walk = [sys.executable, "-W", "ignore", "-m", "tests.house.sixth_level", "until_later"]
    done = subprocess.run(walk, cwd=build, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "asked": ["Nothing at first, the organisation later", "A hint of the sixth level."],
        "checked": {"disclosure": "until_later", "release_on": "2030-01-01", "sentence": True, "line": True},
        "signed": {"receipt": True, "line": True, "names": False},
        "changed": {"sentence": True, "chosen": True},
        "desk": {"word": True, "withheld": True, "hideable": True},
        "public": {"signed": 0, "withheld": None, "names": False},  # while it is open for signature, only named organisations are counted
        "opened": {"organisation": True, "representative": False, "withheld": None},
        "untrue": [],
    }
