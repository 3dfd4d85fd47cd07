"""The file of sources: which fields each kind of source has and what they accept, checked by pydantic.

Imported only by `kpitui pull`. A source that is described wrongly is refused by itself, so that the others are asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, FiniteFloat, model_validator

from kpitui.core.errors import Refused, mark
from kpitui.core.kpi_names import checked_key
from kpitui.extras.pull.sources import SOURCES, add_sources_of_packages, web_statistics
from kpitui.services.kpi_fields import Fields, checked

Short = Annotated[str, Field(min_length=1, max_length=300)]
Host = Annotated[str, Field(pattern=r"^[a-z0-9.-]{1,253}(:[0-9]{1,5})?$")]
Key = Annotated[str, AfterValidator(checked_key)]
Names = dict[Annotated[str, Field(min_length=1, max_length=200)], Key]

SECRET_HEADERS = re.compile(r"authorization|cookie|.*(key|token|secret|password).*", re.IGNORECASE)


class TokenFields(Fields):
    """Where a secret is: never the secret itself."""

    env: Short | None = None
    file: Short | None = None
    header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,60}$")] | None = None
    """The header that carries it; Authorization unless it is given."""
    prefix: Annotated[str, Field(max_length=20)] = "Bearer "

    model_config = ConfigDict(str_strip_whitespace=False)

    @model_validator(mode="after")
    def one_place(self) -> Self:
        """Check that there is one place."""
        if (self.env is None) == (self.file is None):
            raise Refused(mark("Say where the token is: either env or file"), field="token")
        return self


def _only_named(token: object) -> object:
    if not isinstance(token, Mapping):
        raise Refused(
            mark('A token doesn\'t belong in this file. Say where it is: token = {{ env = "NAME" }}'),
            field="token",
        )
    _refuse_unknown(TokenFields, token, "token")
    return token


class SourceFields(Fields):
    """What every source has."""

    kind: Literal["json", "plausible", "matomo", "umami", "goatcounter", "ga4", "sql", "command"]
    kpis: Annotated[Names, Field(min_length=1)]
    scale: dict[str, FiniteFloat] = Field(default_factory=dict)
    days: Annotated[int, Field(ge=1, le=400)] = 7
    """How many days are asked for, each time."""
    today: bool = False
    """Whether today, which is not over, is asked for too."""
    timeout: Annotated[float, Field(gt=0, le=300)] = 20.0
    token: Annotated[TokenFields, BeforeValidator(_only_named)] | None = None

    @model_validator(mode="after")
    def scales_belong(self) -> Self:
        """Check that only figures that are fetched are scaled."""
        unknown = [name for name in self.scale if name not in self.kpis and name != getattr(self, "kpi", None)]
        if unknown:
            raise Refused(
                mark("There is a scale for {value}, but {value} is not in the list kpis"),
                field="scale",
                value=unknown[0],
            )
        return self


class WebSource(SourceFields):
    """What every source has that is asked over HTTP."""

    url: Short
    redirects: list[Host] = Field(default_factory=list, max_length=10)
    """The other hosts to which the server may send us on."""


class JsonSource(WebSource):
    """Any address that answers with JSON."""

    rows: str | None = None
    date: Short = "date"
    headers: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def no_secret_headers(self) -> Self:
        """Check that no secret stands in the file."""
        for name, value in self.headers.items():
            if SECRET_HEADERS.fullmatch(name):
                raise Refused(
                    mark("The header {value} has a password in it. Use token instead"), field="headers", value=name
                )
            if not re.fullmatch(r"[A-Za-z0-9-]{1,60}", name) or not (value.isascii() and value.isprintable()):
                raise Refused(
                    mark(
                        "{value} can't be a header. Use only letters, digits and hyphens in its name, and plain ASCII "
                        "in its value"
                    ),
                    field="headers",
                    value=name[:60],
                )
        return self


class PlausibleSource(WebSource):
    """Plausible."""

    url: Short = "https://plausible.io"
    site: Short


class MatomoSource(WebSource):
    """Matomo."""

    site: Annotated[int, Field(ge=1)]
    method: Annotated[str, Field(pattern=r"^[A-Za-z]+\.[A-Za-z]+$")] = "VisitsSummary.get"


def _of(*metrics: str) -> Any:
    def check(kpis: dict[str, str]) -> dict[str, str]:
        for name in kpis:
            if name not in metrics:
                reason = mark("This source has no number called {value}. Choose: {known}")
                raise Refused(reason, field="kpis", value=name[:60], known=", ".join(metrics))
        return kpis

    return AfterValidator(check)


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError
        reason = mark("Not a time zone: {value}. Try Europe/Amsterdam")
        raise Refused(reason, field="timezone", value=name[:60]) from error
    return name


class UmamiSource(WebSource):
    """Umami, one's own or theirs."""

    kpis: Annotated[Names, Field(min_length=1), _of(*web_statistics.UMAMI_METRICS)]
    site: Short
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"


class GoatCounterSource(WebSource):
    """GoatCounter."""

    kpis: Annotated[Names, Field(min_length=1), _of(*web_statistics.GOATCOUNTER_METRICS)]


class GoogleSource(SourceFields):
    """Google Analytics 4; its token is the key file of a service account."""

    property: Annotated[int, Field(ge=1)]


class SqlSource(SourceFields):
    """A query on an SQLite file."""

    file: Short
    query: Annotated[str, Field(min_length=1, max_length=10_000)]
    date: Short = "date"


class CommandSource(SourceFields):
    """A command: a figure for one KPI, or a file in which the kpis rename what it has."""

    kpis: Names = Field(default_factory=dict)
    command: Annotated[list[str], Field(min_length=1, max_length=100)]
    kpi: Key | None = None
    folder: Short | None = None


class PackageSource(SourceFields):
    """A kind of source that an installed package brings; what it asks besides is in its options."""

    kind: str  # type: ignore[assignment]  # as the package calls it
    kpis: Names = Field(default_factory=dict)
    options: dict[str, Any] = Field(default_factory=dict)


MODELS: Mapping[str, type[SourceFields]] = {
    "json": JsonSource,
    "plausible": PlausibleSource,
    "matomo": MatomoSource,
    "umami": UmamiSource,
    "goatcounter": GoatCounterSource,
    "ga4": GoogleSource,
    "sql": SqlSource,
    "command": CommandSource,
}
"""By kind."""


def checked_source(fields: Mapping[str, Any]) -> SourceFields:
    """Return the description of one source as a model of its kind; raise Refused for the first field that is wrong."""
    kind = str(fields.get("kind", ""))
    if kind not in MODELS:
        problems = add_sources_of_packages()
        if kind in problems:
            raise problems[kind]
    if kind not in MODELS and kind in SOURCES:
        _refuse_unknown(PackageSource, fields, None)
        return checked(PackageSource, fields)
    if kind not in MODELS:
        reason = mark("No kind of source called '{value}'. Choose: {known}")
        raise Refused(reason, field="kind", value=kind[:60], known=", ".join(SOURCES))
    _refuse_unknown(MODELS[kind], fields, None)
    return checked(MODELS[kind], fields)


def _refuse_unknown(model: type[Fields], fields: Mapping[str, Any], field: str | None) -> None:
    """Refuse a field that is not known by its name alone: its value may be a secret."""
    for name in fields:
        if name not in model.model_fields:
            reason = mark("No field called {value} here. Choose: {known}")
            raise Refused(reason, field=field or name, value=name[:60], known=", ".join(model.model_fields))
