"""Every public page names the host, so all are rendered again when it is described anew; a name that was removed is not served any more."""

from __future__ import annotations

from coalition.host.describing import when_described
from coalition.notices.issuing import pages_change

NEEDED = True  # whoever describes the host imports this module


@when_described
async def _render_again(_: int) -> None:
    """Let every public page be rendered again."""
    await pages_change()
