"""What there is of a KPI, in words: its newest figure, and how much of what was expected: ``4 of 4 weeks``."""

from __future__ import annotations

from kpitui.core.figures import NumberStyle, format_value
from kpitui.core.kinds import KINDS, is_computed
from kpitui.core.model import Kpi
from kpitui.core.series import Coverage
from kpitui.i18n import _, plural
from kpitui.wording.dates import day_text

TYPE_CHECKING = False
if TYPE_CHECKING:
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


def coverage_text(kpi: Kpi, coverage: Coverage) -> str:
    """Return how much of what was expected of *kpi* is there; empty when nothing was."""
    if not coverage.expected:
        return _("paused") if coverage.paused else ""
    count = count_text(coverage)
    logged = _("{count} with all parts") if is_computed(kpi) else _("{count} logged")
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
    return format_value(value, line.kpi.unit, style, line.kpi.decimals), day_text(day, year=False)
