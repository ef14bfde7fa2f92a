"""The folders of templates, static files, catalogs and migrations: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"
ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
LOCALE = ROOT / "locale"
MIGRATIONS = ROOT / "migrations"
PICCOLO_CONF = "coalition._data.piccolo_conf" if _INSTALLED.is_dir() else "piccolo_conf"
