"""What confirms an act on a form: the tick that one may bind the organisation, and the typed name."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from coalition.fields import InvalidForm, Refused, Tick
from coalition.languages import Message
from coalition.typed_names import is_same_name

MAY_BIND = Message("Confirm that you may bind the organisation.")
TYPE_NAME = Message("Type your name to confirm.")


def _may_bind(value: bool) -> bool:  # noqa: FBT001 -- pydantic's shape of a validator
    if not value:
        raise Refused(MAY_BIND)
    return value


Authority = Annotated[Tick, Field(validate_default=True), AfterValidator(_may_bind)]


def check_typed_name(typed_name: str, name: str) -> None:
    """Refuse a typed name that is not the one given on the same form.

    Raises:
        InvalidForm: with the message for the field `typed_name`.

    """
    if not is_same_name(typed_name, name):
        raise InvalidForm({"typed_name": Message("This is not the name given above: {name}.", name=name)})
