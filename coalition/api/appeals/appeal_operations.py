"""The operations on appeals."""

from __future__ import annotations

from coalition.api.appeals import models
from coalition.api.appeals.forms import PartOfAppeals, SendingForm
from coalition.api.operation import Operation
from coalition.appeals.errors import AppealChanged, AppealSent, HourOver, NameInText, NobodyGetsLetters
from coalition.appeals.forms import AppealForm, NetworksForm
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.organisations.registering import SlugTaken

_DRAFT = "Only those who work on it read it before it is sent."

APPEAL_OPERATIONS: dict[str, Operation] = {
    "api.appeals.list": Operation(
        "appeals",
        "List urgent appeals",
        models.AppealsPage,
        query=PartOfAppeals,
        description="Those that are open first, then those that ended, each with the newest first.",
    ),
    "api.appeal.show": Operation("appeals", "Show an appeal", models.AppealShown, withdrawable=True),
    "api.appeal.create": Operation("appeals", "Write an appeal", models.AppealToSend, AppealForm, rules=(SlugTaken,), description=_DRAFT),
    "api.appeal.update": Operation(
        "appeals",
        "Replace everything that an appeal says",
        models.AppealToSend,
        AppealForm,
        rules=(AppealSent, NobodyToApprove),
        asked=models.AppealToSend,
        description=f"{_DRAFT} That it leaves a more careful forum waits until another coordinator approves it: the answer is 202.",
    ),
    "api.appeal.remove": Operation("appeals", "Delete an appeal that was not sent", models.AppealToSend, rules=(AppealSent,)),
    "api.appeal_networks.update": Operation(
        "appeals", "Choose the networks whose members get letters", models.AppealToSend, NetworksForm, rules=(AppealSent,)
    ),
    "api.appeal_check.show": Operation(
        "appeals",
        "Check all that an appeal says and does",
        models.AppealToSend,
        rules=(AppealSent,),
        description="But for who is named, with a letter of each language and discretion, and `seen`, which sends exactly this.",
    ),
    "api.appeal_sending.create": Operation(
        "appeals",
        "Send an appeal",
        models.AppealSending,
        SendingForm,
        rules=(AppealSent, AppealChanged, HourOver, NobodyGetsLetters, NameInText, AlreadyAsked, NobodyToApprove),
        asked=models.AppealSending,
        description="The text is fixed and opened, and letters leave. Where risk asks for it another coordinator has to agree: the answer is 202.",
    ),
    "api.appeal_letters.show": Operation("appeals", "Show how far the letters of an appeal are", models.AppealLetters),
    "api.appeal_people.list": Operation(
        "appeals", "List the people whom an appeal names", models.NamedPeople, description="With what they agreed to; that this was read is recorded."
    ),
    "api.appeal_person.remove": Operation(
        "appeals",
        "Take the name of a person out",
        models.NamedPeople,
        description="At once and for good; the description stays. The answer lists those who are still named.",
    ),
}
