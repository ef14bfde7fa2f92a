"""Filling in who runs this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import trail
from coalition.database import put, put_all, transaction
from coalition.host.tables import Host, HostText
from coalition.steps import Steps
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.host.forms import HostForm

_ID = 1

# What else happens when the host is described anew; steps are given its id.
_steps: Steps[int] = Steps()
when_described = _steps.add


async def describe_host(form: HostForm) -> None:
    """Store what a coordinator filled in, in place of what was there; later letters, and every public page, say it from now on."""
    values: dict[str, Any] = {"address": form.address, "website": form.website or "", "email": form.email or "", "phone": form.phone}
    async with transaction():
        await put(Host, unless_there=True, id=_ID)
        await Host.update(**values).where(Host.id == _ID)
        await HostText.delete().where(HostText.host == _ID)
        await put_all(HostText(host=_ID, **text.model_dump()) for text in form.texts)
        await trail.record(TrailAct.HOST_DESCRIBED)
        await _steps.run(_ID)
