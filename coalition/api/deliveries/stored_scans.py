"""A scan for an entry of a timeline, as a program sends it; everybody sees it once a published entry names it."""

from __future__ import annotations

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition.addresses import url_for
from coalition.api.answering import created
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import picture_in
from coalition.api.deliveries import models
from coalition.api.idempotency import once
from coalition.cleaned_pictures import LARGEST_PICTURE
from coalition.deliveries.errors import NoSuchEntry
from coalition.deliveries.public_scans import store_scan
from coalition.web.routing import AnyRequest, route


@route("api.entry_scan.create", status=201, largest_body=LARGEST_PICTURE)
async def create_scan(request: AnyRequest, slug: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Store a scan for an entry; nobody else sees it before the entry names it and is published."""
    await own_memorandum(request, slug)  # nobody else's file is read
    picture = await picture_in(request)

    async def act() -> Response[bytes]:
        try:
            view = await store_scan(await own_memorandum(request, slug), entry, picture)
        except NoSuchEntry:
            raise NotFoundException from None
        answer = models.StoredScan(digest=view.digest, bytes=view.bytes, width=view.width, height=view.height)
        return created(answer, url_for("api.delivery.show", slug=slug, entry=entry))

    return await once(request, act)
