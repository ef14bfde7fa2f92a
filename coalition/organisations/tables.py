"""The register of organisations."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.languages import Message
from coalition.organisations.themes import LONGEST_THEMES
from coalition.people.tables import Coordinator
from coalition.search.tables import PlaceColumns
from coalition.words import Word


class OrganisationKind(Word):
    """What sort of body it is."""

    NGO = "ngo", Message("non-governmental organisation")
    INFORMAL = "informal", Message("informal group, not registered")
    INTERNATIONAL_NGO = "international_ngo", Message("international non-governmental organisation")
    NETWORK = "network", Message("network")
    INTERGOVERNMENTAL = "intergovernmental", Message("intergovernmental body")
    GOVERNMENT = "government", Message("government body")
    MEDIA = "media", Message("media organisation")
    ACADEMIC = "academic", Message("academic institution")


class Reach(Word):
    """The scope of its work."""

    LOCAL = "local", Message("local")
    NATIONAL = "national", Message("national")
    REGIONAL = "regional", Message("regional")
    INTERNATIONAL = "international", Message("international")


class OrganisationStatus(Word):
    """Whether and how it exists today."""

    ACTIVE = "active", Message("active")
    IN_EXILE = "in_exile", Message("working in exile")
    LIQUIDATED = "liquidated", Message("liquidated")
    MERGED = "merged", Message("merged into another")


# The states of an organisation that does not exist any more.
ENDED = frozenset({OrganisationStatus.LIQUIDATED.value, OrganisationStatus.MERGED.value})


class OrganisationEventKind(Word):
    """What happened to an organisation."""

    FOUNDED = "founded", Message("was founded")
    RENAMED = "renamed", Message("took another name")
    MERGED = "merged", Message("merged into another organisation")
    SUCCEEDED = "succeeded", Message("is succeeded by another organisation")
    LIQUIDATED = "liquidated", Message("was liquidated")
    INTO_EXILE = "into_exile", Message("went into exile")


SUCCEEDING = frozenset({OrganisationEventKind.MERGED, OrganisationEventKind.SUCCEEDED})  # another organisation came after it


class ProofMethod(Word):
    """How an organisation proves that a domain belongs to it."""

    FILE = "file", Message("by a file on its website")
    META_TAG = "meta_tag", Message("by a mark on its website")
    MAIL = "mail", Message("by a mail address at its domain")


class Organisation(Table):
    """An organisation that may sign; `country` is the country it represents, `seat_country` the country of its office, `themes` are what it works on.

    `listed` says that it is in the public register, `listing_reason` why; `listing_confirmed` that a coordinator decided so. `merged_into`
    is the entry that remains of an organisation that was entered twice.
    """

    id: Serial
    slug = Varchar(80, null=False, unique=True)
    kind = Varchar(30, null=False)
    scope = Varchar(20, null=False)
    status = Varchar(20, null=False, default=OrganisationStatus.ACTIVE.value)
    country = Varchar(2, null=True, default=None)
    seat_country = Varchar(2, null=True, default=None)
    website = Varchar(500, null=False, default="")
    themes = Varchar(LONGEST_THEMES, null=False, default="")
    at_risk = Boolean(null=False, default=False)
    listed = Boolean(null=False, default=False)
    listing_reason = Varchar(500, null=False, default="")
    listing_confirmed = Boolean(null=False, default=False)
    name_key = Varchar(400, null=False, default="", index=True)
    merged_into: "ForeignKey[Organisation]" = ForeignKey("self", null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(null=False)
    updated_at = Timestamptz(null=False)


class OrganisationName(Table):
    """A name in one language."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    name = Varchar(300, null=False)
    short_name = Varchar(60, null=False, default="")
    is_primary = Boolean(null=False, default=False)


class NameShape(Table):
    """A shape of a present or former name, by which names that look alike are found."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    shape = Varchar(400, null=False, index=True)


class NearKey(Table):
    """A key of a present or former name or short name: those that are the same, or nearly the same, share one (`near_names.py`)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    key = BigInt(null=False)


class LikelyPair(Table):
    """Two entries of the register that may be one organisation; `first` was entered before `second`."""

    id: Serial
    first = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    second = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)


class DifferentPair(Table):
    """Two entries that a person declared to be different organisations; `first` was entered before `second`."""

    id: Serial
    first = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    second = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    decided_at = Timestamptz(null=False)


class Merging(Table):
    """A decision that an entry is the same organisation as another one, which remains; `undone_at` is empty while it holds."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    remaining = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    merged_by = ForeignKey(Coordinator, null=False, on_delete=OnDelete.restrict)
    merged_at = Timestamptz(null=False)
    undone_by = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.restrict)
    undone_at = Timestamptz(null=True, default=None)


class SortKey(PlaceColumns, Table):
    """The place of an organisation, by its primary name, in lists for readers of a language."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=False)


class OrganisationDomain(Table):
    """A domain by which an organisation is recognised: of its website (`is_site`), or else of the address of a contact in the register.

    Never public: it tells where contacts have their mailboxes.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    domain = Varchar(253, null=False, index=True)
    is_site = Boolean(null=False, default=False)


class Contact(Table):
    """A contact person; never public. An address is never changed in place: another address is another contact.

    `confirmed_at` is empty until somebody with the mailbox confirmed it. A contact that is not `registered` was named by the holder of
    an invitation: it is written to about that invitation only, and is not in the register.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    name = Varchar(300, null=False, default="")
    email = Varchar(254, null=False)
    language = Varchar(35, null=False, default="en")
    created_at = Timestamptz(null=False)
    confirmed_at = Timestamptz(null=True, default=None)
    confirmation_hash = Varchar(64, null=True, default=None)
    registered = Boolean(null=False, default=True)


class FormerName(Table):
    """A name that an organisation had until a date (empty if the date is not known)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    name = Varchar(300, null=False)
    short_name = Varchar(60, null=False, default="")
    is_primary = Boolean(null=False, default=False)
    until = Varchar(10, null=False)


class OrganisationEvent(Table):
    """An event of an organisation; `other` is its successor."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(20, null=False)
    happened = Varchar(10, null=True, default=None)
    other = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    source = Varchar(500, null=False, default="")


class DomainProof(Table):
    """A proof that a domain belongs to the organisation; `proved_at` is empty until it succeeds."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    method = Varchar(20, null=False)
    domain = Varchar(253, null=False)
    token_hash = Varchar(64, null=False, default="")
    token = Varchar(64, null=False, default="")
    asked_at = Timestamptz(null=False)
    proved_at = Timestamptz(null=True, default=None)
