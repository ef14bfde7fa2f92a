"""JSON objects that programs read: in files, and as answers of the API."""

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """A JSON object the API answers with; programs ignore fields they do not know."""

    model_config = ConfigDict(frozen=True, from_attributes=True, defer_build=True)
