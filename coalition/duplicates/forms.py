"""What is asked about two entries of the register, for pages and API alike."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coalition.fields import Form, Slug


class MergingForm(Form):
    """The entry that remains; if it is merged itself, what remains of it."""

    remaining: Annotated[Slug, Field(description="The address name of the entry that remains.")]


class DifferenceForm(Form):
    """The other entry, which is another organisation."""

    other: Annotated[Slug, Field(description="The address name of the other entry.")]
