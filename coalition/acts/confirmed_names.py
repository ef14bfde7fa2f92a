"""What confirms an act on a form: the tick that one may bind the organisation, and the typed name."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from coalition.fields import Name, Refused, Tick
from coalition.languages import Message
from coalition.typed_names import is_same_name

MAY_BIND = Message("Confirm that you may bind the organisation.")
TYPE_NAME = Message("Type your name to confirm.")


def _may_bind(value: bool) -> bool:  # noqa: FBT001 -- pydantic's shape of a validator
    if not value:
        raise Refused(MAY_BIND)
    return value


Authority = Annotated[Tick, Field(validate_default=True), AfterValidator(_may_bind)]


def _same_name(value: str, info: ValidationInfo) -> str:
    name = info.data.get("representative_name")
    if name is not None and not is_same_name(value, name):
        raise Refused(Message("This is not the name given above: {name}.", name=name))
    return value


# The name of the field `representative_name`, which stands before it on the same form and is only compared if it is valid.
TypedName = Annotated[Name, AfterValidator(_same_name)]
