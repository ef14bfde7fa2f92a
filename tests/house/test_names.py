"""Names that say nothing, and texts that belong to nobody else's eyes, stay out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import TEMPLATES, kept_files, modules, name_of, templates

if TYPE_CHECKING:
    from pathlib import Path

EMPTY_NAMES = {"service", "services", "util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
PRIVATE = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(r"\b(?:AKIA|ghp_|github_pat_|xox[bp]-|sk_live_)[A-Za-z0-9_-]{12,}"),
    re.compile(r"(?<![\w/.])/(?:root|work|Users)/\w"),
    re.compile(r"(?<![\w/.])/home/(?!coalition\b)\w"),
)
ELSEWHERE = re.compile(r"""(?:src|href|action|data|poster|srcset|url|@import)\s*(?:=|\()?\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)
INLINE = (
    re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    re.compile(r"<style\b", re.IGNORECASE),
    re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)", re.IGNORECASE),
    re.compile(r"javascript:", re.IGNORECASE),
)
JINJA = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
HTML_NAMESPACES = re.compile(r"""xmlns(?::\w+)?\s*=\s*["'][^"']*["']""")


def is_empty_name(path: Path) -> bool:
    return bool(EMPTY_NAMES & set(path.stem.lower().split("_")))


def what_is_private(text: str) -> list[str]:
    return [match[0] for pattern in PRIVATE for match in pattern.finditer(text)]


def what_is_elsewhere(text: str) -> list[str]:
    return ELSEWHERE.findall(HTML_NAMESPACES.sub("", text))


def what_is_inline(text: str) -> list[str]:
    return [match[0] for pattern in INLINE for match in pattern.finditer(JINJA.sub("", text))]


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [name_of(path) for path in [*modules(), *templates()] if is_empty_name(path)] == []


def test_nothing_private_is_kept() -> None:
    findings = {name_of(path): what_is_private(_text_of(path)) for path in kept_files() if path.name != "test_names.py"}
    assert {name: pieces for name, pieces in findings.items() if pieces} == {}


def test_nothing_is_loaded_from_elsewhere() -> None:
    findings = {name_of(path): what_is_elsewhere(path.read_text()) for path in [*templates(), *_static()]}
    assert {name: pieces for name, pieces in findings.items() if pieces} == {}


def test_no_style_or_script_stands_inside_a_page() -> None:
    findings = {name_of(path): what_is_inline(path.read_text()) for path in TEMPLATES.rglob("*.html")}
    inside_a_letter = {"templates/mails/letter.html": ["<style"]}  # it is no page, and loads nothing
    assert {name: pieces for name, pieces in findings.items() if pieces} == inside_a_letter


def _static() -> list[Path]:
    return [path for path in (TEMPLATES.parent / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"}]


@pytest.mark.parametrize("name", ["coalition/mail/utils.py", "coalition/web_helpers.py"])
def test_an_empty_name_is_found(tmp_path: Path, name: str) -> None:
    assert is_empty_name(tmp_path / name)


@pytest.mark.parametrize("text", ["-----BEGIN PRIVATE KEY-----", "key = ghp_" + "a" * 30, "open('/" + "root/notes')", "at /" + "home/ada/coalition"])
def test_a_private_text_is_found(text: str) -> None:
    assert what_is_private(text)


@pytest.mark.parametrize("text", ['<img src="https://cdn.example/a.png">', "<script src=//cdn.example/a.js>", "background: url(http://x.example/a)"])
def test_a_thing_from_elsewhere_is_found(text: str) -> None:
    assert what_is_elsewhere(text)


@pytest.mark.parametrize(
    "text", ['<p style="color: red">', '<p style="width: {{ one }}">', '<p onclick="go()">', "<script>go()</script>", '<a href="javascript:go()">']
)
def test_an_inline_style_or_script_is_found(text: str) -> None:
    assert what_is_inline(text)
