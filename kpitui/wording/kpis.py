"""What a new KPI was taken to be where nobody said it, and what its name warns of, as sentences."""

from __future__ import annotations

from collections.abc import Collection

from kpitui.core.errors import mark
from kpitui.core.figures import unit_sign
from kpitui.core.groups import KpiGroup
from kpitui.core.kinds import KINDS, Rule
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.wording.words import cadence_word, direction_word

RULES: dict[Rule, str] = {
    "sum": mark("as a sum: days add up"),
    "last": mark("as a latest number: the latest one counts"),
    "mean": mark("as an average: the average counts"),
    "min": mark("as a lowest number: the lowest one counts"),
    "max": mark("as a highest number: the highest one counts"),
    "ratio": mark("as a ratio: one KPI divided by another"),
    "formula": mark("as a formula: calculated from other KPIs"),
}
"""How the entries of a KPI come together by the rule of its kind, to follow its name."""
WHOLE = mark("as a number for a whole period: never added up")
COUNTED = mark("as a count: each number counts as one")


def added_text(kpi: Kpi, assumed: Collection[str] = ()) -> str:
    """Return that *kpi* was added and as what: its kind, its unit, and where it was assumed the rest."""
    kind = KINDS[kpi.kind]
    words = WHOLE if kind.whole else COUNTED if kind.counts else RULES[kind.rule]
    parts = [_("Added {name} {kind}").format(name=kpi.name, kind=_(words))]
    if kpi.unit:
        parts.append(_("in {unit}").format(unit=unit_sign(kpi.unit)))
    if "better" in assumed:
        parts.append(direction_word(kpi.direction))
    if "every" in assumed:
        parts.append(cadence_word(kpi.cadence))
    return ", ".join(parts)


def change_text(kpi: Kpi, assumed: Collection[str]) -> str:
    """Return how to change what was assumed; empty when nothing was."""
    forms = {"kind": "--kind", "unit": "--unit", "better": "--better", "every": "--every"}
    flags = " ".join(forms[name] + " ..." for name in forms if name in assumed)
    return _("Wrong? kpitui kpi edit {key} {flags}").format(key=kpi.key, flags=flags) if flags else ""


def vanity_text(kpi: Kpi) -> str:
    """Return what to ask of a figure that flatters."""
    template = _("{name} can grow without bringing you anything. What will you do differently when it moves?")
    return template.format(name=kpi.name)


def unmeasurable_text(kpi: Kpi) -> str:
    """Return what to do about a thing that no single number shows."""
    template = _(
        "No single number shows {name}. Score it from 1 to 10, or count something that goes with it, such as sick days"
    )
    return template.format(name=kpi.name)


def archived_text(kpi: Kpi) -> str:
    """Return that *kpi* was archived, or brought back."""
    text = _("{name} archived. Its numbers are kept") if kpi.archived else _("{name} is back")
    return text.format(name=kpi.name)


def group_text(group: KpiGroup) -> str:
    """Return the name of a group; that of the KPIs in none."""
    return harmless(group.name, 60) if group.name else _("other KPIs")
