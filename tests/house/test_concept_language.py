"""The languages of the interface are one list, `SUPPORTED_LANGUAGES`; whatever else each needs is named here when it is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from coalition.fields import InvalidForm
from coalition.languages import language_name, own_language_name
from coalition.people.forms import AccountForm
from coalition.settings import SUPPORTED_LANGUAGES
from tests.house.tree import PACKAGE, ROOT, kept_files, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

LISTED = re.compile(r"""["']ru["'], *["']ar["'], *["']nb["']|\bru ar nb\b|\bru, ar, nb\b""")
WHERE_THEY_ARE_LISTED = {"coalition/settings.py"}
HEADER = re.compile(r"^\| English \| meaning \|.*$", re.MULTILINE)
LANGUAGES_IN_DOCUMENTS = {"README.md": r"languages of the interface:\*\*(.*)", "docs/api.md": r"`Accept-Language` \((.*?)\)"}


def english_name(code: str) -> str:
    """Return the name as documents write it: Norwegian for Norwegian Bokmål."""
    return language_name(code, "en").split()[0]


def gaps(languages: Iterable[str]) -> list[str]:
    """Return what is still missing for languages of the interface."""
    missing = []
    vocabulary, packaging = ((ROOT / name).read_text() for name in ("docs/vocabulary.md", "pyproject.toml"))
    for code in languages:
        missing += [] if (ROOT / f"locale/{code}/LC_MESSAGES/messages.po").exists() else [f"{code}: no catalog: make messages"]
        missing += [] if all(f" {own_language_name(code)} |" in row for row in _headers(vocabulary)) else [f"{code}: no column in docs/vocabulary.md"]
        missing += [] if f'"Natural Language :: {english_name(code)}"' in packaging else [f"{code}: no classifier in pyproject.toml"]
        missing += [f"{code}: not named in {name}" for name, text in _named_in_documents().items() if english_name(code) not in text]
    return missing


def _headers(vocabulary: str) -> list[str]:
    return [row.replace("| English | meaning |", "| English | meaning | English |") for row in HEADER.findall(vocabulary)]


def _named_in_documents() -> dict[str, str]:
    texts = {}
    for name, pattern in LANGUAGES_IN_DOCUMENTS.items():
        [texts[name]] = re.findall(pattern, (ROOT / name).read_text())
    return texts


def test_every_language_has_what_it_needs() -> None:
    assert gaps(SUPPORTED_LANGUAGES) == []
    assert {path.parent.parent.name for path in (ROOT / "locale").glob("*/LC_MESSAGES/messages.po")} == set(SUPPORTED_LANGUAGES)


def test_what_a_new_language_needs_is_found() -> None:
    assert gaps(["eo"]) == [
        "eo: no catalog: make messages",
        "eo: no column in docs/vocabulary.md",
        "eo: no classifier in pyproject.toml",
        "eo: not named in README.md",
        "eo: not named in docs/api.md",
    ]


def test_the_languages_are_listed_once() -> None:
    code = [path for path in kept_files() if PACKAGE in path.parents and path.suffix == ".py"]
    listing = {name_of(path) for path in [*code, ROOT / "Makefile"] if LISTED.search(path.read_text())}
    assert listing == WHERE_THEY_ARE_LISTED
    assert all(LISTED.search(text) for text in ('Literal["en", "ru", "ar", "nb"]', "TRANSLATED := ru ar nb", "`Accept-Language` (en, ru, ar, nb)"))


def test_make_gathers_the_sentences_of_every_language() -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("there is no make here")
    command = [make, "--no-print-directory", "--eval=languages: ; @echo $(TRANSLATED)", "languages"]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert printed.stdout.split() == list(SUPPORTED_LANGUAGES[1:])


def test_forms_offer_every_language_and_no_other() -> None:
    for code in SUPPORTED_LANGUAGES:
        assert AccountForm.parse({"name": "Ada", "language": code}).language == code
    for code in ("fr", "", "en-GB", "EN"):
        with pytest.raises(InvalidForm) as refused:
            AccountForm.parse({"name": "Ada", "language": code})
        assert str(refused.value.problems["language"]) == "Choose one of the answers offered."
