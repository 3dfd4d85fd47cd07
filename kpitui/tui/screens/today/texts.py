"""The texts of Today and the lines that the prepaint makes of them, in the language and number style in force.

View records in, sentences, cells and runs of text out; nothing here needs Textual.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from rich.cells import cell_len

from kpitui.charts.inline import spark
from kpitui.core.figures import (
    decimals_for,
    format_exact,
    format_value,
    is_hours,
    round_down,
    round_up,
    row_decimals,
    short_value,
    unit_sign,
)
from kpitui.core.kinds import is_computed
from kpitui.core.model import Kpi
from kpitui.i18n import _, context, plural
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import wrap
from kpitui.tui.pages import PAGES
from kpitui.tui.screens.today.view import MOST_GOALS, first_in_sight, first_row, sheet_height, view_for
from kpitui.tui.widgets.columns import as_ascii, fitted
from kpitui.tui.widgets.runs import (
    CELL,
    SPARK,
    STYLE_OF_STATUS,
    TARGET,
    WAITING,
    GoalLine,
    Run,
    SheetRow,
    SheetView,
    goal_runs,
    head_runs,
    row_runs,
    top_row,
)
from kpitui.wording.actions import due_actions_text
from kpitui.wording.dates import as_of_text, day_name, day_text, full_day_text, with_short_dates
from kpitui.wording.entries import (
    MOST_NAMED,
    Parts,
    new_drafts_text,
    saved_parts,
    saved_together_parts,
    understood_parts,
)
from kpitui.wording.errors import sentence
from kpitui.wording.goals import goal_facts, shortly
from kpitui.wording.kpis import coverage_text, group_text
from kpitui.wording.words import STATUS_SIGNS, status_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.core.insight.expected_value import Expected
    from kpitui.services.entries import LogResult, NotLogged
    from kpitui.services.goals import DailyNeed, GoalView
    from kpitui.services.today import Preview, SheetLine, TodayView
    from kpitui.services.workspace import Workspace
    from kpitui.tui.screens.today.view import PastePlan


KEYS = {page.key_id: page.key for page in PAGES.values() if page.key} | {
    "page.quit": "q", "today.why": "y", "today.sample": "d", "today.act": "a",
}  # fmt: skip
"""The keys that the texts name, by the id of their action, where they were not moved."""


SHEET_SIGNS = {
    "here": ("›", ">"),
    "waiting": (WAITING, WAITING),
    "missing": ("·", "."),
    "zero": ("0", "0"),
    "computed": ("=", "="),
    "paused": ("~", "~"),
    "news": ("!", "!"),
}
"""The signs of the sheet, and where only ASCII can be shown; a day on which nothing is expected is left blank."""


def sheet_sign_texts() -> list[tuple[str, str]]:
    """Return what the signs of the sheet mean, by their name in `SHEET_SIGNS`, in the language in force."""
    return [
        ("here", _("you are here")),
        ("waiting", _("still to log")),
        ("missing", _("expected, never logged")),
        ("zero", _("zero, as typed")),
        ("computed", _("calculated from other KPIs")),
        ("paused", _("logging is paused")),
        ("news", _("something unusual: explained below the table")),
    ]


NEED_SIGNS = {"needed": ("", ""), "room": ("≤", "<"), "target": ("→", ">")}
"""What stands before a figure of the last column, and where only ASCII can be shown; what is needed has no sign."""


def _needs_head(kinds: Set[str]) -> str:
    """Return what the last column is headed by: what all of its figures are, else what most goals ask for."""
    words = {
        "needed": context("column", "needed"),
        "room": context("column", "at most"),
        "target": context("column", "target"),
    }
    return words[next(iter(kinds))] if len(kinds) == 1 else words["needed"] if kinds else ""


class TodayTexts:
    """Makes texts for one workspace; *ascii* keeps them to plain ASCII, *moved* are the keys that a person moved."""

    def __init__(self, workspace: Workspace, *, ascii: bool, moved: Mapping[str, tuple[str, ...]]) -> None:
        self.today = workspace.today
        self.style = workspace.settings.numbers
        self.business = workspace.settings.text("business")
        self.is_demo = workspace.is_demo
        self.looks_back, self.known = workspace.seen_from is not None, workspace.as_known
        self.ascii = ascii
        self.nothing = "." if ascii else "·"
        self._moved = moved

    def heading(self, view: TodayView, width: int) -> str:
        """Return the first line: the business, the day and how its logging stands; of the demo, that it is one."""
        parts: list[str] = []  # of an empty machine there is nothing to count
        if view.sheet.logged and not view.sheet.due:
            parts = [_("All done for today")]
        elif view.sheet.lines:
            parts = [
                plural("{n} to log", "{n} to log", len(view.sheet.due)).format(n=len(view.sheet.due)),
                plural("{n} logged", "{n} logged", view.sheet.logged).format(n=view.sheet.logged),
            ]
        if view.sheet.streak > 1:
            parts.append(plural("{n} day in a row", "{n} days in a row", view.sheet.streak).format(n=view.sheet.streak))
        joint = " - " if self.ascii else " · "
        if self.looks_back:
            parts = [as_of_text(self.today, as_known=self.known)]
        elif self.is_demo:
            return self._demo_heading(parts, joint, width)
        left, right = harmless(self.business, 40) or "KPITUI", joint.join(parts)
        middles = [""] if self.looks_back else [full_day_text(self.today), day_text(self.today)]
        for middle in middles:
            gap = width - 2 - cell_len(left) - cell_len(middle) - cell_len(right)
            if gap >= 4:
                return f" {left}{' ' * (gap // 2)}{middle}{' ' * (gap - gap // 2)}{right} "
        while len(parts) > 1 and cell_len(left) + cell_len(joint.join(parts)) > width - 4:
            parts = parts[:-1]
        return fitted(f" {left}  {joint.join(parts)}", width, ascii=self.ascii)

    def _demo_heading(self, parts: list[str], joint: str, width: int) -> str:
        """Return what the demo is and how it is left, and as much of *parts* beside it as there is room for."""
        phrases = [
            _("DEMO"),
            _("as of {day}").format(day=full_day_text(self.today)),
            _("nothing is kept"),
            _("{key} to leave").format(key=self._key("page.quit")),
        ]
        while len(phrases) > 2 and cell_len(joint.join(phrases)) > width - 2:
            del phrases[1]
        left = joint.join(phrases)
        while parts and width - 4 - cell_len(left) - cell_len(joint.join(parts)) < 0:
            parts = parts[:-1]
        right = joint.join(parts)
        gap = width - 2 - cell_len(left) - cell_len(right)
        return fitted(f" {left}{' ' * max(0, gap)}{right}", width, ascii=self.ascii)

    @property
    def is_guided(self) -> bool:
        """Whether the first minute of the sample business is shown."""
        return self.is_demo and not self.looks_back

    def other_lines(self, view: TodayView) -> int:
        """Return how many lines there are besides heading, goals, sheet, echo and keys."""
        return bool(view.actions) + self.is_guided

    def guide(self, view: TodayView, visited: Set[str], width: int) -> str:
        """Return the next step of the first minute, by what was logged and which pages were opened."""
        steps = (
            (view.sheet.logged > 0, _("type 450 and press Enter"), ""),
            ("WhyPage" in visited, _("go up to {kpi}, then {key}: why did it change?"), "today.why"),
            ("ReviewPage" in visited, _("press {key}: how did last week go, and what now?"), "today.review"),
        )
        kpi = next((harmless(line.kpi.name, 40) for line in view.sheet.lines if line.head_of is None), "")
        for number, (is_done, text, key) in enumerate(steps, start=1):
            if not is_done:
                step = text.format(key=self._key(key) if key else "", kpi=kpi)
                begin = _("Your first minute, {n} of {most}").format(n=number, most=len(steps))
                whole = f"{begin}: {step}"
                return fitted(whole if cell_len(whole) <= width - 2 else step, max(1, width - 2), ascii=self.ascii)
        done = _("That was your first minute. {key} to quit. To start your own: kpitui")
        return fitted(done.format(key=self._key("page.quit")), max(1, width - 2), ascii=self.ascii)

    def goal_lines(self, view: TodayView) -> tuple[GoalLine, ...]:
        """Return the goals, a line each."""
        return tuple(self._goal_line(goal) for goal in view.goals)

    def due_actions(self, view: TodayView, width: int) -> str:
        """Return the actions that are due on one line: how many, the longest overdue one, and the key to the list."""
        if not view.actions:
            return ""
        count = due_actions_text(len(view.actions))
        day = day_text(view.actions[0].due) if view.actions[0].due else ""
        left = f" {'>' if self.ascii else '▶'} {self._joined(count, day, harmless(view.actions[0].what, 120))}"
        right = f" ({self._key('today.actions')}) "
        return fitted(left, max(1, width - cell_len(right)), ascii=self.ascii) + right

    def sheet_view(self, view: TodayView, news: Mapping[int, str]) -> SheetView:
        """Return the sheet as texts; the KPIs there is *news* of are marked."""
        now = None if self.looks_back else self.today
        days = tuple(_("today") if day == now else f"{day_name(day)} {day.day:>2}" for day in view.sheet.days)
        lines = view.sheet.lines
        goals = {goal.goal.kpi: goal for goal in reversed(view.goals)}
        rows = tuple(
            self._head(line, view)
            if line.head_of is not None
            else self._row(
                line, view, marked=line.kpi.id in news, below=_is_below(lines, index), goal=goals.get(line.kpi.id)
            )
            for index, line in enumerate(lines)
        )
        asked = [line.kpi.id for line in lines if line.head_of is None and line.kpi.id in view.needs]
        kinds = {view.needs[kpi].what for kpi in asked}
        return SheetView("KPI", days, rows, _("7 days"), _needs_head(kinds))

    def cell(self, line: SheetLine, day: date, value: float | None, news: str = "", *, width: int = 0) -> str:
        """Return what stands in a cell, in full; and what is new of its KPI, when there is anything.

        Where it has to fit into *width* cells, what is dispensable is left out rather than cut.
        """
        if news:
            return self._joined(harmless(line.kpi.name, 40), news)
        kpi = line.kpi
        if value is not None:
            text = self._exact(line, value)
        elif is_computed(kpi):
            text = _("calculated")
        else:
            text = _("nothing logged yet: type a number") if day <= self.today else ""
        name, coverage = harmless(kpi.name, 40), coverage_text(kpi, line.coverage)
        shorter = (
            (name, day_text(day), text, coverage),
            (name, day_text(day), text),
            (name, text),
            (text,),
        )
        texts = [self._joined(*parts) for parts in shorter]
        return next((text for text in texts if not width or cell_len(text) <= width), texts[-1])

    def understood(
        self, kpi: Kpi, seen: Preview, day: date, expected: Expected | None = None, *, width: int = 0
    ) -> str:
        """Return how a text being typed was understood, and how it compares with what is usual, in *width* cells."""
        return self._within(understood_parts(kpi, seen, day, self.style, expected), width)

    def saved(self, logged: LogResult, undo: str, expected: Expected | None = None, *, width: int = 0) -> str:
        """Return what was saved and that the key *undo* takes it back, in *width* cells; of a doubt first that."""
        return self._within(saved_parts(logged, undo, self.style, expected), width)

    def _within(self, said: Parts, width: int) -> str:
        """Return a line without what there is no room for in *width* cells; all of it where that is 0."""
        parts = list(said.parts)
        for spare in said.spare:
            if not width or cell_len(self._joined(*parts)) <= width:
                break
            parts.remove(spare)
        return self._joined(*parts)

    def saved_together(self, logged: Sequence[LogResult], undo: str) -> str:
        """Return that several figures were saved, that the key *undo* takes them back, and which they are."""
        return self._joined(*saved_together_parts(logged, undo, self.style))

    def left_out(self, plan: PastePlan, refused: Sequence[NotLogged], names: Mapping[str, str]) -> str:
        """Return what of a paste was not saved, and of one number alone why; *names* are those of the KPIs by key."""
        parts: list[str] = []
        if len(refused) == 1:
            parts.append(sentence(refused[0].why))
        elif refused:
            which = [f"{self._pasted(entry.typed.text)} ({names[entry.typed.kpi]})" for entry in refused[:MOST_NAMED]]
            parts.append(", ".join(which) + (", ..." if len(refused) > MOST_NAMED else ""))
        if plan.unknown:
            listed = ", ".join(harmless(name, 20) for name in plan.unknown[:MOST_NAMED])
            parts.append(_("No KPI here is called {names}").format(names=listed))
        if plan.below:
            text = plural(
                "{n} number came below the last KPI of the table",
                "{n} numbers came below the last KPI of the table",
                plan.below,
            )
            parts.append(text.format(n=plan.below))
        if plan.to_come:
            text = plural(
                "{n} number is for a day in the future", "{n} numbers are for days in the future", plan.to_come
            )
            parts.append(text.format(n=plan.to_come))
        return _("Not saved: {what}").format(what=". ".join(parts)) if parts else ""

    def not_saved(self, kpi: Kpi, day: date, text: str) -> str:
        """Return that *text* is not saved: the KPI and the day that it was typed for are not in the table any more."""
        shown = self.style.hidden or harmless(text, 60)
        left = _("Not saved: {text} for {kpi} on {day}")
        return left.format(text=shown, kpi=harmless(kpi.name, 40), day=day_text(day))

    def left_cell(self, text: str, kpi: str, day: str) -> str:
        """Return which cell, by the name of its KPI and its ISO day, *text* was typed into when the app was left."""
        shown = self.style.hidden or harmless(text, 60)
        try:
            written = day_text(date.fromisoformat(day))
        except ValueError:
            written = harmless(day, 20)
        return _("{text} for {kpi} on {day}").format(text=shown, kpi=harmless(kpi, 40), day=written)

    def new_drafts(self, forms: Sequence[str]) -> str:
        """Return which drafts of something new wait, of *forms*, and the key that goes on with each."""
        keys = {"goal": "today.new_goal", "kpi": "today.add_kpi", "action": "today.act"}
        return new_drafts_text({form: self._key(keys[form]) for form in forms if form in keys})

    def changed_meanwhile(self, kpi: Kpi, value: float | None) -> str:
        """Return that another program put *value* into the cell that is typed into."""
        figure = "-" if value is None else format_value(value, kpi.unit, self.style, kpi.decimals)
        return _("Changed meanwhile to {value}. Enter replaces it, + adds to it, Esc keeps it").format(value=figure)

    def _pasted(self, text: str) -> str:
        return self.style.hidden or harmless(text, 20)

    def empty(self, width: int) -> str:
        """Return what a new database shows: the ways to begin, each with its key, explained where there is room."""
        if self.looks_back:
            return " " + _("There were no KPIs on this day")
        ways = (
            (self._key("today.sample"), _("Try the sample business"), _("a web shop with two years of numbers")),
            (self._key("today.new_goal"), _("Set a goal"), _("in one sentence, with its KPIs")),
            (self._key("today.add_kpi"), _("Add a KPI"), _("type what you measure")),
            (self._key("today.import"), _("Import a file"), _("Stripe, Shopify, Plausible, your bank, …")),
            ("", _("Restore a backup"), "kpitui restore"),
        )
        titles = max(cell_len(title) for _key, title, _text in ways)
        wide = all(titles + cell_len(text) + 10 <= width - 6 for _key, _title, text in ways)
        lines = [
            f"  {key:<5}" + (title + " " * (titles - cell_len(title)) + "   " + text if wide else title)
            for key, title, text in ways
            if wide or key
        ]
        return "\n".join(
            (
                _("Three numbers, twenty seconds a day. Start here:"),
                "",
                *lines,
                "",
                _("Everything stays in one file on this computer"),
                _("Nederlands? kpitui config language nl"),
            )
        )

    def _key(self, action: str) -> str:
        """Return how the key in force is written that does *action*."""
        from kpitui.core.keyboard import shown_key

        return shown_key((self._moved.get(action) or KEYS[action].split(","))[0])

    def _exact(self, line: SheetLine, value: float) -> str:
        """Return a cell's figure in full: as it was entered, but a computed one rounded."""
        write = format_value if is_computed(line.kpi) else format_exact
        return write(value, line.kpi.unit, self.style, line.kpi.decimals)

    def _goal_line(self, view: GoalView) -> GoalLine:
        standing = view.standing
        status = view.shown
        sign = STATUS_SIGNS[status][self.ascii]
        facts = goal_facts(view, self.style)
        reached, bar = facts.in_list(), facts.bar()
        if reached == "-":
            reached = self.nothing
        title = harmless(view.goal.title, 120)
        ends = standing.first_ends  # what ends today waits for a number, and may be too early after it as well
        day = standing.as_of if standing.old else ends if ends is not None and ends > self.today else None
        word = plain_word = status_word(status)
        if day is not None and not view.pending:
            word = self._joined(
                word,
                day_text(day) if standing.old else _("until {day}").format(day=day_text(day)),
            )
        return GoalLine(
            sign, title, reached, standing.progress, status, word, with_short_dates(title), plain_word,
            bar.pace if bar else None, shortly(facts),
        )  # fmt: skip

    def _head(self, line: SheetLine, view: TodayView) -> SheetRow:
        """Return the line above the KPIs of a group: its name, and where it is folded the sign of a goal in it."""
        assert line.head_of is not None
        signs = ("+", "-") if self.ascii else ("▸", "▾")
        name = f"{signs[not line.folded]} {group_text(line.head_of)}"
        goal = _goal_within(line, view)
        status = goal.shown if goal else ""
        sign = STATUS_SIGNS[status][self.ascii].strip() if goal else ""
        cells = tuple("" for _day in view.sheet.days)
        style = STYLE_OF_STATUS.get(status, "quiet")
        return SheetRow(name, cells, "", "", due=False, computed=True, head=True, sign=sign, status=style)

    def group(self, line: SheetLine, view: TodayView) -> str:
        """Return what is to be said of the group that *line* is the head of, and which key folds it."""
        assert line.head_of is not None
        ids = {kpi.id for kpi in line.head_of.kpis}
        due = sum(item.kpi.id in ids for item in view.sheet.due)
        count = plural("{n} KPI", "{n} KPIs", len(ids)).format(n=len(ids))
        to_log = plural("{n} to log", "{n} to log", due).format(n=due) if due else ""
        hint = _("Enter unfolds it") if line.folded else _("Enter folds it")
        goal = _goal_within(line, view)
        status = goal.shown if goal else ""
        word = f"{STATUS_SIGNS[status][self.ascii]} {status_word(status)}".strip() if goal else ""
        return self._joined(group_text(line.head_of), count, to_log, word, hint)

    def _row(
        self, line: SheetLine, view: TodayView, *, marked: bool, below: bool, goal: GoalView | None = None
    ) -> SheetRow:
        kpi, need = line.kpi, view.needs.get(line.kpi.id)
        computed = is_computed(kpi)
        sign = unit_sign(kpi.unit, self.style)
        name = (
            ("  " if below else "")
            + ("! " if marked else "")
            + harmless(kpi.name, 40)
            + (f" {harmless(sign, 6)}" if sign else "")
        )
        blanks = [self._blank(line, index, view.sheet.days[index]) for index in range(len(line.values))]
        decimals = row_decimals([value for value in line.values if value is not None], kpi.unit, kpi.decimals)
        cells = tuple(
            self._number(kpi, value, CELL - 1, blank, decimals)
            for value, blank in zip(line.values, blanks, strict=True)
        )
        status = goal.shown if goal else ""
        return SheetRow(
            name,
            cells,
            spark(line.week, SPARK, ascii=self.ascii),
            self._need(kpi, need, decimals),
            line.due,
            computed,
            sign=STATUS_SIGNS[status][self.ascii].strip() if goal else "",
            status=STYLE_OF_STATUS.get(status, "quiet"),
        )

    def _blank(self, line: SheetLine, index: int, day: date) -> str:
        """Return what stands in a cell without a value."""
        if is_computed(line.kpi):
            return "="
        if line.due and day == self.today:
            return WAITING
        reason = line.blanks[index]
        return SHEET_SIGNS[reason][self.ascii] if reason else ""

    def _need(self, kpi: Kpi, need: DailyNeed | None, decimals: int) -> str:
        """Return what a goal asks of a day: rounded up; an allowance down, with its sign; a target with its own."""
        if need is None:
            return ""
        sign, value, shown = NEED_SIGNS[need.what][self.ascii], need.value, None if is_hours(kpi.unit) else decimals
        if need.what == "needed":
            value = round_up(value, kpi.unit, shown)
        elif need.what == "room":
            value = round_down(value, kpi.unit, shown)
        else:
            decimals = max(decimals, decimals_for(value, kpi.unit, need.decimals))
        return sign + self._number(kpi, value, TARGET - 1 - len(sign), "", decimals)

    def _number(self, kpi: Kpi, value: float | None, width: int, blank: str, decimals: int) -> str:
        if value is None:
            return blank
        in_hours = is_hours(kpi.unit) and kpi.decimals is None
        return short_value(value, kpi.unit, self.style, width, None if in_hours else decimals)

    def _joined(self, *parts: str) -> str:
        return (" - " if self.ascii else " · ").join(part for part in parts if part)


def _goal_within(line: SheetLine, view: TodayView) -> GoalView | None:
    """Return the goal that needs most of those on KPIs of the folded group *line* is the head of; None without any."""
    ids = {kpi.id for kpi in line.head_of.kpis} if line.head_of is not None and line.folded else set()
    return next((goal for goal in view.goals if goal.goal.kpi in ids), None)


def _is_below(lines: Sequence[SheetLine], index: int) -> bool:
    """Tell whether a line is that of a part that stands under its whole, with nothing but other parts of it between."""
    whole = lines[index].kpi.part_of
    if lines[index - 1].head_of is not None:
        return False
    while whole is not None and index > 0:
        index -= 1
        if lines[index].head_of is not None:
            return False
        if lines[index].kpi.id == whole:
            return True
        if lines[index].kpi.part_of != whole:
            return False
    return False


# The lines of Today as it opens, as runs of text, made without Textual by what the page makes its own lines with.
#
# The chart and the keys are left out, which come with the page.

NARROWEST, LOWEST = 60, 12
"""Columns and lines of the smallest screen that is painted ahead; on less, texts are broken and pages scroll."""


def today_lines(workspace: Workspace, columns: int, lines: int) -> list[list[Run]]:
    """Return the lines of Today from the top of a screen of this size, each as wide; none for one that is too small."""
    if columns < NARROWEST or lines < LOWEST:
        return []
    plain = workspace.ascii
    view = view_for(workspace, workspace.today, columns)
    texts = TodayTexts(workspace, ascii=plain, moved=_moved_keys(workspace, view))
    rows: list[list[Run]] = [[(texts.heading(view, columns), "heading")]]
    goals = texts.goal_lines(view)
    rows += [goal_runs(goals, index, columns, ascii=plain) for index in range(min(len(goals), MOST_GOALS))]
    if view.actions:
        rows.append([(texts.due_actions(view, columns), "actions")])
    if view.sheet.lines:
        rows += _sheet(view, texts, columns, lines)
    else:
        rows += [[(line, "plain")] for line in ("", "", *(f"   {line}" for line in texts.empty(columns).split("\n")))]
        rows = rows[: lines - 1]
    return [_shown(line, columns, plain) for line in rows]


def _moved_keys(workspace: Workspace, view: TodayView) -> dict[str, tuple[str, ...]]:
    """Return the keys that were moved, where a text names one: otherwise nothing is read for it."""
    if view.sheet.lines and not view.actions:
        return {}
    from kpitui.services.settings import chosen_keys

    return chosen_keys(workspace)


def _sheet(view: TodayView, texts: TodayTexts, columns: int, lines: int) -> list[list[Run]]:
    """Return the lines of the sheet with its cursor, and the one below it that tells of the cell under the cursor."""
    height, _chart = sheet_height(lines, len(view.goals), len(view.sheet.lines), others=texts.other_lines(view))
    sheet, row, column = texts.sheet_view(view, {}), first_row(view), len(view.sheet.days) - 1
    top = top_row(first_in_sight(view, row), row, len(sheet.rows), max(1, height - 1))  # what is due comes first
    rows = [head_runs(sheet, columns, ascii=texts.ascii)]
    for index in range(top, min(len(sheet.rows), top + height - 1)):
        rows.append(row_runs(sheet, index, columns, column if index == row else None, None, ascii=texts.ascii))
    line = view.sheet.lines[row]
    cell = texts.cell(line, view.sheet.days[column], line.values[column], width=columns - 2)
    return [*rows, [(f" {wrap(cell, columns - 2)[0]}", "echo")]]


def _shown(line: Sequence[Run], columns: int, plain: bool) -> list[Run]:
    """Return the runs of a line harmless and, together, exactly as wide as the screen."""
    runs, room = [], columns
    for index, (text, look) in enumerate(line):
        shown = harmless(text, columns)
        shown = as_ascii(shown) if plain else shown
        width = room if index == len(line) - 1 else min(room, cell_len(shown))
        runs.append((fitted(shown, width, ascii=plain), look))
        room -= width
    return runs
