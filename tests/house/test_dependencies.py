"""What the application runs on is pinned to the minor versions that were tested, since it uses private parts of some of them."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LOCKED = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)


def looseness(requirement: str, locked: dict[str, str]) -> str:
    """Return why a requirement is not pinned to the tested minor version; an empty text if it is."""
    asked = Requirement(requirement)
    tested = locked.get(asked.name)
    if tested is None or not asked.specifier.contains(tested):
        return f"{asked.name} was tested as {tested}"
    [specifier] = asked.specifier if len(asked.specifier) == 1 else [None]
    if specifier is None or specifier.operator not in {"~=", "=="}:
        return f"{asked.name} is not pinned"
    if specifier.operator == "~=" and specifier.version.count(".") < 2:
        return f"{asked.name} may change its minor version"
    return ""


def test_runtime_dependencies_are_pinned_to_the_tested_minor_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = dict(LOCKED.findall((ROOT / "requirements.lock").read_text()))
    assert [problem for requirement in project["dependencies"] if (problem := looseness(requirement, locked))] == []


@pytest.mark.parametrize("requirement", ["band>=1.2", "band>=1.2,<2", "band~=1.2", "band~=1.3.0", "other~=1.2.0", "band"])
def test_a_loose_pin_is_found(requirement: str) -> None:
    assert looseness(requirement, {"band": "1.2.4"})


@pytest.mark.parametrize("requirement", ["band~=1.2.0", "band~=1.2.4", "band==1.2.4", "band[extra]~=1.2.4; sys_platform != 'win32'"])
def test_a_pin_to_the_tested_minor_version_is_left_alone(requirement: str) -> None:
    assert looseness(requirement, {"band": "1.2.4"}) == ""


def needs(project: Sequence[str]) -> Iterator[Requirement]:
    """Return the requirements of a project, and those of its packages in turn, that apply on this machine."""
    seen: set[tuple[str, str]] = set()
    asking = [asked for asked in map(Requirement, project) if asked.marker is None or asked.marker.evaluate()]
    while asking:
        asked = asking.pop()
        yield asked
        for extra in ("", *asked.extras):
            if (asked.name, extra) not in seen:
                seen.add((asked.name, extra))
                asking += [needed for needed in map(Requirement, requires(asked.name) or ()) if _applies(needed, extra)]


def _applies(needed: Requirement, extra: str) -> bool:
    if needed.marker is None:
        return not extra
    return needed.marker.evaluate({"extra": extra}) and (not extra or not needed.marker.evaluate({"extra": ""}))


def lacking(locked: Mapping[str, str]) -> set[str]:
    """Return the names of the packages that the application needs in turn and that a lock has not, or not in the version asked for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    versions = {canonicalize_name(name): version for name, version in locked.items()}
    needed = ((canonicalize_name(asked.name), asked.specifier) for asked in needs(project["dependencies"]))
    return {name for name, specifier in needed if not specifier.contains(versions.get(name, ""))}


def test_the_lock_has_all_that_is_needed_so_that_nothing_else_is_installed() -> None:
    """`scripts/prepare.sh` lets pip install exactly the lock: pip 23 refuses some complete locks when it looks for what packages need."""
    locked = dict(LOCKED.findall((ROOT / "requirements.lock").read_text()))
    assert lacking(locked) == set()
    for name in ("markupsafe", "dnspython", "httpcore"):  # needed by a package, for an extra, by a package of a package
        assert lacking({known: version for known, version in locked.items() if known != name}) == {name}
    assert lacking(locked | {"pydantic-core": "1.0"}) == {"pydantic-core"}
