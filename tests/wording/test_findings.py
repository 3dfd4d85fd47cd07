"""Findings as sentences: figures and days for people, in their unit and language."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.figures import NUMBER_STYLES, NumberStyle
from kpitui.core.guard_rails import CounterHarm, cautions
from kpitui.core.model import Kpi
from kpitui.core.series import DayValues
from kpitui.core.smart import CHECKS, Facts, Finding, GoalDraft, findings
from kpitui.i18n import use
from kpitui.wording.findings import caution_text, finding_text, rule_word

TODAY = date(2026, 11, 23)
KPI = Kpi(1, "conversion", "Conversion", "ratio", "%")


def test_figures_and_days_are_written_out() -> None:
    """A finding's figures carry the unit of the KPI and its days are words."""
    finding = Finding(
        "T", "required", "deadline", "the deadline {deadline} is not after {target}",
        {"deadline": date(2026, 12, 31), "target": 2.5}, "give {n} more",
    )._replace(params={"deadline": date(2026, 12, 31), "target": 2.5, "n": 3})  # fmt: skip
    text, repair = finding_text(finding, "%", NUMBER_STYLES["nl"])
    assert ("the deadline Thu 31 Dec 2026 is not after 2,5%", "give 3 more") == (text, repair)


@pytest.mark.parametrize(
    ("language", "every", "told"),
    [
        ("en", "week", "every week, in h"),
        ("en", "mon,thu", "every Mon, Thu, in h"),
        ("nl", "mon", "elke ma, in u"),
    ],
)
def test_weekdays_and_hours_are_words_of_the_language(language: str, every: str, told: str) -> None:
    """A template that is logged on Mondays says so in words, and an hour has the sign that its figures have."""
    use(language)
    finding = Finding("M", "hint", "per", "{every}, in {unit}", {"every": every, "unit": "h"}, "choose")
    assert told == finding_text(finding, "h", NUMBER_STYLES[language])[0]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_finding_can_be_told(language: str) -> None:
    """No placeholder of any finding stays unfilled, whatever the draft."""
    use(language)
    drafts = (
        GoalDraft(),
        GoalDraft(title="work on a better site", kpi="nothing", change_percent=4.0, deadline=date(2026, 1, 1)),
        GoalDraft(title="t", kpi="conversion", type="level", change_percent=4.0, baseline=2.0, deadline=TODAY),
        GoalDraft(title="t", kpi="conversion", type="level", target=1.0, baseline=2.0, deadline=date(2026, 11, 30)),
        GoalDraft(title="t", kpi="conversion", type="level", target=9.0, baseline=9.0, deadline=date(2027, 11, 30)),
        GoalDraft(title="t", kpi="conversion", type="total", target=9.0, deadline=date(2027, 11, 30)),
    )
    days = tuple(date(2026, 10, day) for day in range(1, 21))
    facts = Facts(TODAY, KPI, DayValues(days, tuple(2.0 + day % 3 for day in range(20))), unsure=("rate",))
    told = 0
    for draft in drafts:
        for each in findings(draft, facts if draft.kpi == "conversion" else Facts(TODAY)):
            for sentence in finding_text(each, "%", NUMBER_STYLES[language]):
                assert sentence and "{" not in sentence
                told += 1
    assert told > len(CHECKS)


CONVERSION = Kpi(1, "conversion", "Conv\x1b[31mersion", "ratio", "%")


def test_days_and_differences_are_written_and_names_are_harmless() -> None:
    """A difference of percentages is points, with its sign; an escape sequence in a name is shown, not sent."""
    (caution,) = cautions((), [CounterHarm("More", CONVERSION, date(2026, 10, 1), -1.5)], date(2026, 11, 23))
    text, repair = caution_text(caution, CONVERSION, NumberStyle(",", "."))
    assert "1 Oct 2026" in text
    assert "-1,5 percentage points" in text or "−1,5 percentage points" in text
    assert "\x1b" not in text
    assert repair
    assert rule_word(caution.rule) == "tunnel vision"
