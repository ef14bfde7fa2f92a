"""Packages import only what stands below them; the order is in pyproject.toml. What benchmarks and tests import of the program exists."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from importlinter.cli import EXIT_STATUS_ERROR, EXIT_STATUS_SUCCESS, lint_imports

from tests.house.imports import Import, imports_in
from tests.house.tree import ROOT, kept_files, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Leave every log of this process as it was: the linter turns off those that exist when it sets up its own."""
    every = [logger for logger in logging.Logger.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    before = [(logger, logger.disabled) for logger in every]
    yield
    for logger, was_disabled in before:
        logger.disabled = was_disabled


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


def _exists(imported: Import) -> bool:
    """Whether a name of the program can be imported: it stands in its module, or is a module of the package."""
    try:
        if not imported.name or hasattr(import_module(imported.module), imported.name):
            return True
        import_module(f"{imported.module}.{imported.name}")
    except ModuleNotFoundError:
        return False
    return True


def test_what_benchmarks_and_tests_import_of_the_program_exists() -> None:
    others = [path for path in kept_files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in {"benchmarks", "tests", "scripts"}]
    ours = [(name_of(path), imported) for path in others for imported in imports_in(path.read_text()) if imported.module.split(".")[0] == "coalition"]
    assert len(ours) > len(others)
    assert [(path, imported.module, imported.name) for path, imported in ours if not _exists(imported)] == []
    assert not _exists(Import("coalition.clock", "no_such_name", "no_such_name", is_type_only=False))
    assert not _exists(Import("coalition.no_such_module", "name", "name", is_type_only=False))
