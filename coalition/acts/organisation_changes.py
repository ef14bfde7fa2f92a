"""Recording an event of an organisation, with a notification on every memorandum where the organisation is publicly named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.queries import public_acts_of, with_public_acts
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.notices.issuing import notify
from coalition.notices.tables import NoticeKind
from coalition.organisations import recording_events
from coalition.organisations.event_forms import GivenNames
from coalition.organisations.queries import view_of
from coalition.organisations.replaced_names import tell_of_names
from coalition.organisations.tables import OrganisationEventKind

if TYPE_CHECKING:
    from coalition.organisations.event_forms import EventForm
    from coalition.organisations.tables import Organisation, OrganisationEvent


async def change_organisation(organisation: Organisation, form: EventForm, base: str = "") -> OrganisationEvent:
    """Record an event of an organisation, with one notification for each public memorandum on which it is named today.

    A memorandum on which its act is hidden gets no notification, because that would reveal the act. That it was founded is no news.

    Raises:
        SavedMeanwhile: as `recording_events.record_event`.
        NoSuccessor: the successor is missing or came before the organisation.
        NamesRecorded: former names until that date are on record.
        InvalidForm: a public act names it, and its change of name has no date.

    """
    replaces = form.kind is OrganisationEventKind.RENAMED and form.which is GivenNames.NEW
    async with transaction():
        if replaces and not form.happened and await with_public_acts([organisation.id]):
            raise InvalidForm({"happened": Message("A public act names it: write the day, month or year of the change.")})
        before = await view_of(organisation)
        event = await recording_events.record_event(organisation, form, base)
        if replaces:
            await tell_of_names(before, form.names)
        if form.kind is OrganisationEventKind.FOUNDED:
            return event
        for slug in sorted({act.memorandum for act in await public_acts_of(organisation.id)}):
            await notify(NoticeKind.ORGANISATION_CHANGED, slug, organisation.slug, form.kind.value, rows=[event.id])
    return event
