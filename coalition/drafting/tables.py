"""What people typed and have not saved, what provisions were compared with, who translates and revises a language, and the glossaries of forums."""

from piccolo.columns import ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.forums.tables import Forum
from coalition.languages import Message
from coalition.memoranda.tables import Edition, MemorandumMember, Wording
from coalition.people.tables import Coordinator
from coalition.words import Word


class UnsavedText(Table):
    """What one person typed in a form and has not saved: a provision, or the whole text where `provision` is "".

    `base` says what the person began from, as the form does: the digest of a provision, or the version of the whole text.
    """

    id: Serial
    edition = ForeignKey(Edition, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    provision = Varchar(80, null=False, default="")
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade)
    title = Text(null=False, default="")
    text = Text(null=False, default="")
    base = Varchar(80, null=False, default="")
    saved_at = Timestamptz(null=False)


class LanguageRole(Word):
    """What a person does for a language of a text."""

    TRANSLATOR = "translator", Message("translator")
    REVISER = "reviser", Message("reviser")


class ComparedProvision(Table):
    """The last time somebody compared one provision of a wording with authentic ones since the whole wording was confirmed.

    `compared` holds the digest of that provision in each authentic language, `texts` what it said there, both as JSON by language; `own`
    is the digest of the provision itself. `reviser` and `revised_at` say who read it a second time; that holds while the digests do.
    """

    id: Serial
    wording = ForeignKey(Wording, null=False, on_delete=OnDelete.cascade)
    key = Varchar(80, null=False)
    compared = Text(null=False, default="{}")
    texts = Text(null=False, default="{}")
    own = Varchar(64, null=False, default="")
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    compared_at = Timestamptz(null=False)
    reviser = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    revised_at = Timestamptz(null=True, default=None)


class LanguagePart(Table):
    """A member of a memorandum who translates or revises one of its languages."""

    id: Serial
    member = ForeignKey(MemorandumMember, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    role = Varchar(20, null=False)


class Term(Table):
    """A word of the glossary of a forum, with a note on its use; `key` is what it is found by: its renderings and its note, folded."""

    id: Serial
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.cascade, index=True)
    note = Varchar(500, null=False, default="")
    key = Text(null=False, default="")
    changed_at = Timestamptz(null=False)


class Rendering(Table):
    """A term in one language."""

    id: Serial
    term = ForeignKey(Term, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    text = Varchar(200, null=False)
