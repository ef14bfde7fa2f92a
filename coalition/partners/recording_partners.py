"""Adding partners of the host and of programmes, changing and removing them, and saying how many there are without names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import AdvisoryLock, hold, put, put_rows, transaction
from coalition.fields import InvalidForm
from coalition.forums.programme_queries import programme_id
from coalition.languages import Message
from coalition.notices import page_subjects
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import PARTNERS
from coalition.organisations import queries as organisations
from coalition.organisations.themes import joined, themes_in
from coalition.partners.forms import PartnerFacts
from coalition.partners.queries import HOST, is_present_partner, numbers_without_names, organisations_of, partner_by_id, partnership
from coalition.partners.tables import Partner, PartnerCountry, PartnerNumber, PartnerTheme
from coalition.partners.views import base_of_number
from coalition.saved_states import RemovedMeanwhile, check_base
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.organisations.tables import Organisation
    from coalition.partners.forms import NumberForm, PartnerChange, PartnerForm
    from coalition.partners.views import Partnership

_NOT_LISTED = Message("It is not in the public register, so it cannot be shown as a partner. List it there first.")


async def add_partner(form: PartnerForm, *, imported: bool = False) -> Partner:
    """Add a partner; one that is `imported` is not shown, whatever is known of it.

    Raises:
        InvalidForm: the organisation or the programme does not exist, it is a present partner already, or it would be shown and is not in
            the public register.

    """
    async with transaction():
        organisation = await _organisation(form.organisation)
        programme = await known_programme(form.programme)
        public = not imported and _is_shown(form, organisation, default=organisation.listed and not organisation.at_risk)
        now = clock.now()
        facts = _columns(form, public=public) | {"created_at": now, "updated_at": now}
        if not form.is_over and await is_present_partner(organisation.id, programme):
            raise _already()
        row = await put(Partner, organisation=organisation.id, programme=programme, **facts)
        await _write_countries(row.id, form.countries or filter(None, [organisation.country]))
        await _write_themes(row.id, form.themes or themes_in(organisation.themes))
        await trail.record(TrailAct.PARTNER_ADDED, f"organisation:{organisation.id}")
        if public:
            await pages_change(PARTNERS, page_subjects.organisation(organisation.id))
    return row


async def add_partners(forms: Sequence[PartnerForm]) -> None:
    """Add several partners, all or none.

    Raises:
        InvalidForm: as `add_partner`.

    """
    async with transaction():
        ids = await organisations.ids_by_slug(form.organisation for form in forms)
        await organisations.lock(ids.values())
        for form in forms:
            await add_partner(form)


async def change_partner(partner: Partner, facts: PartnerFacts, base: str = "") -> None:
    """Replace what is known of a partner; without `public` it stays shown or not shown. `base` is the digest of what the person read.

    Raises:
        SavedMeanwhile, RemovedMeanwhile: somebody else did that after the person read it.
        InvalidForm: it goes on again and is a present partner already, or it would be shown and is not in the public register.

    """
    async with transaction():
        await _replace(await _locked(partner, base), facts)


async def amend_partner(partner: Partner, change: PartnerChange) -> None:
    """Change some facts of a partner; the others stay as they are saved then.

    Raises:
        SavedMeanwhile, RemovedMeanwhile, InvalidForm: as `change_partner`.

    """
    async with transaction():
        row = await _locked(partner, change.base)
        await _replace(row, change.on(facts_of(await partnership(row))))


async def _replace(row: Partner, facts: PartnerFacts) -> None:
    organisation = await _organisation_of(row)
    public = _is_shown(facts, organisation, default=row.public)
    if row.ended and not facts.is_over and await is_present_partner(row.organisation, row.programme):
        raise _already("ended")
    await Partner.update(**_columns(facts, public=public), updated_at=clock.now()).where(Partner.id == row.id)
    await _write_countries(row.id, facts.countries)
    await _write_themes(row.id, facts.themes)
    await trail.record(TrailAct.PARTNER_CHANGED, f"organisation:{row.organisation}")
    await _pages_follow(row, public=public)


async def show_partners(partner_ids: Iterable[int], *, public: bool) -> None:
    """Show some partners to everybody, all or none; or show them to nobody but coordinators.

    Raises:
        InvalidForm: some would be shown and are not in the public register.

    """
    async with transaction():
        ids = set(partner_ids)
        await organisations.lock(await organisations_of(ids))
        partners = [partner for number in sorted(ids) if (partner := await partner_by_id(number)) and partner.public != public]
        if public:
            await _check_listed(partners)
        for partner in partners:
            await Partner.update({Partner.public: public, Partner.updated_at: clock.now()}).where(Partner.id == partner.id)
            await trail.record(TrailAct.PARTNER_CHANGED, f"organisation:{partner.organisation}")
            await _pages_follow(partner, public=public)


async def _check_listed(partners: Sequence[Partner]) -> None:
    views = await organisations.views_by_id(partner.organisation for partner in partners)
    unlisted = [view.primary.name for view in views.values() if not view.listed]
    if unlisted:
        sentence = Message.plural(
            "{names} is not in the public register, so nothing was shown. List it there first, or take its tick away.",
            "{names} are not in the public register, so nothing was shown. List them there first, or take their ticks away.",
            len(unlisted),
            names=unlisted,
        )
        raise InvalidForm({"partners": sentence})


async def remove_partner(partner: Partner, base: str = "") -> None:
    """Remove a partner that was added by mistake, as the person read it; that it was removed stays in the trail.

    Raises:
        SavedMeanwhile, RemovedMeanwhile: somebody else did that after the person read it.

    """
    async with transaction():
        row = await _locked(partner, base)
        await Partner.delete().where(Partner.id == row.id)
        await trail.record(TrailAct.PARTNER_REMOVED, f"organisation:{row.organisation}")
        await _pages_follow(row, public=False)


async def hide_partner(organisation_id: int) -> bool:
    """Show an organisation as nobody's partner any more, inside the caller's transaction; return whether it was shown as one."""
    public = (Partner.organisation == organisation_id) & Partner.public.eq(True)  # noqa: FBT003 -- a value of the column
    return bool(await Partner.update({Partner.public: False}).where(public).returning(Partner.id))


async def say_number(programme: int | None, form: NumberForm, base: str = "") -> None:
    """Say how many partners a programme has without names, or the host if there is none, in place of what was said; or nothing any more.

    Raises:
        SavedMeanwhile: it is not what the person read, of which `base` is the digest.

    """
    async with transaction():
        await hold(AdvisoryLock.NUMBERS_OF_PARTNERS)
        check_base(base, base_of_number(await numbers_without_names(programme or HOST)))
        before = await PartnerNumber.delete().where(_of(programme)).returning(PartnerNumber.id)
        if form.number:
            columns = form.model_dump(mode="json")
            await put(PartnerNumber, programme=programme, **columns)
        await trail.record(TrailAct.PARTNER_NUMBER_CHANGED, f"programme:{programme}" if programme else "host")
        await pages_change(*(() if before else (PARTNERS,)))


async def known_programme(slug: str | None) -> int | None:
    """Return the id of a programme; None for the host.

    Raises:
        InvalidForm: there is no such programme.

    """
    number = await programme_id(slug) if slug else None
    if slug and number is None:
        raise InvalidForm({"programme": Message("There is no such programme.")})
    return number


def _of(programme: int | None) -> Any:
    return PartnerNumber.programme.is_null() if programme is None else PartnerNumber.programme == programme


async def _organisation(slug: str) -> Organisation:
    """Return an organisation, locked: nobody lists it, or takes it out of the public register, before the transaction ends."""
    row = await organisations.by_slug(slug)
    if row is None:
        raise InvalidForm({"organisation": Message("No organisation with the address name {slug} is in the register.", slug=slug)})
    await organisations.lock([row.id])
    return await organisations.by_slug(slug) or row


async def _organisation_of(partner: Partner) -> Organisation:
    return await _organisation(await organisations.slug_of(partner.organisation))


async def _locked(partner: Partner, base: str | None) -> Partner:
    """Return a partner as it is now, with its organisation locked; refuse one that is not there any more, or not what was read."""
    await organisations.lock([partner.organisation])
    row = await partner_by_id(partner.id)
    if row is None:
        raise RemovedMeanwhile
    if base:
        check_base(base, (await partnership(row)).base)
    return row


def _is_shown(facts: PartnerFacts, organisation: Organisation, *, default: bool) -> bool:
    if facts.public and not organisation.listed:
        raise InvalidForm({"public": _NOT_LISTED})
    return default if facts.public is None else facts.public


def _already(field: str = "organisation") -> InvalidForm:
    return InvalidForm({field: Message("It is a present partner already.")})


def _columns(facts: PartnerFacts, *, public: bool) -> dict[str, Any]:
    return {"since": facts.since, "until": facts.until, "ended": facts.is_over, "source": facts.source, "note": facts.note, "public": public}


async def _pages_follow(before: Partner, *, public: bool) -> None:
    """Render again what shows a partner; what was shown before may show less now."""
    if before.public:
        await pages_change()
    elif public:
        await pages_change(PARTNERS, page_subjects.organisation(before.organisation))


def facts_of(shown: Partnership) -> PartnerFacts:
    """Return what is known of a partner as a form gives it."""
    given = {name: getattr(shown, name) for name in ("ended", "countries", "themes", "source", "note", "public")}
    return PartnerFacts.parse(given | {name: str(getattr(shown, name) or "") for name in ("since", "until")})


async def _write_countries(partner_id: int, countries: Iterable[str]) -> None:
    await PartnerCountry.delete().where(PartnerCountry.partner == partner_id)
    await put_rows(PartnerCountry, [{"partner": partner_id, "country": code} for code in countries])


async def _write_themes(partner_id: int, themes: Iterable[str]) -> None:
    await PartnerTheme.delete().where(PartnerTheme.partner == partner_id)
    await put_rows(PartnerTheme, [{"partner": partner_id, "theme": theme} for theme in joined(themes).split()])
