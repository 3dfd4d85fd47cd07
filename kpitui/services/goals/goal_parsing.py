"""From the sentence of a goal to what its other fields would say, and to the KPI, or the template, that it means.

Reading the sentence is `kpitui.core.goal_text`'s work. What is suggested here never takes the place of what somebody
typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from kpitui.core._kpi_words import UNIT_WORDS
from kpitui.core.amount import Amount, in_unit
from kpitui.core.calendar import MEAN_DAYS, months_later, shifted
from kpitui.core.figures import is_counted, is_currency, is_hours
from kpitui.core.formula import Formula
from kpitui.core.goal import OVERS, PERS
from kpitui.core.goal_text import Alternative, Wish, added_up, come_in, gained, improved, in_unit_of, reached, read_wish
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_meaning import Meaning, Naming, meaning_of, named_in_full, without_who
from kpitui.core.kpi_names import comparable_name
from kpitui.core.model import Kpi
from kpitui.core.smart.time_bound import DAYS_OF, is_a_month_ahead
from kpitui.services.reading import adds_up, all_kpis, days_before, rhythm_of, whole_history
from kpitui.services.workspace import Workspace


class Suggestion(NamedTuple):
    """What a sentence suggests."""

    wish: Wish
    kpis: tuple[str, ...]
    """The keys of the KPIs that its words mean: none, one, or several between which it does not decide."""
    near: tuple[str, ...]
    """The keys of those that it may mean where its words leave something that no name covers."""
    templates: tuple[str, ...]
    """The keys of the templates that would measure it, where no KPI is meant; none where the library has none."""
    words: frozenset[str]
    """Its words in small letters."""
    fields: dict[str, str]
    """Field to text, see `form.FIELDS`, as if they had been typed."""


def suggestion(workspace: Workspace, sentence: str, kpi: str = "") -> Suggestion:
    """Return what *sentence* suggests for the other fields of a goal; kept until the database changes.

    What its figures are is told by the KPI: the one that was chosen, *kpi* by its key or name, else the one it means.
    """
    asked = ("wish", sentence, kpi.strip(), workspace.settings.month_first)
    return workspace.cached(asked, lambda: _suggestion(workspace, sentence, kpi.strip()))


def prepare_reading(workspace: Workspace) -> None:
    """Load the library, its words and the forms that a sentence is read by, so that no letter waits for them."""
    wish = read_wish("5% more of something than last year by 1 May", date(2000, 1, 1))
    meaning_of(wish, _template_namings(workspace))


def typed_figure(workspace: Workspace, value: float) -> str:
    """Return a figure as somebody would have typed it into a field: with their decimal mark, without groups."""
    return f"{value:.10g}".replace(".", workspace.settings.numbers.decimal)


RELEASED = {
    "metric": ("kpi",),
    "target": ("target", "at_least", "at_most"),
    "low": ("at_least", "at_most"),
    "change": ("change",),
    "baseline": ("baseline",),
    "per": ("type", "per", "over", "at_least", "at_most"),
    "keep": ("keep",),
    "compared": ("compared",),
    "start": ("start",),
    "deadline": ("deadline",),
    "period": ("start", "deadline"),
}
"""The fields of the form that a part of a sentence fills in, which are empty once it is released."""


def with_suggestions(typed: Mapping[str, str], suggested: Mapping[str, str]) -> dict[str, str]:
    """Return *typed* with what is suggested for the fields that nobody typed into.

    Target and change say the same in two ways: when one was typed, the other is not suggested. What the field
    ``released`` names, parts of `goal_text.Wish.marks` with spaces between, was read wrong and is not suggested either.
    """
    taken = dict(suggested)
    for part in typed.get("released", "").split():
        for field in RELEASED.get(part, ()):
            taken.pop(field, None)
    for typed_field, other in (
        ("target", "change"), ("change", "target"), ("compared", "baseline"), ("target", "at_least"),
        ("target", "at_most"), ("at_least", "target"), ("at_most", "target"),
    ):  # fmt: skip
        if typed.get(typed_field, "").strip():
            taken.pop(other, None)
    if typed.get("type", "").strip() not in ("", taken.get("type", "")):
        # Another kind of goal takes the figure of the sentence, but not what only the sentence's kind has.
        figure = taken.pop("at_most", "") or taken.get("at_least", "")
        taken.pop("at_least", None)
        if figure and not taken.get("change"):
            taken.setdefault("target", figure)
        if typed["type"].strip() not in ("recurring", "level"):
            taken.pop("per", None)
        taken.pop("over", None)
        if typed["type"].strip() == "level" and (per := taken.get("per", "")) in OVERS:
            taken.pop("per")  # a level of so much a month is what a whole month brings
            taken["over"] = per
    return {**taken, **{name: text for name, text in typed.items() if text.strip()}}


def still_released(workspace: Workspace, typed: Mapping[str, str], title: str) -> str:
    """Return which parts of what was *typed* stay released when the sentence becomes *title*.

    Those that are still read from the same words; what is read from others was never called wrong.
    """
    released = typed.get("released", "").split()
    if not released:
        return ""
    before = typed.get("title", "")
    old, new = (suggestion(workspace, text).wish for text in (before, title))
    return " ".join(part for part in released if old.quoted(before, part) == new.quoted(title, part))


def still_settled(workspace: Workspace, typed: Mapping[str, str], title: str) -> str:
    """Return which questions about the sentence stay answered when it becomes *title*: those about the same words."""
    settled = typed.get("settled", "").split()
    if not {*_SETTLED_WORDS}.intersection(settled):
        return " ".join(settled)
    before = typed.get("title", "")
    old, new = (suggestion(workspace, text, typed.get("kpi", "")).wish for text in (before, title))
    return " ".join(
        answer for answer in settled
        if answer not in _SETTLED_WORDS
        or old.quoted(before, *_SETTLED_WORDS[answer]) == new.quoted(title, *_SETTLED_WORDS[answer])
    )  # fmt: skip


_SETTLED_WORDS = {
    "unread": ("unused", "condition"),
    "days": ("start", "deadline", "period", "unused"),
    "year": ("start", "deadline", "period"),
}
"""The answers that are about words of the sentence, with the parts that those words gave."""


def _suggestion(workspace: Workspace, sentence: str, chosen: str) -> Suggestion:
    month_first = workspace.settings.month_first
    wish = workspace.cached(
        ("plain wish", sentence, month_first),
        lambda: read_wish(sentence, workspace.today, month_first=month_first),
    )
    words = frozenset(re.findall(r"[\w-]+", sentence.casefold()))
    if not wish.words and not wish.unit and not chosen:
        # The library is slow to read the first time, and there is nothing to look up in it.
        return Suggestion(wish, (), (), (), words, _fields(wish, None, workspace))
    by_key = {kpi.key: kpi for kpi in all_kpis(workspace) if not kpi.archived}
    wish = without_who(wish, _all_namings(workspace, by_key))
    wish = _marked_as("reason", wish, sentence, wish.who)
    # A letter asks twice: for what the sentence means, and for what it means of the KPI that follows from it.
    cache_key = ("meaning", sentence, month_first)
    meaning, offered = workspace.cached(cache_key, lambda: _meanings(workspace, sentence, wish, by_key))
    kpi = by_key[meaning.meant[0]] if len(meaning.meant) == 1 else None
    if chosen:
        kpi = by_key.get(chosen) or next(
            (other for other in by_key.values() if comparable_name(other.name) == comparable_name(chosen)), None
        )  # fmt: skip
    if kpi is not None:
        wish = _of_kpi(workspace, kpi, wish, sentence)
    wish = _marked_as("unused", wish, sentence, meaning.uncovered)
    return Suggestion(wish, meaning.meant, meaning.near, offered, words, _fields(wish, kpi, workspace))


def _of_kpi(workspace: Workspace, kpi: Kpi, wish: Wish, sentence: str) -> Wish:
    """Return a *wish* with what its figures and days are by the KPI that they are of."""
    wish = improved(wish, lower=kpi.direction == "lower")
    names, sums = _names_of(kpi), adds_up(workspace, kpi)
    wish = _in_time_of(wish, kpi, names)
    wish = _without_cadence_of_name(wish, sentence, names) if not sums else wish
    wish = _in_whole_ones(workspace, kpi, _in_pieces(reached(wish), kpi))
    if sums:
        if wish.per == "year" and wish.start is None and wish.deadline is not None and wish.deadline.month == 12:
            wish = wish._replace(start=wish.deadline.replace(month=1, day=1))  # of the year by whose end it is
        wish = come_in(wish, counts_new=any(_NEW_ONES.search(name) for name in names))
        if wish.per and not _AVERAGES.isdisjoint(wish.words):
            wish = wish._replace(assumed=(*wish.assumed, "average"))
        if _is_of_a_part(workspace, kpi, wish):
            wish = wish._replace(unsure=(*wish.unsure, "rate"))
    if KINDS[kpi.kind].rule == "last":
        wish = _coming_to_stock(workspace, kpi, gained(wish))
        wish = added_up(wish, _periods(wish, workspace.today)) if wish.per else wish
    wish = _with_day_of_sum(wish, sums=sums)
    if _is_band_of_no_period(wish, kpi) and rhythm_of(workspace, kpi) == "day":
        if _adds_up(kpi):
            wish = wish._replace(unsure=(*wish.unsure, "band"))
        else:
            wish = wish._replace(assumed=(*wish.assumed, "band"))
    return wish


def _coming_to_stock(workspace: Workspace, kpi: Kpi, wish: Wish) -> Wish:
    """Return a *wish* for fewer a period than a stock has already as one for that many more: 100 subscribers a week."""
    fixed = wish.limit or wish.least or wish.towards or wish.keep or wish.low is not None or wish.direction
    if not wish.per or wish.target is None or fixed or kpi.direction == "lower":
        return wish
    values = whole_history(workspace, kpi).values
    if not values or values[-1] < wish.target:
        return wish
    return wish._replace(target=None, change_points=wish.target, direction="more")


def _with_day_of_sum(wish: Wish, *, sums: bool) -> Wish:
    """Return a *wish* for what adds up whose one day may be its first, its only or its last one with that left open.

    On Black Friday is what that day brings, or all days up to it; a Dutch *per 1 januari* is as of then, or until then.
    """
    if wish.deadline is None:
        return wish
    day = Alternative("deadline", wish.deadline)
    if sums and "on-day" in wish.assumed and wish.target is not None:
        return wish._replace(deadline=None, unsure=(*wish.unsure, "deadline"), choices=(*wish.choices, day))
    if "per-day" in wish.assumed and (sums or wish.per):
        left_open = (*wish.unsure, "deadline", "start")
        return wish._replace(deadline=None, start=None, unsure=left_open, choices=(*wish.choices, day))
    return wish


def _without_cadence_of_name(wish: Wish, sentence: str, names: tuple[str, ...]) -> Wish:
    """Return a *wish* whose period is a word of the name of its KPI as one without: *monthly* listeners are a stock."""

    def stems(texts: Iterable[str]) -> set[str]:
        return {word.rstrip("e") for text in texts for word in re.findall(r"[\w-]+", text.casefold())}

    period = stems(wish.quoted(sentence, "per"))
    if not period or wish.keep or wish.every or not period <= stems(names):
        return wish
    marks = tuple(mark._replace(part="metric") if mark.part == "per" else mark for mark in wish.marks)
    return wish._replace(per="", marks=marks)


_AVERAGES = frozenset(("average", "averaging", "averages", "avg", "gem", "gemiddeld", "gemiddelde"))
"""Words that say of so many a period that the one may have fewer where the other has more."""
_NEW_ONES = re.compile(r"\b(?:new|nieuwe?)\b", re.IGNORECASE)
_COUNTS_DAYS = re.compile(r"\b(?:days?|dagen|\w*termijn|\w*dagen)\b", re.IGNORECASE)
_NO_LENGTH = re.compile(
    r"\b(?:sick|ill\w*|ziekte\w*|verzuim\w*|off|vacation|vakantie\w*|absence|per|a|rest\w*)\b", re.IGNORECASE
)


def _names_of(kpi: Kpi) -> tuple[str, ...]:
    """Return the name of a KPI and those of the template that it was made from."""
    from kpitui.services.templates import templates

    template = templates().get(kpi.template or "")
    return (kpi.name, *(template.names if template is not None else ()))


def _in_time_of(wish: Wish, kpi: Kpi, names: tuple[str, ...]) -> Wish:
    """Return a *wish* with its figures in the unit of *kpi*; one without a unit that is named after days is in days."""
    if kpi.unit or wish.unit not in ("weeks", "h", "min", "s"):
        return in_unit_of(wish, kpi.unit)
    counts_days = any(_COUNTS_DAYS.search(name) for name in names) and not any(map(_NO_LENGTH.search, names))
    return in_unit_of(wish, "days")._replace(unit="") if counts_days and KINDS[kpi.kind].rule != "sum" else wish


def _in_pieces(wish: Wish, kpi: Kpi) -> Wish:
    """Return a *wish* that counts things as one in pieces, where *kpi* is in money, a percentage or hours.

    Eight unpaid invoices are no 8 euros that are unpaid: it is asked.
    """
    if not wish.counts or wish.unit or wish.thousands or wish.share or wish.waits or wish.change_percent is not None:
        return wish
    if wish.target == 0:
        return wish  # none of them is nothing in any unit
    counted_in = (kpi.unit, *UNIT_WORDS.get(kpi.unit.lower(), ()))
    measured = is_currency(kpi.unit.partition("/")[0]) or kpi.unit == "%" or is_hours(kpi.unit)
    return wish._replace(unit="pieces") if measured and wish.counts not in counted_in else wish


FAR = 2.5
"""How many times more or less than what all days bring a figure is that can only be meant of some of them."""

FULL_WEEK = 60
"""Hours that a week of work can have."""


def _is_of_a_part(workspace: Workspace, kpi: Kpi, wish: Wish) -> bool:
    """Tell whether a figure of what adds up is one of a week or a month that the sentence doesn't name.

    From 65 to 80 orders by the end of February is no total where there are 900 in such a time; nor are 32 hours.
    """
    if wish.per == "year" and wish.start is None and wish.deadline is not None and wish.target is not None:
        return abs((wish.deadline - workspace.today).days - MEAN_DAYS["year"]) > DAYS_OF["month"]
    if wish.per or wish.target is None or wish.share or wish.low is not None or wish.compared:
        return False
    first = max(wish.start or workspace.today, workspace.today)
    days = (wish.deadline - first).days + 1 if wish.deadline is not None else MEAN_DAYS["year"] / 4
    baseline = wish.baseline
    if baseline is None:
        if _whole_period(wish) == "month" and wish.limit:
            return False  # the month is said: at most 10 hours in December
        return is_hours(kpi.unit) and wish.unit == "h" and wish.target <= FULL_WEEK and days > DAYS_OF["week"] * 2
    recent = whole_history(workspace, kpi).between(days_before(workspace.today, 365), workspace.today)
    if not recent.days:
        return wish.start is None
    usual = sum(recent.values) * days / ((workspace.today - recent.days[0]).days + 1)
    return baseline <= 0 or not 1 / FAR <= usual / baseline <= FAR


def _in_whole_ones(workspace: Workspace, kpi: Kpi, wish: Wish) -> Wish:
    """Return a *wish* for fewer than four of what comes in whole ones as one for at most three."""
    figure = wish.target
    if not wish.below or not wish.limit or figure is None or figure < 1 or not figure.is_integer() or kpi.unit:
        return wish
    if wish.unit or wish.share or KINDS[kpi.kind].rule not in ("sum", "last"):
        return wish
    return wish._replace(target=figure - 1, below=False) if _counts_whole_ones(workspace, kpi) else wish


def _counts_whole_ones(workspace: Workspace, kpi: Kpi) -> bool:
    """Tell whether no number of the last year of a KPI had a fraction, be it that there is none yet."""

    def whole() -> bool:
        history = whole_history(workspace, kpi).between(days_before(workspace.today, 365), workspace.today)
        return is_counted(kpi, *history.values)

    result: bool = workspace.cached(("counts whole ones", kpi.id), whole)
    return result


def _meanings(
    workspace: Workspace, sentence: str, wish: Wish, by_key: Mapping[str, Kpi]
) -> tuple[Meaning, tuple[str, ...]]:
    """Return which KPIs a wish means, and where that is none, the keys of the templates that it means."""
    namings = _all_namings(workspace, by_key)
    meaning = meaning_of(wish, namings)
    named = named_in_full(sentence, wish, namings)
    if named and meaning.meant != (named,):
        meaning = Meaning((named,))
    if len(meaning.meant) == 1 and wish.narrowed:
        meaning = Meaning((), meaning.meant)  # those who pay over 500 a month are not all clients
    if len(meaning.meant) == 1 and not named and _is_another(sentence, wish, by_key[meaning.meant[0]]):
        meaning = Meaning((), meaning.meant)
    if meaning.meant or not wish.words:
        return meaning, ()
    return meaning, meaning_of(wish, _template_namings(workspace)).meant


_MADE = re.compile(
    r"^\W*(?:(?:i|we|ik|wij|to|will|want|wil|willen|each|every|elke|iedere|per|week|month|maand|day|dag|quarter|a|een"
    r"|kwartaal)\W+)*(?:send|write|publish|make|create|draft|design|launch|schrijf|verstuur|stuur|maak|publiceer)\b"
    r"|\b(?:schrijven|versturen|verzenden|sturen|maken|opstellen|ontwerpen|publiceren|uitsturen|lanceren)\b",
    re.IGNORECASE,
)
"""What says of a thing that it is to be made or sent."""


def _is_made(sentence: str, kpi: Kpi) -> bool:
    """Tell whether a sentence makes what is only a part of the name of a stock: *send a newsletter* to subscribers."""
    if KINDS[kpi.kind].rule != "last" or _MADE.search(sentence) is None:
        return False
    text = sentence.casefold()
    return not all(word.rstrip("s") in text for word in re.findall(r"\w{4,}", kpi.name.casefold()))


def _is_another(sentence: str, wish: Wish, kpi: Kpi) -> bool:
    """Tell whether a sentence is of something else: what is made for a stock, or how many of what is averaged."""
    averages = not kpi.unit and KINDS[kpi.kind].rule not in ("sum", "last", "stamped")
    counts = averages and bool(wish.counts) and wish.target is not None and not (wish.unit or wish.share)
    return _is_made(sentence, kpi) or (counts and wish.counts[:4] not in kpi.name.casefold())


def _marked_as(part: str, wish: Wish, sentence: str, words: Collection[str]) -> Wish:
    """Return a *wish* in which those *words* that were taken for what is measured are marked as another *part*."""
    if not words:
        return wish
    marks = tuple(
        mark._replace(part=part) if mark.part == "metric" and _plain(sentence[mark.start : mark.end]) in words else mark
        for mark in wish.marks
    )
    return wish._replace(marks=marks)


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").strip("'.-")


def _periods(wish: Wish, today: date) -> float | None:
    """Return how many of its periods a wish lasts; None while it has no last day."""
    if wish.deadline is None or not wish.per:
        return None
    days = (wish.deadline - (wish.start or today)).days + 1
    return round(days / DAYS_OF["day" if wish.per == "workday" else wish.per])


def _all_namings(workspace: Workspace, by_key: Mapping[str, Kpi]) -> dict[str, Naming]:
    namings: dict[str, Naming] = workspace.cached(("namings",), lambda: _namings(by_key))
    return namings


def _namings(by_key: Mapping[str, Kpi]) -> dict[str, Naming]:
    """Return what each KPI is called: its name, its key, and the names of the template that it was made from."""
    from kpitui.services.templates import templates

    namings, by_template = {}, templates()
    for key, kpi in by_key.items():
        template = by_template.get(kpi.template or kpi.key)
        others = (*template.names, *template.aliases) if template else ()
        namings[key] = Naming(
            (kpi.name, key, *(template.names if template else ())), others, kpi.unit, kpi.direction == "lower",
            not kpi.unit and not kpi.decimals and KINDS[kpi.kind].rule in ("sum", "last"),
        )  # fmt: skip
    return namings


def _template_namings(workspace: Workspace) -> dict[str, Naming]:
    from kpitui.services.templates import CURRENCY, currency_of, templates

    def named() -> dict[str, Naming]:
        money = currency_of(workspace)
        return {
            key: Naming((*template.names, key), template.aliases, money if template.fields.get("unit") == CURRENCY else
                        template.fields.get("unit", ""), template.fields.get("better") == "lower",
                        not (template.fields.get("unit") or "kind" in template.fields))
            for key, template in templates().items()
        }  # fmt: skip

    return workspace.cached(("namings of templates",), named)


def _fields(wish: Wish, kpi: Kpi | None, workspace: Workspace) -> dict[str, str]:
    scored = wish.scored and kpi is not None and kpi.unit != "%"
    # A unit that is not the KPI's stays beside the figure: it is converted or asked about like any other.
    plain = wish.unit in ("weeks", "months", "days", "pieces")  # it is asked about, and no figure can be typed with it
    foreign = kpi is not None and not scored and not plain and in_unit(Amount(1.0, wish.unit), kpi.unit) != 1.0
    beside = f" {wish.unit}" if foreign else ""

    def written(value: float) -> str:
        return typed_figure(workspace, round(value, 4 if abs(value) < 1 else 2)) + beside

    fields = {} if kpi is None else {"kpi": kpi.key}
    if wish.every and (wish.change_points or 0) > 0 and (kpi is None or adds_up(workspace, kpi)):
        # "every month 3 clients more" of what adds up is what each month is to bring.
        wish = wish._replace(target=wish.change_points, change_points=None, least=True, towards=False)
    wish = _still_to_come(wish, kpi, workspace)
    if wish.change_percent is not None:
        fields["change"] = f"{typed_figure(workspace, wish.change_percent)}%"
    elif wish.change_points is not None:
        points = "pp" if wish.unit == "%" and not scored else "" if scored else beside
        fields["change"] = typed_figure(workspace, wish.change_points) + points
    fields |= _kind_fields(wish, kpi, workspace, written)
    if wish.baseline is not None:
        fields["baseline"] = written(wish.baseline)
    elif wish.compared not in ("", "now") and wish.deadline is not None and "change" in fields:
        fields["compared"] = wish.compared
    start = wish.start or _counted_from(wish, kpi, workspace)
    if wish.lasts is not None and not wish.names_start:
        start = None  # it begins when its goal does
    for name, day in (("start", start), ("deadline", wish.deadline)):
        if day is not None:
            fields[name] = day.isoformat()
    return fields


def _still_to_come(wish: Wish, kpi: Kpi | None, workspace: Workspace) -> Wish:
    """Return a *wish* for so many more of what adds up as one for that many from today on: *another 12 orders*."""
    today = workspace.today
    if kpi is None and wish.start is not None and wish.start < today and wish.target is not None and not wish.towards:
        still = "nog" in wish.words or "still" in wish.words
        return wish._replace(start=today) if still and not wish.per and not wish.limit else wish
    if kpi is None or not adds_up(workspace, kpi) or wish.per or wish.direction == "less":
        return wish
    coming = "erbij" in wish.words and not (wish.compared or wish.unit or wish.baseline or wish.change_points is None)
    if not coming and not any(word in _STILL and after not in _WISHED for word, after in pairwise((*wish.words, ""))):
        return wish
    if (wish.change_points or 0) > 0 and wish.deadline is not None:
        wish = wish._replace(target=wish.change_points, change_points=None, direction="")
    if wish.target is not None and not wish.limit and (wish.deadline is None or wish.deadline >= today):
        return wish._replace(start=max(wish.start or today, today))
    return wish


_STILL = frozenset(("another", "still", "nog"))
"""Words for what is to come from today on."""
_WISHED = frozenset(("want", "hope", "aim", "like", "wil", "steeds", "niet"))
"""Words before which they only say that a wish is one yet."""


def _kind_fields(wish: Wish, kpi: Kpi | None, workspace: Workspace, written: Callable[[float], str]) -> dict[str, str]:
    """Return how the goal is judged where the sentence tells, with its figure as it was typed.

    A figure for a period is for every one of them, unless it is what a change is to get to by then. A band is one that
    every period is to keep to. While the sentence leaves its period open, so is its figure.
    """
    if "per" in wish.unsure:
        return {}
    target, per = wish.target, wish.per if wish.per in PERS else ""
    summed = kpi is None or adds_up(workspace, kpi)
    keep = {"keep": f"{wish.keep[0]}/{wish.keep[1]}"} if wish.keep else {}
    if wish.low is not None and target is not None:
        fields = {"type": "recurring", "per": per or _whole_period(wish) or _rhythm(workspace, kpi)}
        return {**fields, "at_least": written(wish.low), "at_most": written(target), **keep}
    changes = wish.change_percent is not None or wish.change_points is not None or "change" in wish.unsure
    if per and (changes or wish.towards):
        fields = {"type": "level", "over": per if per in OVERS else "28d", "per": per if per not in OVERS else ""}
        return {**fields, **({"target": written(target)} if target is not None and not changes else {})}
    if per and target is not None:
        return {"type": "recurring", "per": per, _edge(wish, kpi): written(target), **keep}
    if target is None:
        # Which of its figures is meant is asked; what they are for is known.
        return {"type": "recurring", "per": per, **keep} if per and "target" in wish.unsure else {}
    if wish.per == "year" and wish.start is not None and wish.deadline is not None and summed:
        days = (wish.deadline - wish.start).days + 1
        target = round(target * days / MEAN_DAYS["year"], 2) if abs(days - MEAN_DAYS["year"]) > 1 else target
    kind = ("cap" if summed else "level") if wish.limit and kpi is not None else ""
    return {"target": written(target), **({"type": kind} if kind else {})}


def _edge(wish: Wish, kpi: Kpi | None) -> str:
    """Return which edge of its periods a figure is: what each may bring at most, or is to bring at least."""
    if wish.least:
        return "at_least"
    falls = wish.limit or wish.direction == "less" or (kpi is not None and kpi.direction == "lower")
    return "at_most" if falls else "at_least"


def _is_band_of_no_period(wish: Wish, kpi: Kpi) -> bool:
    """Tell whether a *wish* says between what and what a KPI is to be, and not over what that holds.

    What is a stock lies between them at all times.
    """
    bounded = wish.low is not None and wish.target is not None
    return bounded and not wish.per and not _whole_period(wish) and KINDS[kpi.kind].rule != "last"


def _adds_up(kpi: Kpi) -> bool:
    """Tell whether more days make more of a KPI: by its kind, a formula where it divides by no other KPI."""
    if kpi.formula is None:
        return KINDS[kpi.kind].rule == "sum"
    return not any(below for _above, below in Formula.parse(kpi.formula).divisions())


def _whole_period(wish: Wish) -> str:
    """Return the period that the days of a *wish* are one of, from its first day to its last; empty where they are not.

    Between 300 and 350 orders in January is what that month brings, whatever a week does.
    """
    first, last = wish.start, wish.deadline
    if first is None or last is None:
        return ""
    if first.weekday() == 0 and (last - first).days == 6:
        return "week"
    if first.day != 1:
        return ""
    length = next(
        (name for name, months in (("month", 1), ("quarter", 3)) if months_later(first, months) == shifted(last, 1)), ""
    )
    return length if length != "quarter" or first.month % 3 == 1 else ""


def _rhythm(workspace: Workspace, kpi: Kpi | None) -> str:
    """Return the period of a band that names none: the rhythm of its KPI, of a derived one that of its scarcest part.

    It is a week for what is logged by the day.
    """
    own = rhythm_of(workspace, kpi) if kpi is not None else "day"
    return "week" if own == "day" else own


def _counted_from(wish: Wish, kpi: Kpi | None, workspace: Workspace) -> date | None:
    """Return the first day of a period by whose end a sum is to have grown: that period is what can be compared."""
    today = workspace.today
    if kpi is None or not adds_up(workspace, kpi) or wish.change_percent is None or wish.per:
        return None
    first = wish.period_start
    if first is not None and is_a_month_ahead(first, wish.deadline, today):
        return None  # "by the end of June", said in March, is until then, and not June alone
    return first
