"""The fields that describe a KPI, be they from a form, the flags of a command or a file, checked by pydantic.

A model says which fields there are and what each accepts; the checks themselves are the core's. Every refusal leaves
as `Refused` with the field it belongs to. Imported only where such fields arrive, for pydantic is slow to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, ValidationError, model_validator

from kpitui.core.cadence import parse_cadence
from kpitui.core.errors import KpituiError, Marked, Refused, mark
from kpitui.core.figures import unit_code
from kpitui.core.formula import Formula
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_names import checked_key, key_from_name
from kpitui.core.text import replaced, storable

Model = TypeVar("Model", bound="Fields")

Text = Annotated[str, AfterValidator(replaced)]
Remark = Annotated[str, AfterValidator(storable)]
if TYPE_CHECKING:
    KindName: TypeAlias = str
else:
    KindName = Literal[tuple(KINDS)]
"""The name of a kind of KPI: which there are, is said by their table alone."""


class Fields(BaseModel):
    """The base of every model here: unknown fields are refused, white space around text does not count."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, defer_build=True, frozen=True)


class KpiFields(Fields):
    """A KPI as it is described by a person."""

    name: Annotated[Text, Field(min_length=1, max_length=200)]
    key: Annotated[str, Field(max_length=60)] = ""
    """Made from the name when it is left empty."""
    kind: KindName = "flow"
    unit: Annotated[Text, Field(max_length=20), AfterValidator(unit_code)] = ""
    decimals: Annotated[int, Field(ge=0, le=9)] | None = None
    every: Annotated[str, AfterValidator(parse_cadence)] = "day"
    better: Literal["higher", "lower", "band"] = "higher"
    band_low: FiniteFloat | None = None
    band_high: FiniteFloat | None = None
    floor: FiniteFloat | None = None
    ceiling: FiniteFloat | None = None
    numerator: str | None = None
    denominator: str | None = None
    formula: str | None = None
    blank: Literal["unknown", "zero"] = "unknown"
    source: Remark = ""
    description: Remark = ""
    template: str | None = None
    group: Annotated[Text, Field(max_length=60)] = ""
    """The group that it stands in on Today."""

    @model_validator(mode="after")
    def belongs_together(self) -> Self:
        """Check what one field alone cannot tell: a ratio has two parts, a formula an expression, a band two edges."""
        checked_key(self.key or key_from_name(self.name))
        if self.kind == "ratio" and not (self.numerator and self.denominator):
            raise Refused(mark("A ratio needs two KPIs: one divided by the other"), field="numerator")
        if self.kind == "formula":
            if not self.formula:
                raise Refused(mark("A formula KPI needs a formula, such as orders / visitors * 100"), field="formula")
            Formula.parse(self.formula)
        if self.better == "band" and (
            self.band_low is None or self.band_high is None or self.band_low >= self.band_high
        ):
            raise Refused(mark("Type the lowest and the highest value, lowest first"), field="band_low")
        if self.floor is not None and self.ceiling is not None and self.floor >= self.ceiling:
            raise Refused(mark("The lowest possible value must be lower than the highest"), field="ceiling")
        return self


class TemplateRow(KpiFields):
    """A KPI of the template library; texts are English and Dutch."""

    name: tuple[str, str]  # type: ignore[assignment]
    tells: tuple[str, str]
    trap: tuple[str, str]
    counter: str
    aka: str
    """Other words for it, with spaces between and hyphens within."""
    drivers: str = ""
    """The keys of templates that usually drive it, with spaces between."""
    shows: str = ""
    """Words for what it shows something of and no single number shows."""
    vain: bool = False
    """Whether it can grow without anything coming of it."""

    @model_validator(mode="after")
    def belongs_together(self) -> Self:
        """Check nothing here: a template becomes a KPI only when it is added, and is checked then."""
        return self


class TradeFile(Fields):
    """A file of the template library."""

    name: tuple[str, str]
    also: tuple[str, ...] = ()
    """Keys of templates in other files that this trade uses too."""
    kpi: dict[str, TemplateRow]


def checked(model: type[Model], fields: Mapping[str, Any]) -> Model:
    """Return *fields* as a *model*; raise Refused for the first field that is not accepted."""
    try:
        return model.model_validate(dict(fields))
    except ValidationError as error:
        raise _refusal(error) from error


def _refusal(error: ValidationError) -> KpituiError:
    first = error.errors(include_url=False)[0]
    field = str(first["loc"][0]) if first["loc"] else None
    original = first.get("ctx", {}).get("error")
    if isinstance(original, KpituiError):
        original.field = original.field if first["loc"] == () else field
        return original
    value = "" if isinstance(first["input"], dict) else str(first["input"])[:60]
    if first["type"] in ("missing", "string_too_short", "too_short"):
        return _named(mark("{name} is missing"), field, value, None)
    if first["type"] == "literal_error":
        accepted = str(first["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")  # not in English only
        return _named(mark("{name} can't be {value}. Choose: {accepted}"), field, value, accepted)
    if first["type"] == "string_too_long":
        return _named(
            mark("{name} is too long: at most {accepted} characters"), field, value, first["ctx"]["max_length"]
        )
    return _named(mark("{name} can't be {value}"), field, value, None)


def _named(message: str, field: str | None, value: str, accepted: object) -> Refused:
    return Refused(message, field=field, name=Marked(field or ""), value=value, accepted=accepted)
