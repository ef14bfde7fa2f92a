"""Programmes, forums and the roles of organisations in them."""

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.languages import Message
from coalition.organisations.tables import Organisation
from coalition.words import Word


class ProgrammeRole(Word):
    """What an organisation does in a programme."""

    IMPLEMENTER = "implementer", Message("implementer")
    FUNDER = "funder", Message("funder")


class ForumRole(Word):
    """What an organisation does at a forum."""

    CONVENER = "convener", Message("convener")
    CO_ORGANISER = "co_organiser", Message("co-organiser")
    PARTICIPANT = "participant", Message("participant")
    OBSERVER = "observer", Message("observer")


class RiskProfile(Word):
    """How careful everything about a forum is by default."""

    OPEN = "open", Message("open")
    CAREFUL = "careful", Message("careful")
    HIGH = "high", Message("high risk")


class Programme(Table):
    """The project under which forums are held; the desk lists and offers it while it is not archived."""

    id: Serial
    slug = Varchar(80, null=False, unique=True)
    archived = Boolean(null=False, default=False)


class ProgrammeText(Table):
    """A programme's name in one language."""

    id: Serial
    programme = ForeignKey(Programme, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    name = Varchar(300, null=False)


class ProgrammeOrganisation(Table):
    """An organisation's part in a programme."""

    id: Serial
    programme = ForeignKey(Programme, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    role = Varchar(20, null=False)


class Forum(Table):
    """A meeting; dates are partial dates, the place may be withheld. The desk lists and offers it while it is not archived."""

    id: Serial
    slug = Varchar(80, null=False, unique=True)
    programme = ForeignKey(Programme, null=True, default=None, on_delete=OnDelete.set_null)
    starts = Varchar(10, null=True, default=None, index=True)
    ends = Varchar(10, null=True, default=None)
    city = Varchar(120, null=False, default="")
    place_country = Varchar(2, null=True, default=None)
    place_public = Boolean(null=False, default=True)
    risk_profile = Varchar(10, null=False, default=RiskProfile.OPEN.value)
    archived = Boolean(null=False, default=False)
    created_at = Timestamptz(null=False)
    updated_at = Timestamptz(null=False)


class ForumText(Table):
    """A forum's title, summary and city in one language."""

    id: Serial
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    title = Varchar(300, null=False)
    summary = Text(null=False, default="")
    city = Varchar(120, null=False, default="")


class ForumCountry(Table):
    """A country the forum is about."""

    id: Serial
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.cascade, index=True)
    country = Varchar(2, null=False)
    position = Integer(null=False)


class ForumOrganisation(Table):
    """An organisation's role at a forum; `public` says that everybody may know of it."""

    id: Serial
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    role = Varchar(20, null=False)
    public = Boolean(null=False, default=False)


class ShownPart(Table):
    """That the public read once of a part of an organisation in a forum: who keeps old pages can still compare with it."""

    id: Serial
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
