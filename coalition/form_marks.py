"""The mark of a form that is carried out once: each time a page shows the form, it has another one."""

from __future__ import annotations

import secrets

ONCE = "once"  # the name of the hidden field
_BYTES = 12


def new_mark() -> str:
    """Return a mark, for templates."""
    return secrets.token_urlsafe(_BYTES)
