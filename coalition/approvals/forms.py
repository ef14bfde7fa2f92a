"""What is asked of a coordinator who refuses."""

from typing import Annotated

from pydantic import Field

from coalition.fields import Form, Paragraphs
from coalition.languages import Message


class ReasonForm(Form):
    """The reason for a refusal, for the one who asked."""

    missing = {"reason": Message("Write the reason: it goes to the coordinator who asked.")}

    reason: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]
