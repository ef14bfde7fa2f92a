"""Recording who joined a network and who left it; nothing is overwritten silently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import trail
from coalition.database import put_all
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.networks import queries
from coalition.networks.forms import NO_NETWORK
from coalition.networks.tables import Membership
from coalition.notices import page_subjects
from coalition.notices.issuing import pages_change
from coalition.organisations.queries import by_id, views_by_slug
from coalition.organisations.tables import OrganisationKind
from coalition.saved_states import RemovedMeanwhile, check_base
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.networks.forms import MemberChange, MembershipChange, MembershipForm
    from coalition.networks.membership_times import Days, Period
    from coalition.organisations.tables import Organisation
    from coalition.organisations.views import OrganisationView

_NOT_LISTED = Message("It is not in the public register, so its membership cannot be public. List it there first.")
_ITSELF = Message("A network is no member of itself.")
_TWICE = Message("It was a member at that time already. Change that membership, or write when it ended.")
NO_MEMBER = Message("It is no member of this network now.")
_IN_A_CIRCLE = Message("At that time this network was a member of the other one, directly or through others.")


def is_public_by_default(network: Organisation, member: OrganisationView) -> bool:
    """Whether a new membership is public if nobody says so: only that of a listed organisation, and of nobody at risk."""
    return member.listed and not member.at_risk and not network.at_risk


async def add_members(network: Organisation, given: Sequence[MembershipForm], *, field: str = "organisations") -> list[Membership]:
    """Add memberships, inside the caller's transaction, and return them; `field` is the list in the form that errors name.

    Raises:
        InvalidForm: it is no network, an organisation is not in the register, was a member at that time already, would be a member of
            itself through others, or is not listed and its membership would be public.

    """
    _check_network(network)
    known = await views_by_slug(form.organisation for form in given)
    before = await queries.rows_between(network.id, (member.id for member in known.values()))
    problems: dict[str, Message] = {}
    rows: list[Membership] = []
    for at, form in enumerate(given):
        member = known.get(form.organisation)
        if member is None:
            unknown = Message("No organisation with the address name {slug} is in the register.", slug=form.organisation)
            problems[f"{field}/{at}/organisation"] = unknown
            continue
        problem = await _problem_of(network, member, form.period, [*before, *rows])
        if problem or (form.public and not member.listed):
            problems[f"{field}/{at}/{'organisation' if problem else 'public'}"] = problem or _NOT_LISTED
            continue
        public = is_public_by_default(network, member) if form.public is None else form.public
        rows.append(Membership(network=network.id, member=member.id, **_columns(form, public=public)))
    if problems:
        raise InvalidForm(problems)
    await put_all(rows)
    for number in (network.id, *dict.fromkeys(row.member for row in rows)):
        await trail.record(TrailAct.MEMBERS_ADDED, f"organisation:{number}")
    await _pages_change(network, [row.member for row in rows if row.public])
    return rows


async def change_membership(network: Organisation, membership: Membership, change: MembershipChange | MemberChange) -> None:
    """Change a membership, inside the caller's transaction: its role, its dates, or who may know of it.

    It is read again, because somebody may have changed it before the transaction began; that it was public is never lost.

    Raises:
        SavedMeanwhile: it is not what the change began with.
        RemovedMeanwhile: it is not there any more.
        InvalidForm: as `add_members`.

    """
    _check_network(network)
    membership = await _present(network, membership, change.base)
    [member] = (await views_by_slug([await _slug(membership)])).values()
    others = [row for row in await queries.rows_between(network.id, [member.id]) if row.id != membership.id]
    problems: dict[str, Message] = {}
    if problem := await _problem_of(network, member, change.period, others):
        problems["from"] = problem
    public = membership.public if change.public is None else change.public
    if public and not member.listed:
        problems["public"] = _NOT_LISTED
    if problems:
        raise InvalidForm(problems)
    values = _columns(change, public=public) | {"once_public": membership.once_public or public}
    await Membership.update(**values).where(Membership.id == membership.id)
    for number in (network.id, membership.member):
        await trail.record(TrailAct.MEMBERSHIP_CHANGED, f"organisation:{number}")
    await _pages_change(network, [membership.member] if public else [], less=membership.public)


async def remove_membership(network: Organisation, membership: Membership, base: str = "") -> None:
    """Remove a membership that never was, inside the caller's transaction; who left is given an end instead.

    Raises:
        SavedMeanwhile: it is not what the person read, of which `base` is the digest.
        RemovedMeanwhile: it is not there any more.

    """
    membership = await _present(network, membership, base)
    await Membership.delete().where(Membership.id == membership.id)
    for number in (network.id, membership.member):
        await trail.record(TrailAct.MEMBERSHIP_REMOVED, f"organisation:{number}")
    await _pages_change(network, [], less=membership.public)


async def hide_memberships_of(organisation_id: int) -> bool:
    """Make no membership of an organisation public any more, as a member or as the network, inside the caller's transaction.

    Return whether one was public.
    """
    public = queries.PUBLIC & ((Membership.member == organisation_id) | (Membership.network == organisation_id))
    return bool(await Membership.update({Membership.public: False}).where(public).returning(Membership.id))


async def _present(network: Organisation, membership: Membership, base: str | None) -> Membership:
    row = await queries.by_id(network.id, membership.id)
    if row is None:
        raise RemovedMeanwhile
    check_base(base, row.base)
    return row


def _check_network(network: Organisation) -> None:
    if network.kind != OrganisationKind.NETWORK:
        raise InvalidForm({"": NO_NETWORK})


async def _slug(membership: Membership) -> str:
    member = await by_id(membership.member)
    return member.slug if member else ""


def _columns(form: MembershipChange | MembershipForm, *, public: bool) -> dict[str, Any]:
    times = {"since": form.since, "until": form.until}
    return times | {"role": form.role.value, "source": form.source, "public": public, "once_public": public}


async def _problem_of(network: Organisation, member: OrganisationView, period: Period, others: Iterable[Membership]) -> Message | None:
    """Return why an organisation was not a member in a period, if that is certain; `others` are memberships in the same network."""
    if member.id == network.id:
        return _ITSELF
    if any(row.member == member.id and queries.days_of(row).shared_with(period.days) for row in others):
        return _TWICE
    if member.kind == OrganisationKind.NETWORK and await _contains(member.id, network.id, period.days):
        return _IN_A_CIRCLE
    return None


async def _contains(outer: int, inner: int, during: Days) -> bool:
    """Return whether a network was a member of another at a time, directly or through others."""
    reached, step = {inner: [during]}, {inner: [during]}
    while step:
        following: dict[int, list[Days]] = {}
        for row in await queries.memberships_of(step):
            own = queries.days_of(row)
            shared = [both for known in step[row.member] if (both := own.shared_with(known))]
            new = [both for both in shared if both not in reached.get(row.network, [])]
            if shared and row.network == outer:
                return True
            if new:
                following.setdefault(row.network, []).extend(new)
                reached.setdefault(row.network, []).extend(new)
        step = following
    return False


async def _pages_change(network: Organisation, shown: Sequence[int], *, less: bool = False) -> None:
    """Render pages again on which memberships are shown, or were (`less`): a change of what nobody reads must not be noticeable."""
    if network.listed and less:
        await pages_change()
    elif network.listed and shown:
        await pages_change(*map(page_subjects.organisation, {network.id, *shown}))
