"""Templates are compiled once, kept for the next process, and compiled anew when what is kept cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, FileSystemLoader

from coalition.rendering import CompiledTemplates, environment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "greeting.html").write_text("Hello {{ name }}")
    return folder


def greeting(templates: Path, cache: Path) -> str:
    """The page of a process that starts now, in the second of its languages."""
    compiled = CompiledTemplates(cache)
    pages = [_environment(templates, compiled).get_template("greeting.html").render(name="Ada") for _ in range(2)]
    assert pages[0] == pages[1]
    return pages[1]


def _environment(templates: Path, compiled: CompiledTemplates) -> Environment:
    return Environment(loader=FileSystemLoader(templates), bytecode_cache=compiled, autoescape=True)


def test_the_next_process_compiles_nothing(templates, tmp_path):
    cache = tmp_path / "kept"
    assert greeting(templates, cache) == "Hello Ada"
    [file] = cache.iterdir()
    before = file.stat()
    assert greeting(templates, cache) == "Hello Ada"
    [file] = cache.iterdir()
    assert file.stat().st_ino == before.st_ino  # what is compiled replaces the file


def test_a_template_that_changed_is_compiled_anew(templates, tmp_path):
    assert greeting(templates, tmp_path / "kept") == "Hello Ada"
    (templates / "greeting.html").write_text("Good evening, {{ name }}")
    assert greeting(templates, tmp_path / "kept") == "Good evening, Ada"
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_torn_file_does_no_harm(templates, tmp_path):
    cache = tmp_path / "kept"
    greeting(templates, cache)
    [file] = cache.iterdir()
    whole = file.read_bytes()
    for length in [0, 1, 2, 10, 20, 30, 60, 100, len(whole) // 2, len(whole) - 1]:
        file.write_bytes(whole[:length])
        assert greeting(templates, cache) == "Hello Ada"
        assert file.read_bytes() == whole


def test_where_nothing_can_be_written_pages_are_made_all_the_same(templates, tmp_path):
    (tmp_path / "kept").write_text("a file, where a folder is looked for")
    assert greeting(templates, tmp_path / "kept") == "Hello Ada"


def test_a_sentence_that_is_translated_once_is_escaped_where_it_is_written() -> None:
    """HTML and plain text take turns; places are filled each time."""
    pages = environment("en")
    template = '{{ _("Sign & go") ~ "<" }} {% autoescape false %}{{ _("Sign & go") ~ "<" }} {% endautoescape %}{{ _("%(n)s < %(m)s", n=n, m="<") }}'
    for number in (1, 2):
        assert pages.from_string(template).render(n=number) == f"Sign & go&lt; Sign & go< {number} < &lt;"
