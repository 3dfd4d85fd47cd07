"""The fields of the KPI form: which ones a kind asks for, what a template fills in, how they are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kpitui.core.amount import parse_value
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import NumberStyle, format_typed
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.i18n import _, language
from kpitui.i18n.harmless import harmless
from kpitui.services.kpi_editing import fields_of
from kpitui.services.templates import CURRENCY, currency_of, template_called, templates
from kpitui.tui.widgets.form import ChoiceField, Field, TextField
from kpitui.wording.words import blank_word, direction_word, kind_word, typed_cadence

if TYPE_CHECKING:
    from kpitui.services.kpi_proposals import Proposal
    from kpitui.services.workspace import Workspace

SHAPING = ("template", "kind", "better")
"""The fields that decide which others there are, or fill them."""

DIRECTIONS = ("higher", "lower", "band")
BLANKS = ("unknown", "zero")
DECIDED = ("unit", "numerator", "denominator", "formula", "decimals", "every", "kind", "better")
BAND, BOUNDS = ("band_low", "band_high"), ("floor", "ceiling")
TEXTS = ("name", "key", "unit", "source", "description", "group")
OF_A_KIND = {"ratio": ("numerator", "denominator"), "formula": ("formula",)}


PROPOSED = ("kind", "unit", "better", "every", *BOUNDS, "numerator", "denominator", "formula")
"""The fields that the name of a new KPI proposes something for."""


def kpi_fields(
    typed: Mapping[str, str], kpis: Sequence[Kpi], *, new: bool, assumed: Collection[str] = ()
) -> list[Field]:
    """Return the fields that what is *typed* so far asks for; *known* are the KPIs it may be computed from.

    What was *assumed* by the name says so where it can be changed.
    """
    by_name = _("suggested by its name; ←→ to change") if "kind" in assumed else ""
    kind, better = typed.get("kind") or "flow", typed.get("better") or "higher"
    kinds = [(name, f"{kind_word(name)}: {_(KINDS[name].hint)}") for name in KINDS]
    return [
        _text(typed, "name", _("Name"), _("its name, such as Revenue")),
        *([_template(typed)] if new else []),
        _text(typed, "key", _("Short name"), _("for the command line; leave empty to use the name")),
        ChoiceField("kind", _("Adds up as"), kinds, kind, hint=by_name),
        *_parts(typed, kind, kpis),
        _text(typed, "unit", _("Unit"), _("EUR, %, h, s, or any short text; empty for a count")),
        *_expected(typed, kind),
        *_wanted(typed, better),
        _text(typed, "floor", _("Lowest possible"), _("lowest value that can exist, such as 0; leave empty for none")),
        _text(
            typed,
            "ceiling",
            _("Highest possible"),
            _("highest possible value, such as 100 for a percentage; leave empty for none"),
        ),
        _text(typed, "decimals", _("Decimals"), _("how many to show; leave empty to follow the unit")),
        _text(typed, "group", _("Group"), _("its heading on Today; leave empty for none")),
        _text(typed, "source", _("Source"), _("where the number comes from")),
        _text(typed, "description", _("What it tells you"), _("what you will do differently when it moves")),
    ]


def _text(typed: Mapping[str, str], name: str, label: str, hint: str = "") -> TextField:
    return TextField(name, label, typed.get(name, ""), hint=hint)


def _template(typed: Mapping[str, str]) -> Field:
    offered = [
        ("", _("none")),
        *(
            (template.key, f"{template.name_in(language())}: {template.hint_in(language())}")
            for template in templates().values()
        ),
    ]
    begin = _("←→ to choose, type to search; a template fills in the rest")
    return ChoiceField("template", _("Template"), offered, typed.get("template", ""), hint=begin)


def _parts(typed: Mapping[str, str], kind: str, kpis: Sequence[Kpi]) -> list[Field]:
    """Return the fields for what a computed KPI is computed from."""
    if kind == "ratio":
        others = [("", _("choose with ← →")), *((kpi.key, harmless(kpi.name, 40)) for kpi in kpis)]
        return [
            ChoiceField("numerator", _("Part"), others, typed.get("numerator", "")),
            ChoiceField("denominator", _("Divided by"), others, typed.get("denominator", "")),
        ]
    if kind == "formula":
        keys = ", ".join(kpi.key for kpi in kpis)[:80]
        hint = _("such as orders / visitors * 100. Short names: {keys}").format(keys=keys)
        return [_text(typed, "formula", _("Formula"), hint)]
    return []


def _expected(typed: Mapping[str, str], kind: str) -> list[Field]:
    """Return the fields for when an entry is expected, and what it means when there is none."""
    fields: list[Field] = []
    if not KINDS[kind].derived:
        rhythm = _("how often you log it: day, workday, mon,thu, week, month or quarter")
        fields.append(TextField("every", _("Log every"), typed.get("every") or typed_cadence("day"), hint=rhythm))
    if KINDS[kind].rule == "sum":
        blanks = [(blank, blank_word(blank)) for blank in BLANKS]
        meaning = _("what an empty day means")
        fields.append(ChoiceField("blank", _("If nothing is logged"), blanks, typed.get("blank", ""), hint=meaning))
    return fields


def _wanted(typed: Mapping[str, str], better: str) -> list[Field]:
    """Return the fields for which way is better."""
    directions = [(direction, direction_word(direction)) for direction in DIRECTIONS]
    fields: list[Field] = [ChoiceField("better", _("Better when"), directions, better)]
    if better == "band":
        fields += [_text(typed, "band_low", _("Not below")), _text(typed, "band_high", _("Not above"))]
    return fields


def from_template(key: str, workspace: Workspace) -> dict[str, str]:
    """Return what the template called *key* fills in, as it would have been typed.

    Everything a template decides is emptied when it says nothing. Empty when there is no such choice.
    """
    if not key:
        return {}
    template = template_called(key)
    blank = dict.fromkeys((*DECIDED, *BOUNDS), "")
    style = workspace.settings.typed_numbers
    fields = {name: _typed(name, value, style) for name, value in template.fields.items()}
    if fields.get("unit") == CURRENCY:
        fields["unit"] = currency_of(workspace)
    return {**blank, "name": template.name_in(language()), "key": template.key, **fields}


def _typed(name: str, value: object, style: NumberStyle) -> str:
    """Return a value of a template as a person would type it."""
    if name == "every":
        return typed_cadence(str(value))
    return format_typed(value, style) if isinstance(value, float) else str(value)


def typed_proposal(workspace: Workspace, proposal: Proposal) -> dict[str, str]:
    """Return what was assumed of a new KPI as it would have been typed."""
    style = workspace.settings.typed_numbers
    return {
        name: _typed(name, float(value) if isinstance(value, int) else value, style)
        for name in proposal.assumed
        if (value := proposal.fields.get(name)) is not None
    }


def typed_of(workspace: Workspace, kpi: Kpi) -> dict[str, str]:
    """Return an existing KPI as it would have been typed."""
    fields = fields_of(workspace, kpi)
    style = workspace.settings.typed_numbers
    for name in (*BAND, *BOUNDS):
        if fields[name] is not None:
            fields[name] = format_typed(fields[name], style, kpi.decimals)
    fields["every"] = typed_cadence(kpi.cadence)
    return {name: "" if value is None else str(value) for name, value in fields.items()}


def read_fields(workspace: Workspace, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed as the fields that `kpitui.services.schema.KpiFields` checks; raise Refused for a field."""
    kind, better = typed.get("kind") or "flow", typed.get("better") or "higher"
    fields: dict[str, Any] = {name: typed.get(name, "").strip() for name in TEXTS}
    fields |= {"kind": kind, "better": better, "blank": typed.get("blank") or "unknown"}
    fields["every"] = typed.get("every", "").strip() or "day"
    fields["template"] = typed.get("template") or None
    if not fields["name"]:
        raise Refused(mark("A KPI needs a name"), field="name")
    for name in OF_A_KIND.get(kind, ()):
        fields[name] = typed.get(name, "").strip() or None
    if better == "band":
        fields |= {name: _number(workspace, fields, typed.get(name, ""), name) for name in BAND}
    fields |= {name: _number(workspace, fields, typed.get(name, ""), name) for name in BOUNDS}
    decimals = typed.get("decimals", "").strip()
    if decimals and not (decimals.isascii() and decimals.isdigit()):
        raise Refused(mark("Decimals can't be {value}. Choose 0 to 9"), field="decimals", value=decimals)
    fields["decimals"] = int(decimals[:3]) if decimals else None
    return fields


def _number(workspace: Workspace, fields: Mapping[str, Any], text: str, field: str) -> float | None:
    if not text.strip():
        return None
    try:
        style = workspace.settings.numbers
        return parse_value(text, fields["unit"], kpi=fields["name"], style=style).value
    except Refused as error:
        error.field = field
        raise
