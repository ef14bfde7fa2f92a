"""Links of the documents lead somewhere; the lists of pinned packages agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tests.house.tree import ROOT, kept_files, name_of

if TYPE_CHECKING:
    from pathlib import Path

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PIN = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)


def documents() -> list[Path]:
    return [path for path in kept_files() if path.suffix == ".md" and not path.is_relative_to(ROOT / "coalition")]


def anchors(text: str) -> set[str]:
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in HEADING.findall(FENCE.sub("", text))}


def dead_links(document: Path) -> list[str]:
    dead = []
    for link in LINK.findall(FENCE.sub("", document.read_text())):
        file, _, anchor = unquote(link).partition("#")
        target = (document.parent / file) if file else document
        if re.match(r"(https?|mailto):", link):
            continue
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target.read_text())):
            dead.append(link)
    return dead


def pins(text: str) -> set[tuple[str, str]]:
    return {(name, version) for name, version in PIN.findall(text)}


def test_links_lead_somewhere() -> None:
    findings = {name_of(document): dead_links(document) for document in documents()}
    assert {name: links for name, links in findings.items() if links} == {}


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "here.md").write_text("# Two words\n[one](here.md#two-words) [two](gone.md) [three](#gone) [four](https://example.org)\n")
    assert dead_links(tmp_path / "here.md") == ["gone.md", "#gone"]


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_development_runs_on_the_packages_of_production() -> None:
    run, development = (pins((ROOT / name).read_text()) for name in ("requirements.lock", "requirements-dev.lock"))
    assert run - development == set()
    assert len(run) > 20


def test_every_pinned_package_has_its_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock"):
        entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
