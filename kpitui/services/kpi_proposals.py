"""What is proposed for a new KPI where a person left it open: by the template of that name, else by the name itself.

What was given always stands. The rules by name are `kpitui.core.kpi_nature`'s; how it is said is `kpitui.i18n`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from kpitui.core.kinds import KINDS
from kpitui.core.kpi_names import alike
from kpitui.core.kpi_nature import is_flattering, is_unmeasurable, nature_of
from kpitui.core.model import Kpi
from kpitui.services.templates import CURRENCY, Template, currency_of, kpi_of_template, templates
from kpitui.services.workspace import Workspace

TAKEN = ("kind", "unit", "better", "every", "floor", "ceiling", "numerator", "denominator", "formula")
"""The fields of a template that are proposed for a KPI of its name."""

_MEASURES = re.compile(r"\w(?:percentage|ratio|waarde|snelheid)$")
"""How a Dutch compound ends that is as full a name as two English words: conversiepercentage."""


class Proposal(NamedTuple):
    """The fields of a new KPI, and which of them nobody gave."""

    fields: dict[str, Any]
    assumed: tuple[str, ...]
    certain: bool = False
    """Whether it is the template of that name that says so, which leaves no doubt."""
    template: str = ""
    """The key of the template that would calculate it, where its parts are not there yet."""


def proposed(workspace: Workspace, given: Mapping[str, Any]) -> Proposal:
    """Return *given*, the fields of a new KPI by the names of `schema.KpiFields`, with what is proposed for the rest.

    A template that is named, in ``template``, proposes for itself.
    """
    fields = {name: value for name, value in given.items() if value not in ("", None)}
    template, parts = _template_called(workspace, str(fields.get("name", "")))
    missing = any(part is None for part in parts.values())
    offered = _offered(workspace, fields, None if missing else template, parts)
    kind = fields.get("kind", offered.get("kind"))
    if kind is not None and kind != offered.get("kind", kind):
        # Parts and bounds are those of the kind that was proposed; the unit and which way is better are not.
        offered = {name: offered[name] for name in ("unit", "better", "template") if name in offered}
    if "better" in fields:
        offered.pop("better", None)
    added = {name: value for name, value in offered.items() if name not in fields}
    certain = {"template", *(("kind",) if _is_derived(fields) else ())}
    assumed = [name for name in added if name not in certain]
    if kind is None:
        assumed.insert(0, "kind")
    better = template.key if template and missing and "kind" in assumed else ""
    return Proposal({**given, **added}, tuple(assumed), template is not None and not missing, better)


def _is_derived(fields: Mapping[str, Any]) -> bool:
    """Tell whether what is given says already that a KPI is calculated from others."""
    return not fields.keys().isdisjoint(("numerator", "denominator", "formula"))


def _offered(
    workspace: Workspace, fields: Mapping[str, Any], template: Template | None, parts: Mapping[str, Kpi | None]
) -> dict[str, Any]:
    name = str(fields.get("name", ""))
    if _is_derived(fields):
        # What a formula comes to has the unit that its parts give it.
        nature = nature_of(name).fields(currency_of(workspace))
        kind, named = ("formula", ("better",)) if "formula" in fields else ("ratio", ("unit", "better"))
        return {"kind": kind, **{field: nature[field] for field in named if field in nature}}
    if template is not None:
        return _of_template(workspace, template, parts)
    offered = nature_of(name).fields(currency_of(workspace))
    if fields.get("unit") == "%" and "kind" not in offered:
        offered["kind"] = "sample"
    return offered


def template_named(name: str) -> Template | None:
    """Return the template called *name*, in either language; None when there is none.

    Its other words count where they are more than one, or a Dutch compound that says what is measured: a single word
    means too much.
    """
    for template in templates().values():
        called = (*template.names, *(alias for alias in template.aliases if "-" in alias or _MEASURES.search(alias)))
        if any(alike(name, other) == 1 for other in called):
            return template
    return None


def _template_called(workspace: Workspace, name: str) -> tuple[Template | None, dict[str, Kpi | None]]:
    """Return the template called *name*, with the KPIs here that it is computed from, by key."""
    template = template_named(name)
    if template is None:
        return None, {}
    return template, {key: kpi_of_template(workspace, key) for key in template.needs}


def _of_template(workspace: Workspace, template: Template, parts: Mapping[str, Kpi | None]) -> dict[str, Any]:
    offered = {field: template.fields[field] for field in TAKEN if field in template.fields}
    if offered.get("unit") == CURRENCY:
        offered["unit"] = currency_of(workspace)
    if not KINDS[str(offered.get("kind", "flow"))].whole:
        offered.pop("every", None)
    keys = {key: part.key for key, part in parts.items() if part}
    for field in ("numerator", "denominator"):
        if field in offered:
            offered[field] = keys[offered[field]]
    if "formula" in offered:
        offered["formula"] = _renamed(str(offered["formula"]), keys)
    if kpi_of_template(workspace, template.key) is None:
        offered["template"] = template.key
    return {"kind": "flow", **offered}


def _renamed(formula: str, keys: Mapping[str, str]) -> str:
    return re.sub(r"[a-z][a-z0-9-]*", lambda name: keys.get(name[0], name[0]), formula)


def is_vanity(kpi: Kpi) -> bool:
    """Tell whether a KPI can grow without anything coming of it: by its template, else by its name."""
    template = template_of(kpi)
    return template.vain if template is not None else is_flattering(kpi.name)


def is_beyond_measure(kpi: Kpi) -> bool:
    """Tell whether a KPI stands for what no single number shows; a ready-made one does not."""
    return template_of(kpi) is None and is_unmeasurable(kpi.name)


def template_of(kpi: Kpi) -> Template | None:
    """Return the template that a KPI was made from, or whose key it has; None when there is none."""
    return templates().get(kpi.template or kpi.key)
