"""What the engine is, where that matters: PostgreSQL locks rows one by one, SQLite the whole file."""

from coalition.database.binding import current
from coalition.database.postgres import PostgresEngine


def is_postgres() -> bool:
    """Whether the current engine is PostgreSQL."""
    return isinstance(current(), PostgresEngine)
