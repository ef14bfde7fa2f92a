"""Connections of the web server that end: timers for those who send or read slowly, bounds for headers and for the number of sockets.

uvicorn with httptools waits for ever for a request that has begun, reads headers of any size, and takes connections until the process has
no descriptor left. Everything here rests on private parts of uvicorn, and no other module does; pyproject.toml pins its minor version, and
tests/test_http_connections.py compares each figure with a running server. Used are: the callbacks of the parser, `_unset_keepalive_if_required`,
`timeout_keep_alive_handler`, `cycle`, `pipeline`, `flow` and `server` of `HttpToolsProtocol`; `response_started`,
`response_complete`, `disconnected` and `message_event` of its cycles. If they change, slow clients are not ended, and those tests fail.
"""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

IDLE_SECONDS = 15.0
HEADER_SECONDS = 10.0
BODY_SECONDS = 30.0
READING_SECONDS = 30.0  # in which a client must read something of a response
SLOWEST = 16 * 1024  # bytes in a second, beyond BODY_SECONDS: an upload of five megabytes may come over a poor line
LARGEST_HEADER = 32 * 1024
MOST_HEADERS = 100
MOST_WAITING = 32  # requests that a client may send before the first of them is answered
LARGEST_MESSAGE = 9 * 1024 * 1024  # bytes that are read of one request, whatever becomes of it: more than the largest body of a route
RESERVED = 128  # descriptors for the database, letters and files
FEWEST = 16
_PATIENCE = 2.0
_SENTENCES = {408: b"The request was sent too slowly.\n", 431: b"The header of the request is too large.\n"}


class Sockets:
    """The connections of this process that wait for their client, the oldest first: those without a request, and those in the middle of one."""

    def __init__(self) -> None:
        """Begin without connections."""
        self.idle: dict[BoundedConnection, None] = {}
        self.slow: dict[BoundedConnection, None] = {}

    @property
    def most(self) -> int:
        """How many connections there may be below the limit of descriptors."""
        return max(FEWEST, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - RESERVED)

    def forget(self, connection: BoundedConnection) -> None:
        """Note that a connection does not wait for its client any more."""
        self.idle.pop(connection, None)
        self.slow.pop(connection, None)

    def make_room(self) -> bool:
        """End the connection that has been idle for longest, else the slowest one; return False if there is none."""
        for waiting in (self.idle, self.slow):
            connection = next((each for each in waiting if not each.is_inside), None)
            if connection:
                connection.transport.abort()
                self.forget(connection)
                return True
        return False


sockets = Sockets()


class BoundedConnection(HttpToolsProtocol):
    """One connection, which waits for its client for a bounded time in each phase: idle, header, body, reading of the response."""

    def __init__(self, *args: Any, **more: Any) -> None:
        """Begin before the first request."""
        super().__init__(*args, **more)
        self._in_message = False
        self._in_header = False
        self._is_refused = False
        self._is_leaving = False
        self.is_inside = False  # from another process of this server, which bounds its clients itself
        self._latest = self._first_part = 0  # bytes that came last, and with the beginning of the message
        self._bytes = 0  # of the message so far, without the part in which it began
        self._body_bytes = 0
        self._unsent = 0
        self._began = 0.0
        self._working: Any = None  # the request that the application answers now, or answered last
        self._timer: asyncio.TimerHandle | None = None
        self._reading_timer: asyncio.TimerHandle | None = None

    # Phases

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take a connection, if there is room or room can be made."""
        full = len(self.connections) >= sockets.most
        super().connection_made(transport)
        self.is_inside = self.server is not None and self.server[1] is None  # a Unix socket has no port
        if full and not sockets.make_room() and not self.is_inside:
            transport.abort()
            return
        self._be_idle()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all timers."""
        sockets.forget(self)
        self._stop_timer()
        if self._reading_timer:
            self._reading_timer.cancel()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()

    def data_received(self, data: bytes) -> None:
        """Parse what came; start or stop the timer of the phase it leads to."""
        if self._is_leaving:
            return
        self._latest = len(data)
        self._bytes += self._latest
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._is_refused or (self._in_header and (self._bytes > LARGEST_HEADER or self._header_is_too_large())):
            self._in_header = True
            self._refuse(431)
        elif self._in_message and self._bytes > LARGEST_MESSAGE:
            self.transport.abort()
        elif self._in_message and self._timer is None:
            self._start_timer(HEADER_SECONDS if self._in_header else BODY_SECONDS)
        elif not self._in_message and self.timeout_keep_alive_task is None and (self.cycle is None or self.cycle.response_complete):
            self._be_idle()

    def on_message_begin(self) -> None:
        """Begin a request: only its header may take long now."""
        self._in_message = self._in_header = True
        self._first_part = self._latest
        self._bytes = self._body_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Refuse a header that is too large; else begin the body and the work of the application."""
        self._is_refused = self._is_refused or self._header_is_too_large()
        if self._is_refused:
            return  # `data_received` says so, when the parser is done with what has come
        if len(self.pipeline) >= MOST_WAITING:
            self._give_up()
            return
        sockets.forget(self)
        self._in_header = False
        self._stop_timer()
        super().on_headers_complete()
        if not self.pipeline:
            self._working = self.cycle

    def on_body(self, body: bytes) -> None:
        """Give a part of the body to the application, unless the header was refused."""
        self._body_bytes += len(body)
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request: from now on the server works, and the client waits."""
        if self._is_refused:
            return
        self._in_message = False
        sockets.forget(self)
        self._stop_timer()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Be idle, unless another request has come meanwhile or the body of this one still comes."""
        was_last = not self.pipeline
        if self.pipeline:
            self._working = self.pipeline[-1][0]
        super().on_response_complete()
        if self.pipeline:
            self.flow.pause_reading()
        if was_last and not self._in_message and not self.transport.is_closing():
            sockets.idle[self] = None
            self._began = self.loop.time()

    def _header_is_too_large(self) -> bool:
        """Whether the headers so far are too many or too long; they are added up only if enough bytes came."""
        if self.is_inside:
            return False
        if len(self.headers) > MOST_HEADERS:
            return True
        return (
            self._first_part + self._bytes > LARGEST_HEADER
            and len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > LARGEST_HEADER
        )

    # Timers

    def _be_idle(self) -> None:
        """Arm uvicorn's timer for what is left of the idle time: bytes that begin no request, such as line ends, do not prolong it."""
        if self not in sockets.idle:
            sockets.idle[self] = None
            self._began = self.loop.time()
        left = self._began + IDLE_SECONDS - self.loop.time()
        self.timeout_keep_alive_task = self.loop.call_later(max(left, 0.0), self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        """End an idle connection, even if its client reads nothing."""
        self._leave()

    def _start_timer(self, seconds: float) -> None:
        if not self._in_header:
            sockets.slow[self] = None
        self._began = self.loop.time()
        self._timer = self.loop.call_later(seconds, self._end_if_slow)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _end_if_slow(self) -> None:
        """End a connection whose request did not come in time; wait on if not the client was slow, or it sends fast enough."""
        self._timer = None
        now = self.loop.time()
        allowed = HEADER_SECONDS if self._in_header else BODY_SECONDS + self._body_bytes / SLOWEST
        server_works = self.flow.read_paused or (self._in_header and self.cycle is not None and not self.cycle.response_complete)
        left = 1.0 if server_works else self._began + allowed - now
        if left > 0:
            self._timer = self.loop.call_later(left, self._end_if_slow)
        else:
            self._refuse(408)

    def pause_writing(self) -> None:
        """Begin to watch whether the client reads what was sent."""
        super().pause_writing()
        if self.is_inside:
            return
        sockets.slow[self] = None
        self._unsent = self.transport.get_write_buffer_size()
        self._reading_timer = self.loop.call_later(READING_SECONDS, self._end_if_unread)

    def resume_writing(self) -> None:
        """Stop to watch."""
        super().resume_writing()
        sockets.slow.pop(self, None)
        if self._reading_timer:
            self._reading_timer.cancel()
            self._reading_timer = None

    def _end_if_unread(self) -> None:
        unsent = self.transport.get_write_buffer_size()
        if unsent >= self._unsent:
            self.transport.abort()
            return
        self._unsent = unsent
        self._reading_timer = self.loop.call_later(READING_SECONDS, self._end_if_unread)

    # Ends

    def _give_up(self) -> None:
        """End a connection at once, with the request that is in work; what waits behind it never begins."""
        self._is_refused = True
        self._working.disconnected = True
        self._working.message_event.set()
        self.transport.abort()

    def _refuse(self, status: int) -> None:
        """Answer a request that is not read to its end, if nothing was answered yet, and let the application know that it is over."""
        cycle = None if self._in_header else self.cycle
        answered = cycle is not None and cycle.response_started
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
        if answered:
            self.transport.abort()
        else:
            body = _SENTENCES[status]
            head = f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
            self.transport.write(STATUS_LINE[status] + head.encode() + body)
            self._linger()

    def _linger(self) -> None:
        """Read on for a moment without looking: if a socket is closed with bytes unread, its client does not see the answer."""
        self._is_leaving = True
        self._stop_timer()
        self.flow.resume_reading()
        sockets.forget(self)
        sockets.idle[self] = None
        self.transport.write_eof()
        self.loop.call_later(_PATIENCE, self.transport.abort)

    def _leave(self) -> None:
        """Close after what was sent, but do not wait for a client that reads nothing."""
        if not self.transport.is_closing():
            sockets.forget(self)
            self.transport.close()
            self.loop.call_later(_PATIENCE, self.transport.abort)
