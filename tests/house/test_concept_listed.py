"""What everybody reads about organisations comes from `visible_organisations`; no other reader is imported where output is made."""

from __future__ import annotations

import ast

from tests.house.tree import PACKAGE, modules, name_of

# Where public output is made: these know `organisations` by its visible readers, its words and its forms, never by its other reads.
OUTPUT = ("public/", "published/", "announcements/", "api/")
# Domain modules that read organisations for pages of everybody and of coordinators alike: the viewer is an argument.
FOR_BOTH = {
    "acts/effect.py",
    "acts/status_queries.py",
    "forums/programme_queries.py",
    "forums/queries.py",
    "statements/public_statement_queries.py",
    "statements/queries.py",
    "statements/stated_queries.py",
}
READERS = {
    "coalition.organisations.queries",
    "coalition.organisations.event_queries",
    "coalition.organisations.likeness_queries",
    "coalition.organisations.listing_queries",
    "coalition.organisations.merged_queries",
    "coalition.organisations.near_key_queries",
    "coalition.organisations.pair_queries",
}
TABLES = {"Organisation", "OrganisationName", "FormerName", "OrganisationEvent", "NameShape", "NearKey", "Contact"}
ALLOWED = {
    # rows for operations, never for an answer: a change needs the row whether it is listed or not
    ("api/organisations/organisations.py", "coalition.organisations.queries.by_slug"),
    # ids for the rule about withheld numbers, never for an answer
    ("forums/queries.py", "coalition.organisations.queries.remaining_of"),
    # ids of merged entries, whose parts are those of organisations that a reader for visible ones returned before
    ("forums/queries.py", "coalition.organisations.queries.entries_of_each"),
}


def readers_in(source: str) -> set[str]:
    """Return the readers of organisations that a module imports, and the tables of organisations that it reads or imports to run."""
    found = set()
    tree = ast.parse(source)
    typing_only = {
        node for block in ast.walk(tree) if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING" for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in READERS}
        if not isinstance(node, ast.ImportFrom) or node in typing_only:
            continue
        for alias in node.names:
            name = f"{node.module}.{alias.name}"
            if node.module in READERS or name in READERS:
                found.add(name)
            if node.module == "coalition.organisations.tables" and alias.name in TABLES:
                found.add(name)
    return found


def _places() -> dict[str, str]:
    sources = {name_of(path).removeprefix("coalition/"): path.read_text() for path in modules() if PACKAGE in path.parents}
    return {name: source for name, source in sources.items() if name.startswith(OUTPUT) or name in FOR_BOTH}


def test_output_reads_organisations_by_the_visible_readers_only() -> None:
    places = _places()
    assert places.keys() >= FOR_BOTH
    found = {(name, reader) for name, source in places.items() for reader in readers_in(source)}
    rows = {(name, reader) for name, reader in found if name.startswith("api/") and reader == "coalition.organisations.tables.Organisation"}
    assert found - rows == ALLOWED


def test_another_reader_is_found() -> None:
    """Mutated builds: a page that reads every organisation, however it imports the reader."""
    assert readers_in("from coalition.organisations import queries") == {"coalition.organisations.queries"}
    assert readers_in("from coalition.organisations.queries import search as find") == {"coalition.organisations.queries.search"}
    assert readers_in("import coalition.organisations.event_queries") == {"coalition.organisations.event_queries"}
    assert readers_in("def late():\n    from coalition.organisations.tables import OrganisationName") == {
        "coalition.organisations.tables.OrganisationName"
    }
    assert readers_in("if TYPE_CHECKING:\n    from coalition.organisations.tables import Organisation") == set()
    assert readers_in("from coalition.organisations.visible_queries import visible_organisations") == set()
