"""People who sign at a steady rate, whatever the server does: the wait of each is counted from the moment at which they meant to sign."""

from __future__ import annotations

import http.client
import threading
import time
from dataclasses import dataclass, field
from statistics import quantiles
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.scale.watching import Site

SIGNED = 303
_PATIENCE = 120.0


@dataclass
class Waits:
    """The seconds that signers waited, and how many were refused."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def p99(self) -> float:
        """The wait that one in a hundred exceeds."""
        return quantiles(self.seconds, n=100, method="inclusive")[98] if len(self.seconds) > 1 else max(self.seconds, default=0.0)


def signing(site: Site, forms: list[dict[str, Any]], *, per_second: float, seconds: float, signers: int = 4) -> tuple[Waits, Callable[[], None]]:
    """Begin to sign in threads; return the waits, and what waits for the end. Forms are taken from the list."""
    waits, lock = Waits(), threading.Lock()
    count = min(len(forms), int(per_second * seconds))
    taken, forms[:count] = forms[:count], []
    begun = time.perf_counter() + 0.05
    due = [(begun + at / per_second, form) for at, form in enumerate(taken)]
    threads = [threading.Thread(target=_sign, args=(site.port, due[at::signers], waits, lock)) for at in range(signers)]
    for thread in threads:
        thread.start()
    return waits, lambda: [thread.join() for thread in threads] and None


def _sign(port: int, due: Sequence[tuple[float, dict[str, Any]]], waits: Waits, lock: threading.Lock) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    for moment, form in due:
        time.sleep(max(0.0, moment - time.perf_counter()))
        status = post_form(connection, form)
        with lock:
            waits.seconds.append(time.perf_counter() - moment)
            waits.refused += status != SIGNED
    connection.close()


def post_form(connection: http.client.HTTPConnection, form: dict[str, Any]) -> int:
    """Post a form by which an organisation signs; return the status of the answer, 0 if the connection broke."""
    headers = {"Cookie": f"signing={form['session']}", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", "/en/signing/signature", urlencode(form["fields"]), headers)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0
    return answer.status
