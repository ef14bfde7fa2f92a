"""The map for newcomers is that of the code: it names every package, and what it names is there."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from coalition.tables import DOMAINS
from tests.house.tree import PACKAGE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAP = ROOT / "docs/architecture.md"
DECISION = ROOT / "docs/decisions/0018-packages-by-concern.md"
QUOTED = re.compile(r"`([^`]+)`")
FILE = re.compile(r"[\w/.-]+\.(?:py|html|css|md|toml)")
FOLDERS = (ROOT, PACKAGE, ROOT / "tests/house")
# Packages above the domain: they may know the web framework.
OF_THE_WEB = {"web", "public", "signing", "desk", "api", "commands"}


def packages() -> set[str]:
    return {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def named_packages(document: str) -> set[str]:
    """Return the names in the first column of the tables of a document."""
    rows = [line.split("|")[1] for line in document.splitlines() if line.startswith("| `")]
    return {name for cell in rows for name in QUOTED.findall(cell)}


def dangling(document: str) -> Iterator[str]:
    """Return the files, folders and names in files that a document quotes and that are not there."""
    for quoted in QUOTED.findall(document):
        file, _, names = quoted.partition(": ")
        if "<" in quoted or not (FILE.fullmatch(file) or file.endswith("/")):
            continue
        found = [path for folder in FOLDERS for path in [folder / file] if path.exists()] or list(PACKAGE.glob(f"*/{file}"))
        found = found or list((ROOT / "templates").glob(f"*/{file}"))
        texts = [path.read_text() for path in found if path.is_file()]
        missing = [
            name
            for name in names.split(", ")
            if name and not any(re.search(rf"^(?:async def |def |class )?{name}\b", text, re.MULTILINE) for text in texts)
        ]
        if not found or missing:
            yield quoted


def out_of_order(rows: Iterable[Sequence[str]], layers: Sequence[str]) -> list[str]:
    """Return the packages whose row stands below one that may import them; `layers` begin with those that may import the others."""
    levels = {name: level for level, layer in enumerate(reversed(layers)) for name in layer.split(" | ")}
    findings, highest = [], 0
    for row in rows:
        known = [levels[name] for name in row if name in levels]
        findings += [row[0]] if known and min(known) < highest else []
        highest = max([highest, *known])
    return findings


def without_contract(names: Iterable[str], pyproject: str) -> set[str]:
    """Return the packages that no contract keeps from importing the web framework."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    [forbidden] = [contract["source_modules"] for contract in contracts if contract["type"] == "forbidden"]
    return {name for name in names if f"coalition.{name}" not in forbidden} - OF_THE_WEB


def not_known_to_the_engine(with_tables: Iterable[str], domains: Iterable[str]) -> set[str]:
    return set(with_tables) - set(domains)


def test_the_map_names_every_package() -> None:
    assert packages() - named_packages(MAP.read_text()) == set()
    assert {"acts", "web"} - named_packages("| `acts` `jobs` | why |\n| acts | `web` |") == {"web"}


def test_the_map_stands_in_the_order_of_imports() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers" and contract["containers"] == ["coalition"])
    rows = [QUOTED.findall(line.split("|")[1]) for line in MAP.read_text().partition("\n\n`templates`")[0].splitlines() if line.startswith("| `")]
    assert out_of_order(rows, layers) == []
    assert out_of_order([["a"], ["c", "b"], ["b"], ["d"]], ["d", "b | c", "a"]) == []
    assert out_of_order([["b"], ["a"], ["d"]], ["d", "b | c", "a"]) == ["a"]


def test_what_the_map_names_is_there() -> None:
    assert list(dangling(MAP.read_text())) == []
    assert named_packages(DECISION.read_text()) - packages() == set()


def test_a_name_that_is_not_there_is_found() -> None:
    quoted = (
        *("acts/gone.py", "acts/recording.py: record", "acts/recording.py: gone", "acts/recording.py: record, gone"),
        *("addresses/", "gone/", "test_acts.py", "templates/mails/<name>/"),
    )
    text = " ".join(f"`{name}`" for name in quoted)
    assert list(dangling(text)) == ["acts/gone.py", "acts/recording.py: gone", "acts/recording.py: record, gone", "gone/"]


def test_every_domain_package_is_kept_from_the_web_framework() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()
    assert without_contract(packages() - {"addresses", "database"}, pyproject) == set()
    assert without_contract({"unlisted", "acts", "web"}, pyproject) == {"unlisted"}


def test_every_table_is_known_to_the_engine() -> None:
    with_tables = {path.parent.name for path in PACKAGE.glob("*/tables.py")}
    assert not_known_to_the_engine(with_tables, DOMAINS) == set()
    assert not_known_to_the_engine({"unlisted", "acts"}, DOMAINS) == {"unlisted"}
