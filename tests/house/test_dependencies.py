"""What the application runs on is pinned to the minor versions that were tested, since it uses private parts of some of them."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.house.tree import ROOT

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
