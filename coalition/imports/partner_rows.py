"""Tables of partners: organisations with columns that say since when they work together, until when, on what, and where that is known from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from coalition.fields import InvalidForm
from coalition.imports import organisation_rows
from coalition.imports.organisation_plan import Columns, PlannedOrganisation, plan_import
from coalition.imports.organisation_rows import FIELDS
from coalition.imports.plans import Plan, RowAction
from coalition.languages import Message
from coalition.organisations.queries import ids_by_slug
from coalition.partners.forms import PartnerForm
from coalition.partners.queries import periods_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.imports.questions import Choices
    from coalition.imports.shared_cells import CellReader, RowRead
    from coalition.spreadsheets.sheets import Row, Sheet

    Periods = Mapping[int, Sequence[tuple[str | None, str | None]]]

_OWN = {
    "since": Message("since when they work together"),
    "until": Message("until when they worked together"),
    "source": Message("source"),
    "note": Message("note for coordinators"),
}
PARTNER_FIELDS = FIELDS._replace(words={**FIELDS.words, **_OWN})
_BESIDE = frozenset({*_OWN, "themes"})
_PARTNER = Message("partner")


class PlannedPartner(PlannedOrganisation, frozen=True):
    """A row of a table of partners; `partner` is None where the organisation is such a partner already."""

    partner: PartnerForm | None = None

    @property
    def writes(self) -> bool:
        """Whether the row changes the register, or adds a partner."""
        return self.form is not None or self.partner is not None

    def details(self, language: str) -> list[str]:
        """Return the words for the partner that is added, and for the changed fields."""
        return [*([_PARTNER.text(language)] if self.partner else []), *super().details(language)]


def _read_cells(reader: CellReader, row: Row) -> RowRead:
    read = organisation_rows.read_cells(reader, row)
    for column in ("since", "until"):
        if column in reader.file.columns:
            reader.date(read, column, row)
    return read


PARTNERS = Columns(PARTNER_FIELDS, _read_cells, _BESIDE)


async def plan_partners(
    sheets: Sequence[Sheet], choices: Choices | None = None, mapping: Mapping[str, str] | None = None, *, programme: tuple[int, str] | None
) -> Plan[PlannedPartner]:
    """Plan the import of partners of a programme (its id and address name), or of the host.

    Themes are those of the work together, and of an organisation that is new. Nothing that is imported is shown to everybody.

    Raises:
        UnreadableFile: as `plan_import`.

    """
    plan = await plan_import(sheets, choices, mapping, PARTNERS)
    ids = await ids_by_slug(row.slug for row in plan.rows if row.slug)
    periods = await periods_of(ids.values(), programme[0] if programme else None)
    slug = programme[1] if programme else ""
    rows = [_with_partner(row, slug, periods.get(ids.get(row.slug, 0), ())) for row in plan.rows]
    return Plan(rows, plan.file, plan.questions)


def _with_partner(row: PlannedOrganisation, programme: str, periods: Sequence[tuple[str | None, str | None]]) -> PlannedPartner:
    planned = PlannedPartner(**asdict(row))
    if row.problems:
        return planned
    facts = {name: text for name, text in row.beside.items() if name != "themes"} | {"themes": row.beside.get("themes", "").split()}
    try:
        form = PartnerForm.parse(facts | {"organisation": row.slug, "programme": programme})
    except InvalidForm as invalid:
        return replace(planned, problems=invalid.problems, form=None, to_look_at={})
    is_known = (form.since, form.until) in periods or (not form.is_over and any(until is None for _, until in periods))
    if is_known:
        return planned
    return replace(planned, partner=form, action=RowAction.NEW)
