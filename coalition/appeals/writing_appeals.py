"""Writing an appeal, and choosing the networks that it goes to: private until it is sent, and changed freely until then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import address_names, trail
from coalition.acts.changing_rules import change_rules
from coalition.appeals import queries
from coalition.appeals.errors import AppealSent
from coalition.appeals.person_consents import record_people
from coalition.appeals.tables import Appeal, AppealNetwork, AppealText
from coalition.database import put, put_rows, transaction
from coalition.deliveries.addressing import add_addressee, remove_addressee
from coalition.deliveries.forms import AddresseeForm
from coalition.deliveries.timelines import addressee_views
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import beginning
from coalition.memoranda import queries as memoranda
from coalition.memoranda.deleting_memoranda import delete_memorandum
from coalition.memoranda.forms import MemorandumChange, MemorandumForm, WordingForm
from coalition.memoranda.rule_forms import RulesChange
from coalition.memoranda.tables import Memorandum, MemorandumKind
from coalition.memoranda.wording import remove_wording, save_wording
from coalition.networks.member_choice_queries import networks_called
from coalition.organisations.visible_queries import Viewer
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.appeals.forms import AppealForm, NetworksForm

_NO_NETWORK = Message("No network with this address name is in the register.")


async def write_appeal(form: AppealForm, coordinator_id: int) -> Memorandum:
    """Begin a memorandum that is an appeal, with all of its texts; only the coordinator knows of it.

    Raises:
        SlugTaken: another memorandum has the address name of the form; without one, a free name is made of the title.
        InvalidForm: as `beginning.begin` and `save_wording`, about `forum` and `texts`.

    """
    async with transaction():
        given: dict[str, Any] = {"slug": form.slug or await _free_slug(form), "forum": form.forum, "kind": MemorandumKind.URGENT_APPEAL}
        begun = MemorandumForm.parse(given | {"authentic_languages": form.languages, "reservations": False})
        memorandum = await beginning.begin(begun, coordinator_id)
        await change_rules(memorandum, RulesChange(confirmation_days=0))
        appeal = await put(Appeal, memorandum=memorandum.id, zone=form.zone)
        await _write(memorandum, appeal, form)
    return memorandum


async def change_appeal(memorandum: Memorandum, form: AppealForm) -> None:
    """Replace everything that an appeal says; its address name stays.

    Raises:
        AppealSent: it was sent.
        InvalidForm: as `write_appeal`.
        LessCareNeedsApproval: as `beginning.change_particulars`.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        appeal = await unsent_appeal(row)
        change = {"forum": form.forum, "authentic_languages": form.languages}
        await beginning.change_particulars(row, MemorandumChange.parse(change))
        for language in set(row.authentic_languages.split(",")) - set(form.languages):
            await remove_wording(row, language)
        await _write(await memoranda.locked(row.id), appeal, form)


async def choose_networks(memorandum: Memorandum, form: NetworksForm) -> None:
    """Choose the networks whose members get a letter when an appeal is sent.

    Raises:
        AppealSent: it was sent.
        InvalidForm: one of them is not in the register, or is no network.

    """
    ids = await networks_called(form.networks)
    if unknown := [at for at, slug in enumerate(form.networks) if slug not in ids]:
        raise InvalidForm({f"networks/{at}": _NO_NETWORK for at in unknown})
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        appeal = await unsent_appeal(row)
        await AppealNetwork.delete().where(AppealNetwork.appeal == appeal.id)
        await put_rows(AppealNetwork, [{"appeal": appeal.id, "network": ids[slug]} for slug in dict.fromkeys(form.networks)])
        await trail.record(TrailAct.APPEAL_NETWORKS_CHOSEN, f"appeal:{appeal.id}", row.id)


async def remove_appeal(memorandum: Memorandum) -> None:
    """Delete an appeal that was not sent, with everything that it says.

    Raises:
        AppealSent: it was sent.
        StillUsed: as `delete_memorandum`.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        appeal = await unsent_appeal(row)
        await Appeal.delete().where(Appeal.id == appeal.id)
        for view in await addressee_views(row.id, Viewer.COORDINATOR):
            await remove_addressee(row, view.number)
        await delete_memorandum(row)


async def unsent_appeal(memorandum: Memorandum) -> Appeal:
    """Return the appeal of a memorandum that was not sent, inside the caller's transaction.

    Raises:
        AppealSent: it was sent, or the memorandum is no appeal.

    """
    appeal = await queries.appeal_of(memorandum.id)
    if appeal is None or appeal.sent_at is not None:
        raise AppealSent
    return appeal


async def _free_slug(form: AppealForm) -> str:
    """Return an address name made of the English or the first title, that no memorandum has."""
    titles = {text.language: text.title for text in form.texts}
    base = address_names.slug_from(titles.get("en") or next(iter(titles.values())), "appeal")
    slug, number = base, 1
    while await memoranda.by_slug(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


async def _write(memorandum: Memorandum, appeal: Appeal, form: AppealForm) -> None:
    """Write the texts of an appeal, what stands beside them, and until when it will be open."""
    for at, text in enumerate(form.texts):
        try:
            await save_wording(memorandum, text.language, WordingForm(title=text.title, body=text.body))
        except InvalidForm as refused:
            raise InvalidForm({f"texts/{at}/{field}": message for field, message in refused.problems.items()}) from None
    await Memorandum.update({Memorandum.closes_at: form.moment}).where(Memorandum.id == memorandum.id)
    await Appeal.update({Appeal.zone: form.zone}).where(Appeal.id == appeal.id)
    await AppealText.delete().where(AppealText.appeal == appeal.id)
    beside = [{"appeal": appeal.id, "language": text.language, "about": text.about, "asked": text.asked} for text in form.texts]
    await put_rows(AppealText, beside)
    await _write_addressees(memorandum, form)
    await record_people(appeal, form)
    await trail.record(TrailAct.APPEAL_SAVED, f"appeal:{appeal.id}", memorandum.id)


async def _write_addressees(memorandum: Memorandum, form: AppealForm) -> None:
    """Replace the addressees if the form names others; each has a name in every language that names them."""
    before = await addressee_views(memorandum.id, Viewer.COORDINATOR)
    wanted = [{text.language: text.addressees[at] for text in form.texts if text.addressees} for at in range(len(form.texts[0].addressees))]
    if wanted == [{name.language: name.name for name in view.names.values()} for view in before]:
        return
    for view in before:
        await remove_addressee(memorandum, view.number)
    for names in wanted:
        await add_addressee(memorandum, AddresseeForm.parse({"names": [{"language": code, "name": name} for code, name in names.items()]}))
