"""A statement as it will stand, shown on the check page before it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from coalition.partial_dates import PartialDate
from coalition.statements.queries import labels_under
from coalition.statements.stating import Days, provision_of, reservation_of
from coalition.statements.tables import StatementKind
from coalition.statements.views import Objected, Stated

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView
    from coalition.statements.forms import StatementForm
    from coalition.statements.stating import Maker

_NOT_RECORDED = UUID(int=0)


async def preview_of(memorandum: Memorandum, maker: Maker, organisation: OrganisationView, form: StatementForm, days: Days | None = None) -> Stated:
    """Return a statement as it will stand, made today if no days are given; nothing is recorded. It gets its number when it is public.

    Raises:
        InvalidForm: as `stating.provision_of`.

    """
    days = days or Days.of_today()
    provision = await provision_of(memorandum, maker, form, days.known)
    labels = await labels_under(memorandum.id, maker.digest)
    objects = form.statement_kind is StatementKind.OBJECTION
    reservation = await reservation_of(memorandum, maker, form, days.known) if objects else None
    return Stated(
        id=_NOT_RECORDED,
        organisation=organisation,
        kind=StatementKind(form.statement_kind),
        provision=provision,
        label=labels.shared.get(provision, ""),
        written_labels=labels.written.get(provision, {}),
        language=form.statement_language,
        text=form.statement_text,
        made=PartialDate(days.made) if days.made else None,
        received=days.received,
        withdrawn=None,
        ended=None,
        named=False,
        objects_to=reservation.id if reservation else None,
        precludes=form.precludes,
        against=Objected(reservation.number, reservation.then) if reservation else None,
    )
