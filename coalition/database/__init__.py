"""The database: one engine for the process, one way to write, one way to read a page; docs/queries.md says how to write a query."""

from __future__ import annotations

from coalition.database.advisory_locks import AdvisoryLock, hold
from coalition.database.binding import (
    after_commit,
    analyse,
    as_if,
    before_commit,
    bind,
    close_engine,
    compact,
    current,
    execute,
    has_trigrams,
    indexes_every_script,
    is_postgres,
    open_engine,
    ping,
    reading,
    savepoint,
    shorten_log,
    talkative_settings,
    transaction,
)
from coalition.database.counting import QueryCount, counting_queries
from coalition.database.duplicate import Duplicate
from coalition.database.piccolo_internals import place_of, references_to, sql_name, table_of
from coalition.database.query_shortcuts import (
    among,
    at_once,
    in_parts,
    made_of,
    none_of,
    one_of,
    one_row,
    prepared,
    prepared_for_thread,
    put,
    put_all,
    put_rows,
    selected,
    whole,
)
from coalition.database.references import is_referred_to
from coalition.database.sqlite import SQLiteEngine
from coalition.database.unavailable import Unavailable
from coalition.database.urls import engine_from_url

__all__ = [
    "AdvisoryLock",
    "Duplicate",
    "QueryCount",
    "SQLiteEngine",
    "Unavailable",
    "after_commit",
    "among",
    "analyse",
    "as_if",
    "at_once",
    "before_commit",
    "bind",
    "close_engine",
    "compact",
    "counting_queries",
    "current",
    "engine_from_url",
    "execute",
    "has_trigrams",
    "hold",
    "in_parts",
    "indexes_every_script",
    "is_postgres",
    "is_referred_to",
    "made_of",
    "none_of",
    "one_of",
    "one_row",
    "open_engine",
    "ping",
    "place_of",
    "prepared",
    "prepared_for_thread",
    "put",
    "put_all",
    "put_rows",
    "reading",
    "references_to",
    "savepoint",
    "selected",
    "shorten_log",
    "sql_name",
    "table_of",
    "talkative_settings",
    "transaction",
    "whole",
]
