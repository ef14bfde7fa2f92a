"""The files of the example."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

_FILES = files("coalition.example")


def text(name: str) -> str:
    """Return the text of a file."""
    return _FILES.joinpath(name).read_text(encoding="utf-8")


def toml(name: str) -> dict[str, Any]:
    """Return what a TOML file says."""
    return tomllib.loads(text(name))


def titled_text(folder: str, language: str) -> tuple[str, str]:
    """Return the title and the body of the text of a memorandum in one language."""
    title, _, body = text(f"{folder}/memorandum.{language}.md").partition("\n")
    return title.removeprefix("# "), body
