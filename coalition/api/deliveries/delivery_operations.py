"""The operations on addressees and timelines."""

from __future__ import annotations

from coalition.api.deliveries import models
from coalition.api.deliveries.forms import DeliveryForm, PartOfEntries, PartOfTimeline, UpdateForm
from coalition.api.operation import Operation
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.deliveries.errors import AddresseeInUse, EntryChanged, EntryPublished, EntryWithdrawn, NotPublished, OutcomePublished
from coalition.deliveries.forms import AddresseeForm, EntryForm
from coalition.memoranda.errors import NotPublic

_ASKING = (AlreadyAsked, NobodyToApprove, EntryChanged)
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
    "api.delivery.withdraw": Operation(
        "timeline", "Withdraw a published entry", models.PublishedEntry, rules=(NotPublished, EntryWithdrawn), description="Its tombstone stays."
    ),
}
