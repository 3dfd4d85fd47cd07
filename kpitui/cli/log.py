"""`kpitui log`: one number, several at once, or lines from standard input, all of them or none; or asked one by one.

Its words are read by hand: argparse takes ``-3,5`` for an option, and start-up time decides here. How numbers and days
are understood is decided by the core, what is saved by `kpitui.services.entries`. Asking is made for screen readers and
phones: no cursor is moved and nothing is painted over, and each number is saved at once.
"""

from __future__ import annotations

from kpitui.cli.console import UsageError, unknown_word
from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.figures import format_exact, unit_sign
from kpitui.core.record import Record
from kpitui.i18n import _, plural
from kpitui.wording.dates import day_text, period_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from kpitui.cli.console import Console
    from kpitui.core.calendar import Period
    from kpitui.core.model import Kpi
    from kpitui.services.entries import EntryInput, LogResult
    from kpitui.services.workspace import Workspace


USAGE = mark(
    "Write kpitui log KPI VALUE [DATE] [TIME] [-m NOTE], or KPI=VALUE ... [--on DATE], or - for "
    "standard input. Options: --on DATE, --key ID, --replace, -m NOTE"
)
WITH_VALUE = {"--since": "since", "-m": "note", "--note": "note", "--on": "day", "--key": "key"}


JSON_KEYS = ("kpi", "key", "value", "unit", "date", "time", "note", "replace")
"""What a JSON line may say; ``key`` is another name for ``kpi``."""

MOST_WORDS = 3
"""A number, a day and a time of day."""

LONGEST_LINE, MOST_LINES = 100_000, 100_000
"""Characters of a line of standard input, and how many lines are taken: all of them are held until all are read."""


class LogWords(Record):
    """What the words after ``log`` say."""

    values: tuple[str, ...]
    note: str = ""
    day: str = ""
    key: str | None = None
    replace: bool = False
    gaps: bool = False
    """Whether every number that is missing is asked for, of the KPIs in *values* or of all."""


def configure(parser: ArgumentParser) -> None:
    """Declare the words for the help and for shell completion; `parse_words` reads them."""
    parser.epilog = _(
        "examples:\n"
        "  kpitui log revenue 1249.50\n"
        "  kpitui log revenue 1,249.50 yesterday -m 'market day'\n"
        "  kpitui log revenue=1249.50 orders=18 visitors=620\n"
        "  kpitui log orders +3        (added to today's total)\n"
        "  kpitui log orders =21       (replaces today's number)\n"
        "  kpitui log                  (asks for the numbers still to log, one by one)\n"
        "  kpitui log --gaps           (asks for every number that is missing)\n"
        "  kpitui log -                (lines of: KPI VALUE [DATE] [NOTE], or JSON lines)"
    )
    parser.add_argument("values", nargs="*", metavar=_("KPI VALUE | KPI=VALUE"), help=_("what to log"))
    parser.add_argument("-m", "--note", metavar=_("NOTE"), help=_("a note with this number"))
    parser.add_argument("--on", dest="day", metavar=_("DATE"), help=_("the day, such as yesterday, mon or 2026-11-20"))
    parser.add_argument("--key", metavar="ID", help=_("an ID you choose; a second number with the same ID is ignored"))
    parser.add_argument("--gaps", action="store_true", help=_("ask for every missing number, of one KPI or of all"))
    parser.add_argument(
        "--since", metavar=_("DATE"), help=_("with --gaps: from this day on (default: three months ago)")
    )
    parser.add_argument("--replace", action="store_true", help=_("replace what that day already has"))


def parse_words(words: Sequence[str]) -> LogWords:
    """Read the words after ``log``; raise UsageError when they do not fit together."""
    options: dict[str, str] = {}
    values: list[str] = []
    replace = gaps = False
    left = iter(words)
    for word in left:
        name, equals, value = word.partition("=")
        if word == "--replace":
            replace = True
        elif word == "--gaps":
            gaps = True
        elif word in WITH_VALUE or (equals and name in WITH_VALUE and name.startswith("--")):
            given = value if equals else next(left, None)
            if given is None:
                raise UsageError(USAGE)
            options[WITH_VALUE[name]] = given
        elif word.startswith("--") or (word.startswith("-") and word[1:2].isalpha()):
            raise unknown_word("log", word)
        else:
            values.append(word)
    alone = options.keys() <= {"since"} and not replace
    if ((not values or gaps) and not alone) or ("since" in options and not gaps):
        raise UsageError(USAGE)
    day = options.get("since", "") if gaps else options.get("day", "")
    return LogWords(tuple(values), options.get("note", ""), day, options.get("key"), replace, gaps)


def run(words: LogWords, console: Console) -> int:
    """Log what the words say and print what was understood."""
    if words.gaps or not words.values:
        return ask_gaps(console, words.values, words.day) if words.gaps else ask_what_is_due(console)
    from kpitui.services.entries import log

    workspace = console.workspace()
    lines: list[int] = []
    if words.values == ("-",):
        figures = list(_from_input(workspace, words, console, lines))
    else:
        figures = list(_typed(workspace, words))
    try:
        logged = log(workspace, figures, key=words.key)
    except KpituiError as error:
        index = error.params.get("at")
        refused = _at_line(error, lines[index]) if lines and isinstance(index, int) else error
        raise (_nothing_saved(refused) if len(figures) > 1 and isinstance(refused, Refused) else refused) from error
    if figures and not logged:
        console.tell(_("Already logged with this repeat ID. Nothing was changed"))
    _print(console, workspace, logged)
    return 0


def _typed(workspace: Workspace, words: LogWords) -> Iterator[EntryInput]:
    from kpitui.services.entries import EntryInput, moment_typed

    first, *rest = words.values
    if "=" in first.strip("="):
        for value in words.values:
            kpi, equals, text = value.partition("=")
            if not kpi or not equals:
                raise UsageError(USAGE)
            day, time = moment_typed(workspace, kpi, words.day)
            yield EntryInput(kpi, text, day, words.note, words.replace, time)
    elif rest and (len(rest) <= 2 or (len(rest) == MOST_WORDS and ":" in rest[2])):
        day, time = moment_typed(workspace, first, " ".join(rest[1:]) or words.day)
        yield EntryInput(first, rest[0], day, words.note, words.replace, time)
    else:
        raise UsageError(USAGE)


def _from_input(workspace: Workspace, words: LogWords, console: Console, lines: list[int]) -> Iterator[EntryInput]:
    """Yield what the lines of standard input say, and put the number of each line into *lines*."""
    for number, line in enumerate(iter(lambda: console.input.readline(LONGEST_LINE + 1), ""), start=1):
        if len(line) > LONGEST_LINE or number > MOST_LINES:
            reason = mark("Too much to log at once: at most {lines} lines of {signs} characters. Use kpitui import")
            raise Refused(reason, field="value", lines=MOST_LINES, signs=LONGEST_LINE)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        lines.append(number)
        try:
            yield (
                _from_json(workspace, words, line)
                if line.lstrip().startswith("{")
                else _from_line(workspace, words, line)
            )
        except KpituiError as error:
            raise _at_line(error, number) from error


def _from_line(workspace: Workspace, words: LogWords, line: str) -> EntryInput:
    import re
    from shlex import split

    from kpitui.services.entries import EntryInput, moment_typed

    try:
        parts = split(line)
    except ValueError as error:
        raise Refused(mark("A quotation mark is missing at the end"), field="note") from error
    if len(parts) < 2:
        raise Refused(mark("A line needs at least a KPI and a number"), field="value")
    kpi, text, *rest = parts
    moment = rest[:1]
    if len(rest) > 1 and re.fullmatch("[0-9]{1,2}:[0-9]{2}", rest[1]):
        moment = rest[:2]
    note = " ".join(rest[len(moment) :]) or words.note
    day, time = moment_typed(workspace, kpi, " ".join(moment) or words.day)
    return EntryInput(kpi, text, day, note, words.replace, time)


def _from_json(workspace: Workspace, words: LogWords, line: str) -> EntryInput:
    from json import JSONDecodeError, loads

    from kpitui.services.entries import EntryInput, moment_typed

    try:
        fields = loads(line)
    except (JSONDecodeError, RecursionError) as error:
        raise Refused(mark("This is not a JSON object"), field="value") from error
    unknown = next((name for name in fields if name not in JSON_KEYS), None)
    if unknown is not None:
        accepted = ", ".join(JSON_KEYS)
        message = mark("No JSON field called {value}. Choose: {accepted}")
        raise Refused(message, field="value", value=unknown, accepted=accepted)
    kpi, value = fields.get("kpi", fields.get("key")), fields.get("value")
    if not isinstance(kpi, str) or isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Refused(mark('A JSON line needs "kpi" and "value"'), field="value")
    text = value if isinstance(value, str) else _plain(workspace, value)
    if unit := fields.get("unit"):
        text = f"{text} {unit}"  # read as if it had been typed beside the number, and compared with that of the KPI
    stated = _time_of(fields.get("time"))
    day, time = moment_typed(workspace, kpi, " ".join(filter(None, [str(fields.get("date") or words.day), stated])))
    note, replace = str(fields.get("note") or words.note), fields.get("replace", words.replace)
    if not isinstance(replace, bool):
        raise Refused(mark('"replace" can\'t be {value}. Choose: true, false'), field="value", value=str(replace))
    return EntryInput(kpi, text, day, note, replace, time)


def _time_of(value: object) -> str | None:
    """Return a time of day as ``HH:MM``; raise Refused for what is none."""
    from datetime import time

    if value is None or value == "":
        return None
    try:
        return time.fromisoformat(str(value).zfill(5)).strftime("%H:%M")
    except ValueError as error:
        message = mark("Not a time: {value}. Try 14:30")
        raise Refused(message, field="time", value=str(value)) from error


def _plain(workspace: Workspace, value: float) -> str:
    """Write a JSON number the way it is read here, however the user writes decimals."""
    text = format(value, "f") if abs(value) < 1e16 else str(value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", workspace.settings.numbers.decimal)


def _nothing_saved(error: KpituiError) -> KpituiError:
    """Return the refusal of one number of several, with what became of the others."""
    from kpitui.wording.errors import sentence

    problem = sentence(error)
    # A question has its own sign at its end.
    message = mark("{problem} Nothing was saved") if problem.endswith("?") else mark("{problem}. Nothing was saved")
    return Refused(message, field=error.field, problem=problem)


def _at_line(error: KpituiError, number: int) -> KpituiError:
    from kpitui.wording.errors import sentence

    return Refused(mark("Line {line}: {problem}"), field=error.field, line=number, problem=sentence(error))


def _print(console: Console, workspace: Workspace, logged: Sequence[LogResult]) -> None:
    style = workspace.settings.numbers
    rows = []
    for item in logged:
        unit, decimals = item.kpi.unit, item.kpi.decimals
        remark = ""
        if item.replaced:
            remark = plural("replaced {n} entry", "replaced {n} entries", item.replaced).format(n=item.replaced)
        elif item.other is not None:
            from kpitui.wording.entries import other_text

            remark = other_text(item.kpi, item.other.day, item.other.value, style, stands=item.other.stands)
        elif item.total != item.value:
            from kpitui.wording.entries import day_figure_text

            remark = day_figure_text(item.kpi, item.total, style)
        rows.append(
            (
                item.kpi.name,
                day_text(item.day) + (f" {item.time}" if item.time else ""),
                format_exact(item.value, unit, style, decimals),
                remark,
            )
        )
    console.table(rows, right=(2,))
    from kpitui.services.entries import expected_of

    for item in logged:
        if item.kpi.kind == "level":
            _tell_arrivals(console, item)
        expected = expected_of(workspace, item)
        if expected is not None and expected.doubtful:
            from kpitui.wording.entries import far_text

            console.tell(far_text(item.kpi, item.day, expected, style))
        if item.amount.ambiguous:
            console.tell(
                _("Read {text} with {mark} as decimal mark. Wrong? kpitui undo").format(
                    text=item.typed, mark=style.decimal
                )
            )


def _tell_arrivals(console: Console, item: LogResult) -> None:
    """Ask about planned amounts that a balance shows now for the first time."""
    from kpitui.services.planned import to_confirm

    arrivals = to_confirm(console.workspace(), item.kpi, by=item.day)
    if arrivals:
        from kpitui.wording.forecasts import arrival_question

        for occurrence in arrivals:
            console.tell(arrival_question(item.kpi, occurrence, console.workspace().settings.numbers))


SKIP = ("s", "skip", "overslaan")
STOP = ("q", "quit", "stop")


def ask_what_is_due(console: Console) -> int:
    """Ask for what is due today, in the order of Today."""
    from kpitui.services.today import due

    workspace = console.workspace()
    today = workspace.today
    asked = [(item.kpi, min(item.slot[1], today), item.period) for item in due(workspace)]
    if not asked:
        console.say(_("All done for today"))
        return 0
    return _ask(console, asked)


def ask_gaps(console: Console, names: Sequence[str], since: str) -> int:
    """Ask for every number that is missing of the KPIs that *names* call, of all without any, from *since* on."""
    from kpitui.services.entries import find_kpi
    from kpitui.services.today import gaps

    workspace = console.workspace()
    kpis = [find_kpi(workspace, name) for name in names]
    first = workspace.read_day(since) if since else None
    asked = [(gap.kpi, gap.day, gap.period) for gap in gaps(workspace, kpis, since=first)]
    if not asked:
        console.say(_("Nothing is missing"))
        return 0
    return _ask(console, asked)


def _ask(console: Console, asked: Sequence[tuple[Kpi, date, Period]]) -> int:
    count = plural("{n} number to log", "{n} numbers to log", len(asked)).format(n=len(asked))
    console.tell(count + ". " + _("Enter: later, s: skip this KPI, q: stop"))
    saved, skipped = 0, set[int]()
    for kpi, day, period in asked:
        if kpi.id in skipped:
            continue
        answer = _answer(console, kpi, day, period)
        if answer == "stop":
            break
        if answer == "skip":
            skipped.add(kpi.id)
        saved += answer == "saved"
    console.say(plural("{n} number logged", "{n} numbers logged", saved).format(n=saved))
    return 0


def _answer(console: Console, kpi: Kpi, day: date, period: Period) -> str:
    """Ask for one number until it is understood; return saved, later, skip or stop."""
    from kpitui.services.entries import EntryInput, log
    from kpitui.wording.errors import sentence

    workspace = console.workspace()
    console.say(_question(console, kpi, day, period))
    while True:
        console.output.flush()
        line = console.input.readline()
        text = line.strip()
        if not line or text.casefold() in STOP:
            return "stop"
        if not text:
            return "later"
        if text.casefold() in SKIP:
            return "skip"
        try:
            (logged,) = log(workspace, [EntryInput(kpi.key, text, day)])
        except KpituiError as error:
            console.tell(sentence(error))
            continue
        style = workspace.settings.numbers
        console.say("  " + format_exact(logged.value, kpi.unit, style, kpi.decimals))
        return "saved"


def _question(console: Console, kpi: Kpi, day: date, period: Period) -> str:
    from kpitui.services.today import usual_of
    from kpitui.wording.numbers import estimates_together

    workspace = console.workspace()
    sign = unit_sign(kpi.unit, workspace.settings.numbers)
    name = f"{kpi.name} ({sign})" if sign else kpi.name
    parts: Iterable[str] = (name, period_name(period))
    usual = usual_of(workspace, kpi, day) if period.by == "day" else None
    if usual is not None:
        low, high = estimates_together(kpi, (usual.low, usual.high), workspace.settings.numbers)
        parts = (*parts, _("usually {low} to {high}").format(low=low, high=high))
    return ", ".join(parts) + ":"
