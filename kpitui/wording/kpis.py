"""A KPI in words: its newest figure, how much of what was expected is there, its groups and parts, and what was added.

How much there is reads as ``4 of 4 weeks``. `status` loads this module.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.core.figures import NumberStyle, format_value, rounded, unit_sign
from kpitui.core.kinds import KINDS, Rule, is_computed
from kpitui.core.model import Kpi
from kpitui.i18n import _, plural
from kpitui.i18n.harmless import harmless
from kpitui.wording.dates import day_text
from kpitui.wording.numbers import written
from kpitui.wording.words import blank_word, cadence_word, direction_word, kind_word, typed_cadence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kpitui.core.groups import KpiGroup
    from kpitui.core.parts import PartShare, SplitPeriod
    from kpitui.core.series import Coverage
    from kpitui.services.parts import SplitResult
    from kpitui.services.today import SheetLine


def count_text(coverage: Coverage) -> str:
    """Return how many of how many expected entries there are: ``20 of 20 working days``."""
    return expected_text(coverage.logged, coverage.expected, coverage.cadence)


def expected_text(logged: int, expected: int, cadence: str) -> str:
    """Return how many of the entries that a cadence expects there are: ``4 of 4 weeks``."""
    words = {
        "day": plural("{known} of {expected} day", "{known} of {expected} days", expected),
        "workday": plural("{known} of {expected} working day", "{known} of {expected} working days", expected),
        "week": plural("{known} of {expected} week", "{known} of {expected} weeks", expected),
        "month": plural("{known} of {expected} month", "{known} of {expected} months", expected),
        "quarter": plural("{known} of {expected} quarter", "{known} of {expected} quarters", expected),
    }
    return words.get(cadence, words["day"]).format(known=logged, expected=expected)


def column_word(cadence: str) -> str:
    """Return what a column of such counts is headed by: ``days``, ``working days``, ``weeks``."""
    words = {
        "workday": _("working days"),
        "week": _("weeks"),
        "month": _("months"),
        "quarter": _("quarters"),
    }
    return words.get(cadence, _("days"))


def setup_rows(kpi: Kpi, links: Mapping[str, str | None], style: NumberStyle) -> list[tuple[str, str]]:
    """Return how a KPI is set up as labels, those of its form, with what they say; what is empty is left out.

    *links* has the short names of its numerator, denominator, whole and parts, and the name of its template.
    """
    values = {
        name: "" if value is None else written(kpi, value, style)
        for name, value in (
            ("low", kpi.band_low), ("high", kpi.band_high), ("floor", kpi.floor), ("ceiling", kpi.ceiling),
        )
    }  # fmt: skip
    splits = {
        "computed": _("the sum of its parts"),
        "logged": _("what you log yourself. Whatever the parts leave over is shown as the rest"),
    }
    rows = [
        (_("Name"), kpi.name),
        (_("Short name"), kpi.key),
        (_("Adds up as"), kind_word(kpi.kind)),
        (_("KPI to divide"), links["numerator"]),
        (_("Divided by"), links["denominator"]),
        (_("Formula"), kpi.formula),
        (_("Unit"), kpi.unit),
        (_("Log every"), "" if KINDS[kpi.kind].derived else typed_cadence(kpi.cadence)),
        (_("Better when"), direction_word(kpi.direction)),
        (_("Not below"), values["low"]),
        (_("Not above"), values["high"]),
        (_("If nothing is logged"), blank_word(kpi.blank) if KINDS[kpi.kind].rule == "sum" else ""),
        (_("Lowest possible"), values["floor"]),
        (_("Highest possible"), values["ceiling"]),
        (_("Decimals"), "" if kpi.decimals is None else str(kpi.decimals)),
        (_("Group"), kpi.group),
        (_("Source"), kpi.source),
        (_("What it tells you"), kpi.description),
        (_("Template"), links["template"]),
        (_("Part of"), links["part_of"]),
        (_("Parts"), links["parts"]),
        (_("Its numbers are"), splits.get(kpi.split or "", "")),
    ]
    return [(label, text) for label, text in rows if text]


def week_text(kind: str) -> str:
    """Return what a week comes to of which 10, 20 and 30 were logged; empty of a kind that is not logged by the day."""
    rule = KINDS[kind]
    values = {"sum": 60, "last": 30, "mean": 20, "min": 10, "max": 30}
    if rule.derived or rule.whole:
        return ""
    value = 3 if rule.counts else values[rule.rule]
    return _("Log 10, 20 and 30 in a week, and the week is {value}").format(value=value)


def coverage_text(kpi: Kpi, coverage: Coverage) -> str:
    """Return how much of what was expected of *kpi* is there; empty when nothing was."""
    if not coverage.expected:
        return _("paused") if coverage.paused else ""
    count = count_text(coverage)
    logged = _("{count} complete") if is_computed(kpi) else _("{count} logged")
    return ", ".join([logged.format(count=count), *coverage_remarks(coverage)])


def stamps_text(kpi: Kpi, entries: int, coverage: Coverage) -> str:
    """Return that several figures were logged for a whole period, of which the last counts; empty when not."""
    if not KINDS[kpi.kind].whole or entries <= max(1, coverage.logged):
        return ""
    return _("the last of {n} numbers counts").format(n=entries)


def coverage_remarks(coverage: Coverage) -> list[str]:
    """Return what there is to say beside a count: zeros that nobody typed, days with one side only, pauses."""
    remarks = []
    if coverage.zeros:
        remarks.append(_("{n} counted as zero").format(n=coverage.zeros))
    if coverage.one_sided:
        remarks.append(_("{n} with only one of the two numbers").format(n=coverage.one_sided))
    if coverage.paused:
        remarks.append(_("{n} paused").format(n=coverage.paused) if coverage.expected else _("paused"))
    return remarks


def newest_text(line: SheetLine, style: NumberStyle) -> tuple[str, str]:
    """Return the newest figure of a KPI and its day; both empty where there is none."""
    if line.last is None:
        return "", ""
    day, value = line.last
    return format_value(value, line.kpi.unit, style, line.kpi.decimals), day_text(day)


RULES: dict[Rule, str] = {
    "sum": mark("as a sum: days add up"),
    "last": mark("as the latest number: the last day counts"),
    "mean": mark("as an average: the average of the days counts"),
    "min": mark("as the lowest number: the lowest one counts"),
    "max": mark("as the highest number: the highest one counts"),
    "ratio": mark("as a ratio: one KPI divided by another"),
    "formula": mark("as a formula: calculated from other KPIs"),
}
"""How the entries of a KPI come together by the rule of its kind, to follow its name."""
WHOLE = mark("as a number for a whole period: never added up")
COUNTED = mark("as a count: each number counts as one")


def added_text(kpi: Kpi, style: NumberStyle, assumed: Collection[str] = ()) -> str:
    """Return that *kpi* was added and as what: its kind, its unit, and where it was assumed the rest."""
    kind = KINDS[kpi.kind]
    words = WHOLE if kind.whole else COUNTED if kind.counts else RULES[kind.rule]
    parts = [_("Added {name} {kind}").format(name=kpi.name, kind=_(words))]
    if kpi.unit:
        parts.append(_("in {unit}").format(unit=unit_sign(kpi.unit, style)))
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
    template = _("{name} can grow without earning you anything. What will you do differently when the number changes?")
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


def split_text(whole: Kpi, parts: Sequence[Kpi]) -> str:
    """Return how *whole* is split: as the sum of *parts*, or logged with a rest; that it has no parts."""
    names = ", ".join(part.name for part in parts)
    if not parts:
        return _("{whole} no longer has parts").format(whole=whole.name)
    if whole.split == "computed":
        return _("{whole} is the sum of its parts: {parts}").format(whole=whole.name, parts=names)
    return _("You log {whole} itself. Its parts: {parts}. Whatever they leave over is shown as the rest").format(
        whole=whole.name, parts=names
    )


def split_sentences(result: SplitResult) -> list[str]:
    """Return how a KPI is split now, and what becomes of the numbers that it had."""
    whole = result.whole.name
    sentences = [split_text(result.whole, result.parts)]
    if result.changed:
        if result.whole.split == "computed":
            text = plural(
                "{n} number of {whole} has changed: it is now the sum of the parts",
                "{n} numbers of {whole} have changed: they are now the sums of the parts",
                result.changed,
            )
        else:
            text = plural(
                "{n} number of {whole} has changed: it is now what you logged for {whole} itself",
                "{n} numbers of {whole} have changed: they are now what you logged for {whole} itself",
                result.changed,
            )
        sentences.append(text.format(n=result.changed, whole=whole))
    if result.gone:
        if result.whole.split == "computed":
            text = plural(
                "{n} number of {whole} no longer counts: the parts have no numbers for that time",
                "{n} numbers of {whole} no longer count: the parts have no numbers for that time",
                result.gone,
            )
        else:
            text = plural(
                "{n} number of {whole} is gone: you logged nothing for {whole} itself at that time",
                "{n} numbers of {whole} are gone: you logged nothing for {whole} itself at that time",
                result.gone,
            )
        sentences.append(text.format(n=result.gone, whole=whole))
    if result.has_own and result.empty:
        text = plural(
            "{parts} has no numbers yet. Until then, what you logged for {whole} itself counts",
            "{parts} have no numbers yet. Until then, what you logged for {whole} itself counts",
            len(result.empty),
        )
        sentences.append(text.format(parts=", ".join(part.name for part in result.empty), whole=whole))
    elif result.has_own:
        text = _("If a part has no number, what you logged for {whole} itself counts")
        sentences.append(text.format(whole=whole))
    return sentences


def part_name(part: PartShare) -> str:
    """Return what a part is called: the name of its KPI, or that it is the rest."""
    return part.kpi.name if part.kpi is not None else _("the rest")


def part_cell(whole: Kpi, part: PartShare, style: NumberStyle) -> str:
    """Return the figure of a part with its share, as in ``420 (52%)``; a dash without data."""
    if part.value is None:
        return "-"
    figure = written(whole, part.value, style)
    return figure if part.share is None else f"{figure} ({share_text(part.share, style)})"


def share_text(share: float, style: NumberStyle) -> str:
    """Return a share of 0 to 1 in whole percents; a small one is never said to be nothing, nor a large one all."""
    if style.hidden:
        return f"{style.hidden}%"
    percent = int(rounded(100 * share))
    if percent == 0 and share > 0:
        return "<1%"
    if percent == 100 and share < 1:
        return ">99%"
    return f"{percent}%"


def split_remarks(whole: Kpi, split: SplitPeriod, style: NumberStyle) -> list[str]:
    """Return what there is to say beside a whole and its parts in one period."""
    remarks = [_("so far")] if split.partial else []
    if split.excess:
        remarks.append(
            _("together the parts are {excess} more than the whole").format(excess=written(whole, split.excess, style))
        )
    return [*remarks, *coverage_remarks(split.coverage._replace(one_sided=0)), *_one_sided(split.coverage)]


def shares_sentence(whole: Kpi, split: SplitPeriod, period: str, style: NumberStyle) -> str:
    """Return the parts of *whole* in a *period* that is named, the largest first, as one line; empty without data."""
    if split.whole is None:
        return ""
    ordered = sorted(split.parts, key=lambda part: -(part.value or 0.0))
    shares = ", ".join(
        f"{part_name(part)} {share_text(part.share, style)}"
        if part.share is not None
        else f"{part_name(part)} {part_cell(whole, part, style)}"
        for part in ordered
        if part.value is not None
    )
    return f"{period}: {shares}"


def _one_sided(coverage: Coverage) -> list[str]:
    if not coverage.one_sided:
        return []
    return [_("{n} incomplete").format(n=coverage.one_sided)]
