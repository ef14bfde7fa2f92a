"""To whom a text is addressed: adding, changing and removing addressees. Whoever may read the text reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import trail
from coalition.database import put, put_rows, transaction
from coalition.deliveries import queries
from coalition.deliveries.errors import AddresseeInUse, NoSuchAddressee
from coalition.deliveries.forms import MOST_ADDRESSEES
from coalition.deliveries.searched_entries import let_entries_be_found
from coalition.deliveries.tables import Addressee, AddresseeName
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.public_changes import less_is_shown, record_changes
from coalition.organisations import queries as organisations
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.deliveries.forms import AddresseeForm
    from coalition.memoranda.tables import Memorandum


async def add_addressee(memorandum: Memorandum, form: AddresseeForm) -> Addressee:
    """Add an addressee, last unless the form says where it stands.

    Raises:
        InvalidForm: the register has no such organisation, or there are too many addressees.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        number = await queries.last_number(row.id) + 1
        if number > MOST_ADDRESSEES:
            raise InvalidForm({"names": Message("A text has at most {limit} addressees.", limit=MOST_ADDRESSEES)})
        organisation = await organisation_named(form.organisation)
        values: dict[str, Any] = {"place": form.place or number, "organisation": organisation, "link": form.link or ""}
        addressee = await put(Addressee, memorandum=row.id, number=number, **values)
        await _write_names(addressee.id, form)
        await trail.record(TrailAct.ADDRESSEE_SAVED, f"addressee:{number}", row.id)
        await record_changes(row)
    return addressee


async def change_addressee(memorandum: Memorandum, number: int, form: AddresseeForm) -> None:
    """Replace what is said of an addressee; entries about it follow.

    Raises:
        NoSuchAddressee: there is none with this number.
        InvalidForm: as `add_addressee`.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        addressee = await _numbered(row, number)
        organisation = await organisation_named(form.organisation)
        place = form.place or addressee.place
        await Addressee.update({Addressee.place: place, Addressee.organisation: organisation, Addressee.link: form.link or ""}).where(
            Addressee.id == addressee.id
        )
        await AddresseeName.delete().where(AddresseeName.addressee == addressee.id)
        await _write_names(addressee.id, form)
        await let_entries_be_found(await queries.ids_about(addressee.id))
        await trail.record(TrailAct.ADDRESSEE_SAVED, f"addressee:{number}", row.id)
        await less_is_shown(row)


async def remove_addressee(memorandum: Memorandum, number: int) -> None:
    """Remove an addressee about which the timeline has no entry.

    Raises:
        NoSuchAddressee: there is none with this number.
        AddresseeInUse: an entry is about it.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        addressee = await _numbered(row, number)
        if await queries.has_entries(addressee.id):
            raise AddresseeInUse
        await Addressee.delete().where(Addressee.id == addressee.id)
        await trail.record(TrailAct.ADDRESSEE_REMOVED, f"addressee:{number}", row.id)
        await less_is_shown(row)


async def organisation_named(slug: str | None) -> int | None:
    """Return the id of an organisation of the register, locked until the transaction ends; None if none is named.

    Raises:
        InvalidForm: there is none.

    """
    if not slug:
        return None
    row = await organisations.by_slug(slug)
    if row is None:
        raise InvalidForm({"organisation": Message("No organisation with the address name {slug} is in the register.", slug=slug)})
    await organisations.lock([row.id])
    return int(row.id)


async def _numbered(memorandum: Memorandum, number: int) -> Addressee:
    addressee = await queries.addressee_numbered(memorandum.id, number)
    if addressee is None:
        raise NoSuchAddressee
    return addressee


async def _write_names(addressee_id: int, form: AddresseeForm) -> None:
    await put_rows(AddresseeName, [{"addressee": addressee_id, **name.model_dump(mode="json")} for name in form.names])
