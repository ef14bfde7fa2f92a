"""JSON schemas of forms and responses, generated from their models, with patterns of typed text added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from pydantic import BaseModel
    from pydantic_core import core_schema

    _Checked: TypeAlias = (
        core_schema.AfterValidatorFunctionSchema | core_schema.BeforeValidatorFunctionSchema | core_schema.WrapValidatorFunctionSchema
    )

_EMPTY = {"type": "string", "pattern": r"^\s*$"}
# The patterns that the checks of coalition.fields accept, by the name of the check.
_SHAPES: dict[str, dict[str, Any]] = {
    "_slug": {"pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$", "examples": ["kyiv-2013"]},
    "_country": {"pattern": "^[A-Z]{2}$", "description": "ISO 3166-1 alpha-2, and XK.", "examples": ["KZ"]},
    "_language": {"pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "description": "A BCP 47 tag.", "examples": ["ru"]},
    "_partial_date": {"pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "description": "Year, month or day.", "examples": ["2013-02"]},
    "_email": {"description": "An e-mail address.", "examples": ["name@example.org"]},
    "_website": {"pattern": "^[hH][tT][tT][pP][sS]?://", "examples": ["https://example.org"]},
    "_since": {"pattern": r"^(N\.[1-9]\d{0,8}\.\d{4}|\d{4}-\d{2}-\d{2})$", "examples": ["N.3.2026"]},
    "_cursor": {"pattern": r"^N\.[1-9]\d{0,8}\.\d{4}$", "examples": ["N.3.2026"]},
}


class Schemas(GenerateJsonSchema):
    """Adds the rules of checks in Python, which pydantic cannot see; omits titles, which repeat the field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 -- pydantic's signature
        """Omit the titles of fields."""
        return False

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        """Describe the text that a check accepts."""
        return super().function_after_schema(schema) | _SHAPES.get(_name(schema), {})

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """Allow an empty text or null where the form reads it as absent."""
        inner = super().function_before_schema(schema)
        if _name(schema) == "_empty_is_none":
            return {"anyOf": [*inner.get("anyOf", [inner]), _EMPTY]}
        if _name(schema) == "_none_is_place":
            return {"anyOf": [inner, {"type": "null"}]}
        return inner

    def function_wrap_schema(self, schema: core_schema.WrapValidatorFunctionSchema) -> JsonSchemaValue:
        """Allow an empty text where the form does."""
        inner = super().function_wrap_schema(schema)
        return {"anyOf": [inner, _EMPTY]} if _name(schema) == "_or_empty" else inner


def _name(schema: _Checked) -> str:
    return str(getattr(schema["function"]["function"], "__name__", ""))


def components(asked: Iterable[type[BaseModel]], answered: Iterable[type[BaseModel]]) -> tuple[dict[Any, Any], dict[str, Any]]:
    """Return a reference for each model, and the schemas that the references name."""
    wanted: list[tuple[type[BaseModel], Any]] = [(model, "validation") for model in asked] + [(model, "serialization") for model in answered]
    references, definitions = models_json_schema(wanted, schema_generator=Schemas, ref_template="#/components/schemas/{model}")
    return {model: reference for (model, _), reference in references.items()}, definitions["$defs"]
