"""Databases of the test server that are emptied after a test and used again: that takes a tenth of the time of a new one.

Each process keeps a connection to every database it uses again, on an event loop in a thread of its own.
"""

from __future__ import annotations

import asyncio
import threading
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg  # type: ignore[import-untyped] # it carries no type marker

from tests.engines import postgres_url

if TYPE_CHECKING:
    from collections.abc import Coroutine

PATIENCE = 60
Result = TypeVar("Result")

# The schema `reuse` holds what a copy needs to become equal to its template again: the rows and the positions of the
# sequences that the migrations left, and a table that has a row as soon as any statement changed the structure.
_PREPARE = """
CREATE SCHEMA reuse;
CREATE TABLE reuse.structure_changed ();
CREATE TABLE reuse.sequences AS
    SELECT seqrelid AS id, seqstart AS start, pg_sequence_last_value(seqrelid) AS last FROM pg_sequence;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0 LOOP
        EXECUTE format('CREATE TABLE reuse.%I AS TABLE public.%I', 'rows of ' || name, name);
    END LOOP;
END $$;

CREATE FUNCTION reuse.note_change() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO reuse.structure_changed DEFAULT VALUES;
END $$;

-- Delete all rows; return the tables that had some, or nothing if the structure is no longer that of the template.
CREATE FUNCTION reuse.delete_rows() RETURNS text[] LANGUAGE plpgsql AS $$ DECLARE written text[]; name text; BEGIN
    PERFORM pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
    IF EXISTS (SELECT FROM reuse.structure_changed) THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(array_agg(oid::regclass::text), '{}') INTO written FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0;
    SET LOCAL session_replication_role = replica; -- foreign keys are not checked
    FOREACH name IN ARRAY written LOOP
        EXECUTE 'DELETE FROM ' || name;
    END LOOP;
    PERFORM setval(id, coalesce(last, start), last IS NOT NULL) FROM reuse.sequences WHERE pg_sequence_last_value(id) IS DISTINCT FROM last;
    RETURN written;
END $$;

CREATE FUNCTION reuse.insert_rows() RETURNS void LANGUAGE plpgsql AS $$ DECLARE copy text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR copy IN SELECT relname FROM pg_class WHERE relnamespace = 'reuse'::regnamespace AND relname LIKE 'rows of %' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM reuse.%I', substr(copy, length('rows of ') + 1), copy);
    END LOOP;
END $$;

CREATE EVENT TRIGGER note_change ON ddl_command_end EXECUTE FUNCTION reuse.note_change();
"""
_EMPTY = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
"""

_connections: dict[str, Any] = {}
_urls: dict[str, str] = {}


def copied_database(name: str, template: str) -> str:
    """Return the URL of a database that equals its template; nobody else stays connected to it."""
    if not _finish(_restored(name)):
        _urls[name] = postgres_url(name, template=template)
        _finish(_prepared(name))
    return _urls[name]


def empty_database(name: str) -> str:
    """Return the URL of a database without any table; nobody else stays connected to it."""
    if not _finish(_emptied(name)):
        _urls[name] = postgres_url(name)
        _finish(_connected(name))
    return _urls[name]


def close_connections() -> None:
    """Close the connections that this process keeps."""
    while _connections:
        _finish(_connections.popitem()[1].close())


async def _restored(name: str) -> bool:
    if name not in _connections:
        return False
    connection = _connections[name]
    written = await connection.fetchval("SELECT reuse.delete_rows()")
    if written is None:
        await _connections.pop(name).close()
        return False
    if written:  # the next rows stand in the order in which they are written, as in a new table
        await connection.execute(f"VACUUM (INDEX_CLEANUP ON, SKIP_DATABASE_STATS) {', '.join(written)}")
    await connection.execute("SELECT reuse.insert_rows()")
    return True


async def _prepared(name: str) -> None:
    await _connected(name)
    await _connections[name].execute(_PREPARE)


async def _emptied(name: str) -> bool:
    if name not in _connections:
        return False
    await _connections[name].execute(_EMPTY)
    return True


async def _connected(name: str) -> None:
    _connections[name] = await asyncpg.connect(_urls[name])


def _finish(work: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, PATIENCE), _loop()).result()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="test databases", daemon=True).start()
    return loop
