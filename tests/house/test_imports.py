"""Packages import only what stands below them; the order is in pyproject.toml."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from importlinter.cli import EXIT_STATUS_ERROR, EXIT_STATUS_SUCCESS, lint_imports

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

BACKWARDS = """
[importlinter]
root_package = house_upside_down
[importlinter:contract:order]
name = order
type = layers
layers =
    house_upside_down.high
    house_upside_down.low
"""


def test_packages_import_only_what_stands_below_them(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_an_import_upwards_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    package = tmp_path / "house_upside_down"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "high.py").write_text("")
    (package / "low.py").write_text("from house_upside_down import high\n")
    (tmp_path / "order.ini").write_text(BACKWARDS)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    assert lint_imports(config_filename=str(tmp_path / "order.ini"), no_cache=True) == EXIT_STATUS_ERROR
    assert "house_upside_down.low is not allowed to import house_upside_down.high" in capsys.readouterr().out
