"""The processes that serve."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

import pytest
import structlog

from coalition import serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def unset_logs() -> Iterator[None]:
    structlog.reset_defaults()
    yield
    structlog.reset_defaults()


def broken(token: str) -> None:
    raise KeyError(len(token))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("make", [serving.app, serving.app_without_worker])
def test_each_serving_process_logs_faults_without_the_values_in_them(make, environment, unset_logs, capsys):
    make()
    secret = token_hex()
    with pytest.raises(KeyError) as fault:
        broken(secret)
    structlog.get_logger().error("page_failed", exc_info=fault.value)

    logged = capsys.readouterr().out
    assert ("event='page_failed'" in logged, "in broken" in logged, secret in logged) == (True, True, False)
