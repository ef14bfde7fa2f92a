"""Files that are sent in parts while they are made, so that a large one is never held in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.response import Stream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def streamed_file(parts: AsyncIterator[bytes], media_type: str, *, cache: str, name: str) -> Stream:
    """Answer with a file to save; if a part cannot be made, the connection breaks, so that nobody takes half a file for a whole one."""
    return Stream(parts, media_type=media_type, headers={"Cache-Control": cache, "Content-Disposition": f'attachment; filename="{name}"'})
