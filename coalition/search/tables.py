"""What the search compares with."""

from enum import Enum

from piccolo.columns import Bytea, Integer, Serial, Text, Varchar
from piccolo.table import Table


class Kind(Enum):
    """What can be searched."""

    ORGANISATION = "organisation"
    ACCOUNT = "account"
    FORUM = "forum"
    PROGRAMME = "programme"
    MEMORANDUM = "memorandum"
    REQUEST = "request"
    PUBLIC_FORUM = "public_forum"  # what everybody reads of a forum, while the others are for the desk
    PUBLIC_MEMORANDUM = "public_memorandum"
    STATEMENT = "statement"


class SearchText(Table):
    """The folded names of one row of another table, whose id is `subject`; `folding.py` makes the text.

    The index beside it is FTS5's table `search_index` on SQLite, the index `search_index` of pg_trgm on PostgreSQL.
    """

    id: Serial
    kind = Varchar(20, null=False)
    subject = Integer(null=False)
    text = Text(null=False, default="")


class PlaceColumns:
    """The columns of a table of places in lists by name, for readers of a language; `collation.py` makes the key.

    Keys of two versions of ICU cannot be compared: a list reads those of one version.
    """

    language = Varchar(35, null=False)
    icu_version = Varchar(20, null=False)
    key = Bytea(null=False, default=b"")
