"""Every letter names the host and who answers for it, and says how it can be checked: the templates share one closing part."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta

from coalition import resources
from coalition.host.descriptions import Described, Person, Texts
from coalition.rendering import render
from coalition.settings import SUPPORTED_LANGUAGES

CLOSING = "mails/closing.txt"
LETTERS = sorted(path.name for path in (resources.TEMPLATES / "mails").iterdir() if path.is_dir())


def parts_of(folder: Path, template: str) -> set[str]:
    """Return the templates that a template always includes, and those that they include."""
    environment = Environment(loader=FileSystemLoader(folder), extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    tree = environment.parse((folder / template).read_text(encoding="utf-8"))
    included = {name for name in meta.find_referenced_templates(tree) if name}
    return included.union(*(parts_of(folder, name) for name in included))


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_ends_with_the_closing_part(letter: str) -> None:
    assert CLOSING in parts_of(resources.TEMPLATES, f"mails/{letter}/body.txt")


def test_a_letter_without_it_is_caught(tmp_path: Path) -> None:
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "greeting.txt").write_text("Dear colleagues,")
    (tmp_path / "letter.txt").write_text('{% include "mails/greeting.txt" %}')
    assert CLOSING not in parts_of(tmp_path, "letter.txt")


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
@pytest.mark.parametrize("discreet", [False, True])
def test_the_closing_part_names_host_and_coordinator_and_a_way_to_check(language: str, discreet: bool) -> None:
    described = Described({"en": Texts("Human Rights Bureau", "Bureau", "Correspondence", "Ring us.")}, phone="+47 22 00 00 00")
    context = {"host": described.for_letter(language, discreet=discreet), "about_url": "https://memo.example.org/about"}
    with_coordinator = render(CLOSING, language, answering=Person("Ada", "ada@example.org"), **context)
    of_the_register = render(CLOSING, language, answering=None, **context)
    for text in (with_coordinator, of_the_register):
        assert ("Correspondence" if discreet else "Human Rights Bureau") in text
        assert ("Ring us." in text) is not discreet
        assert "https://memo.example.org/about" in text
    assert "Ada" in with_coordinator
    assert "Ada" not in of_the_register
