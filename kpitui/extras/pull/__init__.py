"""Fetching figures from the sources a person configured, each as an import of its own that can be undone.

The file of sources is read by `sources_file`, asking them is the work of `sources`. A source that fails is told and
does not stop the others. What a source says is compared with what is there by the rules of importing, so that asking
again adds nothing and a figure that was corrected there is corrected here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from kpitui.core.amount import Amount, in_unit, is_comparable
from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.kinds import is_computed
from kpitui.exchange import FileContent
from kpitui.exchange.writing import csv_lines, figure_cell, text_cell
from kpitui.extras.pull._schema import CommandSource, SourceFields, checked_source
from kpitui.extras.pull.sources import SOURCES, fetched_by_package
from kpitui.extras.pull.sources._place import NO_SECRET, Patience, Place, Secret, SourceMetric, Span, read_secret
from kpitui.services.entries import find_kpi
from kpitui.services.imports import ImportChoices, ImportPlan, carry_out, plan_import
from kpitui.services.workspace import Workspace

LONGEST = 600.0
"""Seconds that all sources together may take, unless the person says otherwise."""


class Outcome(NamedTuple):
    """What became of one source."""

    source: str
    kind: str
    plan: ImportPlan | None = None
    """What it brings, unless it failed."""
    batch: int | None = None
    """The import it became, when there was something new."""
    error: KpituiError | None = None
    """Why it failed."""


def pull(
    workspace: Workspace,
    sources: Mapping[str, Mapping[str, Any]],
    *,
    dry_run: bool = False,
    seconds: float = LONGEST,
    patience: Patience | None = None,
) -> Iterator[Outcome]:
    """Ask each of *sources* in its turn, and yield what became of it once it is saved, or once it failed.

    All of them together take at most *seconds*; what has not been asked by then failed.
    """
    patience = patience or Patience()
    patience = patience._replace(until=patience.clock() + seconds)
    for name, described in sources.items():
        kind = str(described.get("kind", "-"))
        secret = NO_SECRET
        try:
            if patience.clock() >= patience.until:
                reason = mark("Not fetched: time ran out ({seconds} seconds for all sources together)")
                raise Refused(reason, field="timeout", seconds=f"{seconds:g}")
            fields = checked_source(described)
            _refuse_unknown(workspace, fields)
            secret = _secret(workspace, fields)
            fetched = _fetch(workspace, name, fields, secret, patience)
            plan = _imported(workspace, name, fields, fetched, dry_run=dry_run)
        except KpituiError as error:
            yield Outcome(name, kind, error=secret.hide_in(error))
        else:
            yield Outcome(name, kind, plan, plan.batch)


def _refuse_unknown(workspace: Workspace, fields: SourceFields) -> None:
    """Refuse a source before it is asked when there is no KPI for its figures."""
    for key in _keys(fields):
        kpi = find_kpi(workspace, key)
        if is_computed(kpi):
            reason = mark("{kpi} is calculated from other KPIs. Fetch those instead")
            raise Refused(reason, field="kpis", kpi=kpi.name)


def _keys(fields: SourceFields) -> list[str]:
    single = fields.kpi if isinstance(fields, CommandSource) else None
    return [*fields.kpis.values(), *([single] if single else [])]


def _secret(workspace: Workspace, fields: SourceFields) -> Secret:
    if fields.token is None:
        return NO_SECRET
    return read_secret(workspace.environ, env=fields.token.env, file=fields.token.file)


def _fetch(
    workspace: Workspace, name: str, fields: SourceFields, secret: Secret, patience: Patience
) -> Sequence[SourceMetric] | bytes:
    """Return what the source says, as figures or as the bytes of a file."""
    until = workspace.today if fields.today else workspace.today - timedelta(days=1)
    span = Span(until - timedelta(days=fields.days - 1), until, workspace.today)
    place = Place(name, fields.kind, fields.kpis, fields.scale, fields.model_dump(), secret)
    patience = patience._replace(timeout=fields.timeout)
    kind = SOURCES[fields.kind]
    if kind.package:  # what it does wrong is its own, and no reason to leave the other sources out
        fetched = fetched_by_package(kind, place, span, patience)
        if isinstance(fetched, bytes):
            return fetched
        return [figure._replace(kpi=fields.kpis.get(figure.kpi, figure.kpi)) for figure in fetched]
    return kind.fetch(place, span, patience)


def _imported(
    workspace: Workspace, name: str, fields: SourceFields, fetched: Sequence[SourceMetric] | bytes, *, dry_run: bool
) -> ImportPlan:
    """Import what a source said, or in a *dry_run* only compare it; raise Refused when any of it is refused."""
    if not fetched:
        return ImportPlan(name, fields.kind, [], [])
    if isinstance(fetched, bytes):
        content, choices = FileContent(fetched, name), ImportChoices(mapping=fields.kpis, by_person=False)
    else:
        content, choices = (
            FileContent(_as_file([_without_own_unit(workspace, figure) for figure in fetched], name), name),
            ImportChoices("csv-long", decimal="point", by_person=False),
        )
    plan = (plan_import if dry_run else carry_out)(workspace, content, choices)
    if plan.refused:
        params: dict[str, Any] = plan.refusals[0].params
        raise Refused(plan.refusals[0].reason, **params)
    return plan


def _without_own_unit(workspace: Workspace, figure: SourceMetric) -> SourceMetric:
    """Return *figure* without a unit that only its KPI knows, such as kg; raises Refused where the KPI has another."""
    if not figure.unit or is_comparable(figure.unit):
        return figure
    kpi = find_kpi(workspace, figure.kpi)
    if in_unit(Amount(figure.value, figure.unit), kpi.unit) is None:
        raise Refused(_OTHER_UNIT, field="kpis", kpi=kpi.name, unit=kpi.unit or "-", value=figure.unit)
    return figure._replace(unit="")


_OTHER_UNIT = mark("{kpi} is in {unit}, but the source gives {value}")


def _as_file(figures: Sequence[SourceMetric], name: str) -> bytes:
    """Return figures as the file they are imported from, so that the rules of importing are those of fetching."""
    style = NUMBER_STYLES["en"]
    rows = (
        (
            figure.date.isoformat(),
            figure.kpi,
            f"{figure_cell(figure.value, style)} {figure.unit}".strip(),
            text_cell(name),
        )
        for figure in figures
    )
    return "".join(csv_lines([("date", "kpi", "value", "source"), *rows], style)).encode()
