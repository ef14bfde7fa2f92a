"""The files the rules of the house are about."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from coalition.settings import SUPPORTED_LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "coalition"
TEMPLATES = ROOT / "templates"
LANGUAGES = SUPPORTED_LANGUAGES
_MADE = {".venv", ".git", "var", "dist", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}


def kept_files() -> list[Path]:
    """Return every file that is, or could be, committed."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and not _MADE & set(path.relative_to(ROOT).parts)]


def modules() -> list[Path]:
    """Return the modules of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def templates() -> list[Path]:
    """Return every template: pages, letters, feeds, components."""
    return sorted(path for path in kept_files() if TEMPLATES in path.parents)


def name_of(path: Path) -> str:
    """Return a file's name as reports show it."""
    return path.relative_to(ROOT).as_posix()
