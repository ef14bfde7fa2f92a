"""The operations on addressees and timelines."""

from __future__ import annotations

from coalition.api.deliveries import models
from coalition.api.deliveries.forms import DeliveryForm, NameOfFile, PartOfEntries, PartOfTimeline, UpdateForm
from coalition.api.operation import Operation
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.cleaned_pictures import TAKEN_TYPES
from coalition.deliveries.errors import (
    AddresseeInUse,
    EntryChanged,
    EntryPublished,
    EntryWithdrawn,
    NothingAwaited,
    NotPublished,
    OutcomePublished,
)
from coalition.deliveries.forms import AddresseeForm, EntryForm
from coalition.deliveries.tables import FileKind
from coalition.memoranda.errors import NotPublic

_ASKING = (AlreadyAsked, NobodyToApprove, EntryChanged)
_FILES = tuple(kind.media_type for kind in FileKind)
_PRIVATE = "Nobody else reads it before it is published."

DELIVERY_OPERATIONS: dict[str, Operation] = {
    "api.timeline.show": Operation(
        "timeline",
        "Read the timeline of a memorandum",
        models.TimelinePage,
        query=PartOfTimeline,
        description="Deliveries, answers, updates and the outcome that everybody reads, newest first.",
        withdrawable=True,
    ),
    "api.addressees.list": Operation("timeline", "List the addressees of a memorandum", models.Addressees),
    "api.addressee.create": Operation("timeline", "Add an addressee", models.Addressees, AddresseeForm),
    "api.addressee.update": Operation("timeline", "Change an addressee", models.Addressees, AddresseeForm),
    "api.addressee.remove": Operation("timeline", "Remove an addressee", models.Addressees, rules=(AddresseeInUse,)),
    "api.deliveries.list": Operation(
        "timeline", "List all entries of the timeline, private ones too", models.Entries, query=PartOfEntries, description="Newest first."
    ),
    "api.delivery.show": Operation("timeline", "Show an entry with its private note", models.EntryWithNote),
    "api.delivery.create": Operation("timeline", "Enter a delivery, or an answer", models.Entered, DeliveryForm, description=_PRIVATE),
    "api.update.create": Operation("timeline", "Enter an update, or the outcome", models.Entered, UpdateForm, description=_PRIVATE),
    "api.delivery.update": Operation(
        "timeline",
        "Change an entry, or correct a published one",
        models.PublishedEntry,
        EntryForm,
        rules=(EntryWithdrawn, *_ASKING),
        asked=models.PublishedEntry,
        description="Of a published one readers see the day. Where the forum asks for care another coordinator approves it: the answer is 202.",
    ),
    "api.delivery.remove": Operation("timeline", "Remove an entry that is not published", models.Entered, rules=(EntryPublished, EntryWithdrawn)),
    "api.delivery.publish": Operation(
        "timeline",
        "Publish an entry",
        models.PublishedEntry,
        rules=(NotPublic, EntryPublished, EntryWithdrawn, OutcomePublished, *_ASKING),
        asked=models.PublishedEntry,
        description="Where the forum asks for care another coordinator has to approve it: the answer is 202.",
    ),
    "api.entry_files.list": Operation("timeline", "List the files that prove an entry", models.EntryFiles),
    "api.entry_file.show": Operation(
        "timeline", "Read a file that proves an entry", None, sends_file=_FILES, description="As it came; that it was read is recorded."
    ),
    "api.entry_file.create": Operation(
        "timeline",
        "Add a file that proves an entry",
        models.StoredFile,
        query=NameOfFile,
        rules=(EntryWithdrawn,),
        description="The body is a PDF, or a scan as JPEG or PNG, of at most 3 MiB; an entry has five at most. It is never published.",
        takes_file=_FILES,
    ),
    "api.entry_file.remove": Operation("timeline", "Remove a file from an entry", models.StoredFile),
    "api.entry_scan.create": Operation(
        "timeline",
        "Store a scan for an entry",
        models.StoredScan,
        rules=(EntryWithdrawn,),
        description="The body is a JPEG, PNG or WebP file of at most 8 MiB. Change the entry to name its digest, and say what it shows.",
        takes_file=TAKEN_TYPES,
    ),
    "api.reminder.update": Operation(
        "timeline",
        "Let the reminder of a delivery without an answer wait",
        models.OwnEntry,
        rules=(NothingAwaited,),
        description="Coordinators are reminded again in thirty days.",
    ),
    "api.delivery.withdraw": Operation(
        "timeline", "Withdraw a published entry", models.PublishedEntry, rules=(NotPublished, EntryWithdrawn), description="Its tombstone stays."
    ),
}
