"""What each kind of act is, and what follows from recording one: one table for the whole program.

The word of a kind stands beside its value, in `ActKind`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.tables import ActKind
from coalition.languages import Message
from coalition.notices.tables import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class KindRules(Struct, frozen=True, kw_only=True):
    """The rules of one kind of act.

    begins: it begins a history: it is a signature or a support, and not something that happened to one.
    binds: the organisation becomes a signatory by it (ad referendum: once it is confirmed).
    ends: the signature or support it is about does not stand any more.
    sets_level: the organisation chooses with it who may know; any other act keeps or lowers the level of the act it is about.
    private: only the coordinators learn of it.
    notice: the notification that announces it, if the name of the organisation is public.
    changes_pages: public pages are rendered again.
    checks_rules: the memorandum may take effect, or become public, because of it.
    footnote: what a footnote of the status table says of it.
    status: what the status table calls a signature or support that it ended.
    """

    begins: bool = False
    binds: bool = False
    ends: bool = False
    sets_level: bool = False
    private: bool = False
    notice: NoticeKind | None = None
    changes_pages: bool = True
    checks_rules: bool = True
    footnote: Message | None = None
    status: Message | None = None


KINDS: Mapping[ActKind, KindRules] = {
    ActKind.SIGNATURE: KindRules(
        begins=True,
        binds=True,
        sets_level=True,
        notice=NoticeKind.SIGNATURE,
        footnote=Message("Signed: {date}."),
    ),
    ActKind.AD_REFERENDUM: KindRules(
        begins=True,
        binds=True,
        sets_level=True,
        notice=NoticeKind.AD_REFERENDUM,
        footnote=Message("Signed ad referendum: {date}."),
    ),
    ActKind.ACCESSION: KindRules(
        begins=True,
        binds=True,
        sets_level=True,
        notice=NoticeKind.ACCESSION,
        footnote=Message("Acceded: {date}."),
    ),
    ActKind.SUPPORT: KindRules(
        begins=True,
        sets_level=True,
        notice=NoticeKind.SUPPORT,
        footnote=Message("Supported: {date}."),
    ),
    ActKind.DECLINE: KindRules(private=True, changes_pages=False, checks_rules=False),
    ActKind.CONFIRMATION: KindRules(notice=NoticeKind.CONFIRMATION, footnote=Message("Confirmed: {date}.")),
    ActKind.LAPSE: KindRules(
        ends=True,
        notice=NoticeKind.LAPSE,
        footnote=Message("Lapsed, because it was not confirmed in time: {date}."),
        status=Message("Lapsed"),
    ),
    ActKind.WITHDRAWAL: KindRules(
        ends=True,
        notice=NoticeKind.WITHDRAWAL,
        footnote=Message("Withdrawn: {date}."),
        status=Message("Withdrawn"),
    ),
    ActKind.QUESTION: KindRules(checks_rules=False),
    ActKind.ASSURANCE: KindRules(checks_rules=False),
    ActKind.ANNULMENT: KindRules(
        ends=True,
        notice=NoticeKind.ANNULMENT,
        footnote=Message("Annulled: {date}."),
        status=Message("Annulled"),
    ),
    ActKind.DISCLOSURE: KindRules(sets_level=True, notice=NoticeKind.DISCLOSED),
}


BINDING = tuple(kind for kind, rules in KINDS.items() if rules.binds)


STANDING_KINDS = tuple(kind for kind, rules in KINDS.items() if rules.begins)


ENDING_KINDS = tuple(kind for kind, rules in KINDS.items() if rules.ends)
