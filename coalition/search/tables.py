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
    PROPOSAL = "proposal"
    ARTICLE = "article"
    PUBLIC_ARTICLE = "public_article"
    TIMELINE_ENTRY = "timeline_entry"


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


class Section(Enum):
    """The parts of the search for everybody. Each has words of its own, so that a part is read alone: names before texts."""

    ORGANISATION = "organisation"
    FORUM = "forum"
    FORUM_TEXT = "forum_text"
    MEMORANDUM = "memorandum"
    PROVISION = "provision"
    ARTICLE = "article"
    ARTICLE_TEXT = "article_text"


class SearchEntry(Table):
    """A name or a passage by which everybody finds a row of another table, whose id is `subject`; what is not public has no entry.

    `words` are all spellings of its words between spaces, `text` is what people read where it is shown as a passage, `place` and `label`
    are the key and the label of a provision, and `length` is the number of its words.
    """

    id: Serial
    section = Varchar(20, null=False)
    subject = Integer(null=False)
    language = Varchar(35, null=False, default="")
    place = Varchar(80, null=False, default="")
    label = Varchar(80, null=False, default="")
    position = Integer(null=False, default=0)
    length = Integer(null=False, default=0)
    text = Text(null=False, default="")
    words = Text(null=False, default="")


class SearchWord(Table):
    """A spelling of a word of a section, and how many of its entries have it; a word that none has any more is deleted.

    Beside it stand two tables without ids: `search_index_places` names the entries with a word, `search_index_keys` the keys of
    `spellings.py` by which a word is found.
    """

    id: Serial
    section = Varchar(20, null=False)
    word = Varchar(80, null=False)
    entries = Integer(null=False, default=0)
