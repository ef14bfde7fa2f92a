"""Packages stay small, and the name of a file says where it belongs."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tests.house.imports import imports_in
from tests.house.tree import PACKAGE, modules

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_SHARE = 0.12
AUDIENCES = {"public", "signing", "desk", "api"}
STANDING_NAMES = {"__init__", "tables", "queries", "forms", "errors", "router", "views", "models"}
# The table of addresses has a module for each audience, the command line one for each noun.
LISTS = {"addresses", "commands"}


def shares(lines: Mapping[str, int]) -> dict[str, float]:
    """Return the share of all lines by package; keys are paths below coalition/."""
    by_package: dict[str, int] = defaultdict(int)
    for path, count in lines.items():
        by_package[PurePosixPath(path).parts[0]] += count
    return {package: count / sum(lines.values()) for package, count in by_package.items()}


def too_large(lines: Mapping[str, int]) -> set[str]:
    return {package for package, share in shares(lines).items() if share > LARGEST_SHARE and package not in AUDIENCES}


def shared_names(modules: Mapping[str, str]) -> set[str]:
    """Return file names that stand in several packages, by the sources of modules.

    Allowed are the standing names, and modules of handlers that share a name with each other or with the module of the domain that they import.
    """
    by_name: dict[str, list[str]] = defaultdict(list)
    for path in modules:
        parts = PurePosixPath(path).with_suffix("").parts
        if len(parts) > 1 and parts[-1] not in STANDING_NAMES and parts[0] not in LISTS:
            by_name[parts[-1]].append(path)
    return {name for name, paths in by_name.items() if _is_shared(paths, modules)}


def _is_shared(paths: list[str], modules: Mapping[str, str]) -> bool:
    handlers = [path for path in paths if _is_handler(path)]
    others = [path for path in paths if not _is_handler(path)]
    return len(others) > 1 or any(not _serves(modules[handler], other) for handler in handlers for other in others)


def _is_handler(path: str) -> bool:
    """Return whether a module stands in a folder of an audience, such as `desk/signatories/mandates.py`."""
    parts = PurePosixPath(path).parts
    return parts[0] in AUDIENCES and len(parts) > 2


def _serves(source: str, path: str) -> bool:
    served = ".".join(("coalition", *PurePosixPath(path).with_suffix("").parts))
    return any(served in {imported.module, f"{imported.module}.{imported.name}"} for imported in imports_in(source))


def _sources() -> dict[str, str]:
    return {path.relative_to(PACKAGE).as_posix(): path.read_text() for path in modules()}


def test_no_domain_package_is_too_large() -> None:
    assert too_large({path: len(source.splitlines()) for path, source in _sources().items()}) == set()


def test_a_file_name_stands_in_one_package() -> None:
    assert shared_names(_sources()) == set()


def test_a_large_package_is_found() -> None:
    small = {f"p{number}/tables.py": 10 for number in range(10)}
    assert too_large(small) == set()
    assert too_large(small | {"desk/today/today.py": 500}) == set()
    assert too_large(small | {"p1/signing.py": 5}) == {"p1"}


def test_a_shared_name_is_found() -> None:
    serving = "from coalition.people import accounts"
    allowed = dict.fromkeys(("acts/queries.py", "statements/queries.py", "people/accounts.py", "desk/today/today.py", "api/today/today.py"), "")
    allowed |= {"desk/people/accounts.py": serving, "commands/accounts.py": ""}
    assert shared_names(allowed) == set()
    assert shared_names(allowed | {"acts/adopting.py": "", "editions/adopting.py": ""}) == {"adopting"}
    assert shared_names(allowed | {"desk/people/accounts.py": "from coalition.people import queries"}) == {"accounts"}
    assert shared_names(allowed | {"acts/today.py": ""}) == {"today"}
