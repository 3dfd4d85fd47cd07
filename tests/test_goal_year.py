"""A business is used for a year, and on no day does what is said of a goal contradict itself, in either language."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kpitui.i18n import use
from kpitui.wording.forecasts import chance_number
from kpitui.wording.words import STATUSES, status_word
from tests.cli.conftest import Shell

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 5), date(2027, 1, 10)
EVERY = 3
"""Days from one look to the next."""

KPIS = (
    ("revenue", "Revenue", "--kind", "flow", "--unit", "EUR"),
    ("orders", "Orders", "--kind", "flow"),
    ("visitors", "Visitors", "--kind", "flow"),
    ("hours", "Hours", "--kind", "flow", "--unit", "h", "--every", "workday", "--better", "lower"),
    ("costs", "Costs", "--kind", "flow", "--unit", "EUR", "--every", "week", "--better", "lower"),
    ("complaints", "Complaints", "--kind", "flow", "--every", "month", "--better", "lower"),
    ("cash", "Cash balance", "--kind", "level", "--unit", "EUR", "--every", "week"),
    ("speed", "Site speed", "--kind", "sample", "--unit", "s", "--decimals", "2", "--every", "mon,thu"),
    ("conversion", "Conversion", "--kind", "ratio", "--unit", "%", "--numerator", "orders", "--denominator",
     "visitors"),
)  # fmt: skip
CADENCE = {"hours": "workday", "costs": "week", "complaints": "month", "cash": "week", "speed": "mon,thu"}

GOALS = (
    ("T1", "revenue", "total", "--target", "130000", "--deadline", "2026-12-31"),
    ("T2", "orders", "total", "--target", "1900", "--deadline", "2026-06-30"),
    ("T3", "hours", "total", "--target", "900", "--deadline", "2026-09-15", "--start", "2026-03-01"),
    ("C1", "costs", "cap", "--target", "26000", "--deadline", "2026-12-31"),
    ("C2", "complaints", "cap", "--target", "14", "--deadline", "2026-08-31"),
    ("C3", "hours", "cap", "--target", "800", "--deadline", "2026-07-31", "--start", "2026-02-02"),
    ("L1", "conversion", "level", "--target", "3.2", "--deadline", "2026-09-30", "--baseline", "2.5"),
    ("L2", "cash", "level", "--target", "22000", "--deadline", "2026-12-31", "--baseline", "5000"),
    ("L3", "speed", "level", "--target", "1.6", "--deadline", "2026-10-15", "--baseline", "2.4"),
    ("R1", "hours", "recurring", "--at-most", "40", "--per", "week", "--keep", "8/10", "--deadline", "2026-12-31"),
    ("R2", "revenue", "recurring", "--at-least", "8000", "--per", "month", "--deadline", "2026-11-30"),
    ("R3", "conversion", "recurring", "--at-least", "2", "--at-most", "5", "--per", "month", "--deadline",
     "2026-12-31"),
)  # fmt: skip

ENGLISH = re.compile(r"\b(the|days|left|should|with|from|kept|behind|ahead|each|every|needed|track|nothing)\b")
"""Words that are no Dutch ones."""

BAD = ("at risk", "off track")
ENOUGH_SAID = ("keep going", "hold what helped", "look before it costs", "catching up", "log to see")
NOT_ENOUGH_SAID = ("change the process", "build on what helped", "act now")
SLIPPING_SAID = ("make it last", "act before it slips")
LOST_SAID = ("so many of ten", "fewer of ten", "raise or close", "extend or lower")
EITHER_WAY_SAID = ("plan an action", "repeat what helped", "turn it round")
DAYS_LEFT = r"^(?:nog )?(\d+) (?:(?:working )?days? left|entr(?:y|ies) left|(?:werk)?dag(?:en)?|cijfers?)$"
ENDED = r"^(?:end(?:ed|s)|afgelopen|eindigt) \w+"
STARTS = r"^(?:starts|start|begint) \w+"
FINAL = ("reached", "missed", "undecided", "no data")


def is_expected(key: str, day: date) -> bool:
    cadence = CADENCE.get(key, "day")
    if cadence == "workday":
        return day.weekday() < 5
    if cadence == "mon,thu":
        return day.weekday() in (0, 3)
    if cadence == "week":
        return day.weekday() == 4
    if cadence == "month":
        return (day + DAY).month != day.month
    return True


def value_of(key: str, day: date, chance: random.Random) -> str:
    gone = (day - FIRST).days / 365
    visitors = 260 + 60 * gone + chance.gauss(0, 25) - 60 * (day.weekday() > 4)
    values = {
        "revenue": max(0.0, 330 + 90 * gone + chance.gauss(0, 110) - 150 * (day.weekday() > 4)),
        "visitors": max(40.0, visitors),
        "orders": max(0.0, visitors * (0.025 + 0.01 * gone) + chance.gauss(0, 2)),
        "hours": 7.4 + chance.choice((-1.25, -0.5, 0, 0.25, 0.5, 1.5)),
        "costs": 420 + chance.gauss(0, 120),
        "complaints": chance.choice((0, 1, 1, 2, 3)),
        "cash": 5000 + 15000 * gone + chance.gauss(0, 900),
        "speed": 2.4 - 0.9 * gone + chance.gauss(0, 0.15),
    }
    whole = key in ("visitors", "orders", "complaints")
    return f"{values[key]:.0f}" if whole else f"{values[key]:.2f}"


class Year:
    """What is logged on each day of the year: entries of that day, late ones, and corrections."""

    PAUSES = ((date(2026, 4, 3), date(2026, 4, 6)), (date(2026, 7, 20), date(2026, 8, 9)))
    SILENT = ((date(2026, 5, 18), date(2026, 5, 31)), (date(2026, 10, 5), date(2026, 10, 13)))
    """Stretches on which nothing is logged, and which are only partly made up for."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.late: list[tuple[date, str, date]] = []

    def lines(self, today: date) -> list[tuple[str, str, str]]:
        """Return the key, value and day of what is logged today."""
        lines = []
        if any(first <= today <= last for first, last in (*self.PAUSES, *self.SILENT)):
            if not any(first <= today <= last for first, last in self.PAUSES):
                self.late += [(today + 21 * DAY, key, today) for key in ("revenue", "orders") if today.day % 2]
            return []
        for key in (kpi[0] for kpi in KPIS if kpi[0] != "conversion"):
            if not is_expected(key, today):
                continue
            draw = self.chance.random()
            if draw < 0.05:
                continue
            if draw < 0.15:
                self.late.append((today + self.chance.randint(1, 6) * DAY, key, today))
            else:
                lines.append((key, value_of(key, today, self.chance), today.isoformat()))
        lines += [
            (key, value_of(key, day, self.chance), day.isoformat()) for due, key, day in self.late if due == today
        ]
        return lines


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def row_of(text: str, title: str) -> list[str]:
    """Return the cells after the title in the row of a goal."""
    line = next(line for line in text.splitlines() if f"  {title} " in f"{line} " or f" {title}  " in line)
    return re.split(r"\s{2,}", line.split(title, 1)[1].strip())


def text_faults(text: str, language: str) -> Iterator[str]:
    """Yield what is a placeholder, not translated, or a figure with more decimals than are shown, with the text."""
    dutch = language == "nl"
    if re.search(r"[{}]|\bNone\b|\bnan\b|\binf\b|-0(?:[.,]0+)?(?![.,]?\d| [hu]\b)", text):
        yield f"no figure or a placeholder: {text}"
    if dutch and ENGLISH.search(text):
        yield f"English: {text}"
    # The parts of a change of a percentage have the decimals that make them add up.
    figures = re.findall(r"\d,(\d+)\b(?!\s+pp)" if dutch else r"\d\.(\d+)\b(?!\s+pp)", text)
    if differ_by_a_hair(text, dutch=dutch):
        figures = [digits for digits in figures if len(digits) != len("205")]
    thousands = re.findall(r"\d\.(\d+)\b" if dutch else r"\d,(\d+)\b", text)
    money = re.findall(r"€ -?[\d.]+,(\d+)" if dutch else r"€ -?[\d,]+\.(\d+)", text)
    if {len(each) for each in figures} - {1, 2} or {len(each) for each in thousands} - {3}:
        yield f"too many decimals: {text}"
    if {len(each) for each in money} - {2}:
        yield f"money with other than two decimals: {text}"


def differ_by_a_hair(text: str, *, dutch: bool) -> bool:
    """Tell whether two percentages, of what there is and what is to be, differ in the third decimal only."""
    rates = {match.replace(",", ".") for match in re.findall(r"\d+,\d{3}(?=%)" if dutch else r"\d+\.\d{3}(?=%)", text)}
    figures = sorted(map(float, rates))
    return any(after - before < 0.01 for before, after in pairwise(figures))


def nothing_comes(goal: dict[str, Any], today: date) -> bool:
    """Tell whether no entry is expected any more after the last one, up to the deadline, of a KPI of some weekdays.

    A pause counts on the deadline itself: before it may be taken back. Of a KPI of weeks nothing comes once none of
    them ends any more within the goal.
    """
    cadence = CADENCE.get(goal["kpi"])
    if cadence not in ("workday", "mon,thu", "week") or goal["as_of"] is None:
        return False
    first, deadline = (date.fromisoformat(goal[name]) for name in ("as_of", "deadline"))
    ahead = [first + number * DAY for number in range(1, (deadline - first).days + 1)]
    if cadence == "week":
        return not any(day.weekday() == 6 for day in ahead)
    pauses = Year.PAUSES if today == deadline else ()
    return not any(
        is_expected(goal["kpi"], day) and not any(begin <= day <= end for begin, end in pauses) for day in ahead
    )


def status_contradictions(goal: dict[str, Any], today: date) -> Iterator[str]:
    """Yield in what the word for a goal, as JSON has it, contradicts its data, its days or the rules."""
    status, kind = goal["status"], goal["type"]
    as_of = date.fromisoformat(goal["as_of"]) if goal["as_of"] else None
    deadline = date.fromisoformat(goal["deadline"])
    over = today > deadline
    if status == "reached" and not over and kind != "total" and as_of != deadline and not nothing_comes(goal, today):
        yield "reached before the deadline"
    waiting = status == "too early" and goal["first_ends"] is not None and goal["first_ends"] >= f"{today}"
    if (status == "no data") != (as_of is None and not waiting) and today >= date.fromisoformat(goal["start"]):
        yield "no data, and data"
    if as_of is not None and as_of > min(today, deadline):
        yield "as of a day that is not there yet"
    last_step = "decide" if status == "undecided" else None
    ended = goal["chance"] is None and goal["needed_per_day"] is None and goal["next_step"] in (None, last_step)
    if over and (status not in FINAL or not ended):
        yield "over, and still under way"
    if not 0 <= (goal["coverage"] or 0) <= 1:
        yield "coverage is no share"
    running = (today - date.fromisoformat(goal["start"])).days
    if status == "too early" and kind == "level" and (goal["coverage"] or 0) >= 0.5 and running > 45:
        yield "too early with half of the data"


def voice_contradictions(goal: dict[str, Any], today: date) -> Iterator[str]:
    """Yield in what chance, arrival, next step and safe days contradict the word for a goal."""
    status, chance, step = goal["status"], goal["chance"], goal["next_step"]
    if chance is not None and status != ("on track" if chance >= 0.6 else "off track" if chance < 0.2 else "at risk"):
        yield "the chance says another word"
    if chance is None and goal["arrival"] is not None:
        yield "an arrival without a chance"
    over = today > date.fromisoformat(goal["deadline"])
    if (step in ENOUGH_SAID) != (status == "on track") or (step == "close it") != (status == "reached" and not over):
        yield "the step says that it is enough"
    either = status == "at risk" and (chance is None or chance >= 0.33) and step != "log to decide"
    bad = status in BAD and not either and not goal["lost"] and step != "log to decide"
    if (step in (*NOT_ENOUGH_SAID, *SLIPPING_SAID)) != bad or (step in EITHER_WAY_SAID) != either:
        yield "the step says that it is not enough"
    ahead = goal["type"] != "recurring" and (goal["gap"] or -1) > 0
    if (step in NOT_ENOUGH_SAID and ahead) or (
        step in SLIPPING_SAID and (goal["gap"] or 0) < -0.0051 * abs(goal["expected"] or 0)
    ):
        yield "the step contradicts the pace"
    if (step in LOST_SAID) != (goal["lost"] and not over):
        yield "the step says that it can be reached no more"
    silent = (
        status == "too early" and step == "log first" and today > date.fromisoformat(goal["as_of"] or goal["start"])
    )
    if (step == "log first") != (silent or (status == "no data" and today <= date.fromisoformat(goal["deadline"]))):
        yield "log first, and there is data"
    if goal["safe_days"] is not None and status != "on track":
        yield "safe, and not on track"


def figure_contradictions(goal: dict[str, Any], today: date) -> Iterator[str]:
    """Yield in what the figures of a goal contradict one another or the word."""
    status, kind, actual, target = goal["status"], goal["type"], goal["actual"], goal["target"]
    over = today > date.fromisoformat(goal["deadline"])
    if actual is None:
        return
    if kind == "total" and not over and (status == "reached") != (actual >= target):
        yield "a total that is there is reached at once"
    if kind == "total" and actual >= target and goal["needed_per_day"] is not None:
        yield "nothing is needed any more"
    if kind == "cap" and actual > target and status != "missed":
        yield "a cap that is passed is missed"
    there = actual <= target if goal["title"] == "L3" else actual >= target
    if kind == "level" and over and status in ("reached", "missed") and (status == "reached") != there:
        yield "the verdict is not that of the level"
    if kind in ("total", "cap", "level") and goal["expected"] is not None:
        sense = -1 if kind == "cap" or goal["title"] == "L3" else 1
        if abs(goal["gap"] - sense * (actual - goal["expected"])) > 1e-6:
            yield "the gap is not the difference"


def kept_contradictions(goal: dict[str, Any]) -> Iterator[str]:
    """Yield in what the periods of a recurring goal contradict its word."""
    if goal["kept"] is not None:
        kept, judged, status = goal["kept"]["kept"], goal["kept"]["judged"], goal["status"]
        if not 0 <= kept <= judged:
            yield "more kept than judged"
        if goal["kept"]["of"] is None and kept < judged and status not in ("off track", "missed", "undecided"):
            yield "broken, and not off track"


class Look(NamedTuple):
    """All that is said of one goal on one day."""

    goal: dict[str, Any]
    """As `status` gives it to programs."""
    today: date
    row: list[str]
    """What `status` has behind its title."""
    text: str
    """`goal show` in the language of the day."""
    review: str
    """The review of the running week, its blanks squeezed."""
    word: str
    """Its status in the language of the day."""
    language: str


def text_contradictions(look: Look) -> Iterator[str]:
    """Yield in what the texts for people contradict one another or JSON."""
    goal, row, text = look.goal, look.row, look.text
    title, reached = goal["title"], row[0]
    if row != row_of(text.splitlines()[0], title):
        yield f"status has {row}, and not show"
    if look.word not in row:
        yield f"another word in {row}"
    if f"{title}: " in look.review and f"{title}: {reached}, {look.word}" not in look.review:
        yield "another figure or word in the review"
    counts = [int(number) for number in re.findall(r"\d+", reached)]
    if (kept := goal["kept"]) and kept["judged"] and counts != [kept["kept"], kept["judged"]]:
        yield f"another count in {reached}"
    ended = any(re.match(ENDED, cell) for cell in row)
    starts = any(re.match(STARTS, cell) for cell in row)
    if starts != (goal["start"] > look.today.isoformat()):
        yield "starts, and has begun" if starts else "has not begun, and does not say when it starts"
    if starts:
        return
    left = 0 if ended else int(next(found[0] for cell in row if (found := re.findall(DAYS_LEFT, cell))))
    if ended and goal["status"] not in FINAL:
        yield "ended, and still under way"
    begin = max(look.today, date.fromisoformat(goal["start"]))
    if not 0 <= left <= max(0, (date.fromisoformat(goal["deadline"]) - begin).days + 1):
        yield f"{left} days left"
    needed = goal["needed_per_day"] if goal["type"] == "total" else None
    # Days left are those of the calendar; nothing more comes in on today once it is logged, nor on a day of a pause.
    pauses = [first + number * DAY for first, last in Year.PAUSES for number in range((last - first).days + 1)]
    ahead = [day for day in pauses if day >= look.today]
    paused = (0, len(ahead), sum(is_expected(goal["kpi"], day) for day in ahead))
    days = {left - less - logged for less in paused for logged in (0, 1)}
    if needed and all(abs(needed * some - (goal["target"] - (goal["actual"] or 0))) > 1e-6 for some in days):
        yield f"what is needed per day does not make up for it in {left} days"


def chance_contradictions(look: Look) -> Iterator[str]:
    """Yield that the text has another chance than JSON, or one where JSON has none."""
    goal, text = look.goal, look.text
    if goal["chance"] is None:
        if re.search(r"^(chance|kans) ", text, re.MULTILINE):
            yield "a chance in the text only"
    elif chance_in(goal["chance"], look.language) not in text:
        yield "another chance in the text"


def chance_in(chance: float, language: str) -> str:
    """Return a chance out of ten as it is shown in a language."""
    use(language)
    shown = chance_number(chance)
    use("en")
    return shown


class Walk:
    """Looks at every goal on one day after another, and remembers what must not move by itself."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.logged: set[str] = set()
        """The KPIs that something was logged, changed or paused for since the last look."""
        self.seen: dict[str, tuple[Any, ...]] = {}
        self.counts: Counter[str] = Counter()
        """How often each word and each kind of statement was there to be looked at."""

    def look(self, today: date, language: str) -> list[str]:
        """Return what does not agree on *today*."""
        shell, on = self.shell, today.isoformat()
        goals = shell.ok("status", "--json").json["goals"]
        status = shell.ok("--lang", language, "status").out
        reviewed = {goal["id"]: goal for goal in shell.ok("review", "--on", on, "--json").json["goals"]}
        review = shell.ok("--lang", language, "review", "--on", on).out
        use(language)
        words = {word: status_word(word) for word in STATUSES}
        use("en")
        problems = [f"review: {problem}" for problem in text_faults(review, language)]
        assert len(goals) == len(GOALS)
        for goal in goals:
            text = shell.ok("--lang", language, "goal", "show", str(goal["id"])).out
            row = row_of(status, goal["title"])
            look = Look(goal, today, row, text, squeezed(review), words[goal["status"]], language)
            wrong = [*status_contradictions(goal, today), *voice_contradictions(goal, today)]
            wrong += [
                *figure_contradictions(goal, today),
                *kept_contradictions(goal),
                *text_contradictions(look),
                *chance_contradictions(look),
                *text_faults(text, language),
            ]
            for name, record in (("show", shell.ok("goal", "show", str(goal["id"]), "--json").json),
                                 ("review", reviewed.get(goal["id"], goal))):  # fmt: skip
                wrong += [f"{name} has {key} {record[key]}" for key in goal if record[key] != goal[key]]
            wrong += self._moved(goal, today)
            problems += [f"{goal['title']}: {problem}: {json.dumps(goal)}" for problem in wrong]
            self.counts.update((goal["status"], "chance" if goal["chance"] is not None else "", f"{goal['next_step']}"))
        self.logged.clear()
        return [f"{today} {language}: {problem}" for problem in problems]

    def _moved(self, goal: dict[str, Any], today: date) -> Iterator[str]:
        """Yield that a level, or a verdict, moved though nothing was logged."""
        sources = {"orders", "visitors"} if goal["kpi"] == "conversion" else {goal["kpi"]}
        over = today > date.fromisoformat(goal["deadline"])
        now = (over, goal["actual"], goal["status"] if over else goal["as_of"] is None)
        before = self.seen.get(goal["title"], now)
        self.seen[goal["title"]] = now
        if (goal["type"] == "level" or over) and over == before[0] and not sources & self.logged and now != before:
            yield f"moved from {before} by itself"


def simulated(shell: Shell, monkeypatch: pytest.MonkeyPatch, walk: Walk | None = None) -> Iterator[date]:
    """Use a business for a year: yield each day after what is logged, corrected and paused on it."""
    monkeypatch.setenv("KPITUI_TODAY", FIRST.isoformat())
    for key, name, *options in KPIS:
        shell.ok("kpi", "add", name, "--key", key, *options)
    agreed = ("--acceptable", "a", "--why", "b", "--as-meant", "--without-words")
    for title, key, kind, *options in GOALS:
        shell.ok("goal", "add", title, "--kpi", key, "--type", kind, *agreed, *options)
    year, logged = Year(2026), walk.logged if walk else set[str]()
    for number in range((LAST - FIRST).days + 1):
        today = FIRST + number * DAY
        monkeypatch.setenv("KPITUI_TODAY", today.isoformat())
        lines = year.lines(today)
        if lines:
            given = "".join(f"{key} {value} {day}\n" for key, value, day in lines)
            shell.ok("log", "-", given=given.encode())
            logged |= {key for key, _, _ in lines}
        if lines and today.day == 17:  # a correction of what was logged days ago
            key, before = lines[0][0], today - 4 * DAY
            shell.ok("log", key, value_of(key, before, year.chance), "--on", before.isoformat(), "--replace")
        for first, last in Year.PAUSES:
            if today == (first + 5 * DAY if (last - first).days > 5 else last + DAY):  # said later than it began
                shell.ok("pause", first.isoformat(), last.isoformat(), "holiday")
                logged |= {kpi[0] for kpi in KPIS}
        yield today


@pytest.mark.slow
def test_a_year_of_goals_never_contradicts_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell(tmp_path / "kpitui.db", monkeypatch)
    walk = Walk(shell)
    problems: list[str] = []
    for number, today in enumerate(simulated(shell, monkeypatch, walk)):
        if number % EVERY == 0:
            problems += walk.look(today, "nl" if number // EVERY % 2 else "en")
    assert not problems, "\n".join(problems)
    assert {"reached", "on track", "at risk", "off track", "missed", "too early", "no data", "chance"} <= set(
        walk.counts
    )
