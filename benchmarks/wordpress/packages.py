"""Packages of Debian, unpacked into a folder: nothing is installed on this machine."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

WANTED = ("wordpress", "wordpress-theme-twentytwentyone", "php-fpm", "php-cli", "php-mysql", "mariadb-server-core", "nginx-light")


def unpack(folder: Path) -> Path:
    """Download WordPress and what it needs that this machine lacks, unpack it, and return the root of the files."""
    archives, root = folder / "archives", folder / "root"
    archives.mkdir(parents=True)
    root.mkdir()
    _run(["apt-get", "download", *_needed()], archives)
    for archive in sorted(archives.glob("*.deb")):
        _run(["dpkg", "-x", str(archive), str(root)], folder)
    return root


def environment(root: Path) -> Mapping[str, str]:
    """Return what programs need that were unpacked there."""
    return {"LD_LIBRARY_PATH": ":".join(str(path) for path in sorted((root / "usr/lib").glob("*-linux-gnu")))}


def program(root: Path, pattern: str) -> str:
    """Return the path of a program whose name may end with a version."""
    return str(min((root / "usr").glob(pattern)))


def _needed() -> Sequence[str]:
    """Return the packages that would be installed, as apt resolves them."""
    plan = _run(["apt-get", "install", "--simulate", "--reinstall", "--no-install-recommends", *WANTED], None)
    return [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]


def _run(command: Sequence[str], folder: Path | None) -> str:
    done = subprocess.run(command, cwd=folder, env=os.environ | {"LC_ALL": "C"}, capture_output=True, text=True, check=False)
    if done.returncode:
        msg = f"{' '.join(command[:2])} failed:\n{done.stderr[-2000:]}"
        raise RuntimeError(msg)
    return done.stdout
