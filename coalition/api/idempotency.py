"""Requests run in one transaction; with an `Idempotency-Key` a request runs once, and a repetition gets the same response."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from litestar import Response
from piccolo.columns import Column

from coalition import clock
from coalition.api.answering import MEDIA_TYPE
from coalition.api.bearer_tokens import acting
from coalition.api.problems import BAD_KEY, KEY_REUSED, Refused
from coalition.api.queries import kept_answer
from coalition.api.tables import ANSWER_BODY, KeptAnswer
from coalition.database import Duplicate, put, transaction
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


KEPT_FOR = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


class _Claimed(Exception):
    """Another request with this key was first."""


async def carry_out(act: Callable[[], Awaitable[Response[bytes]]]) -> Response[bytes]:
    """Run `act` in one transaction."""
    async with transaction():
        return await act()


def _unchanged(body: bytes) -> bytes:
    return body


async def once(
    request: AnyRequest, act: Callable[[], Awaitable[Response[bytes]]], *, redact: Callable[[bytes], bytes] = _unchanged
) -> Response[bytes]:
    """Run `act` in one transaction and store its response for a day under the key of the request.

    A refusal is not stored. `redact` removes secrets from the stored response. Of simultaneous requests one runs; the others wait.

    Raises:
        Refused: the key cannot be used, or was used for another request.

    """
    key = request.headers.get("idempotency-key")
    if key is None:
        return await carry_out(act)
    if not _KEY.fullmatch(key):
        raise Refused(BAD_KEY)
    claim = KeptAnswer(token=acting(request).token, key=key, request_digest=await _digest(request), status=0, body="", created_at=clock.now())
    try:
        async with transaction():
            await _claim(claim)
            response = await act()
            await _store(claim, response, redact)
            return response
    except _Claimed:
        return await _replay(claim)


async def _digest(request: AnyRequest) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    identity = f"{request.method} {request.url.path}{query}\n".encode() + await request.body()
    return hashlib.sha256(identity).hexdigest()


async def _claim(claim: KeptAnswer) -> None:
    """Claim the key inside the transaction; PostgreSQL waits here for a transaction that claimed it first.

    Raises:
        _Claimed: the key was used within the last day.

    """
    old = (KeptAnswer.token == claim.token) & (KeptAnswer.created_at < clock.now() - KEPT_FOR)
    await KeptAnswer.delete().where(old)
    try:
        row = await put(
            KeptAnswer, token=claim.token, key=claim.key, request_digest=claim.request_digest, status=0, body="", created_at=claim.created_at
        )
    except Duplicate:
        raise _Claimed from None
    claim.id = row.id


async def _store(claim: KeptAnswer, response: Response[bytes], redact: Callable[[bytes], bytes]) -> None:
    values: dict[Column | str, Any] = {
        KeptAnswer.status: response.status_code,
        KeptAnswer.headers: json.dumps(dict(response.headers)),
        KeptAnswer.body: ANSWER_BODY.encrypt(redact(response.content).decode(), claim.key),
    }
    await KeptAnswer.update(values).where(KeptAnswer.id == claim.id)


async def _replay(claim: KeptAnswer) -> Response[bytes]:
    row = await kept_answer(claim.token, claim.key)
    if row is None or row.request_digest != claim.request_digest:
        raise Refused(KEY_REUSED)
    headers = json.loads(row.headers) | {"Idempotency-Replayed": "true"}
    body = ANSWER_BODY.decrypt(row.body, row.key).encode()
    return Response(body, status_code=row.status, media_type=MEDIA_TYPE, headers=headers)
