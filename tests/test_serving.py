"""The processes that serve."""

from __future__ import annotations

import logging
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest

from coalition import serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def logs() -> Iterator[logging.Logger]:
    logs = logging.getLogger("coalition")
    before = (logs.handlers, logs.propagate, logs.level)
    yield logs
    logs.handlers, logs.propagate, logs.level = before


def broken(token: str) -> None:
    raise KeyError(len(token))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("make", [serving.app, serving.app_without_worker])
def test_each_serving_process_logs_faults_without_the_values_in_them(make, environment, logs, capsys):
    make()
    secret = token_hex()
    with pytest.raises(KeyError) as fault:
        broken(secret)
    logs.getChild("web.errors").error("page_failed error=%s", "KeyError", exc_info=fault.value)

    logged = capsys.readouterr().out
    assert ("ERROR page_failed error=KeyError" in logged, "in broken" in logged, secret in logged) == (True, True, False)
