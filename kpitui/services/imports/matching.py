"""Which KPI each figure of a file is, by key or name in either language, and adding those that are not there yet.

What the figures are is told by `kpitui.exchange`; comparing them with what is known is `_comparing`'s work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from kpitui.core.amount import Amount, in_unit
from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import PERIOD_NAMES
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import is_currency
from kpitui.core.kinds import KINDS, is_computed
from kpitui.core.kpi_names import comparable_name, key_from_name
from kpitui.core.kpi_nature import MONEY, counts_people, nature_of
from kpitui.core.model import Kpi
from kpitui.core.text import in_single_quotes
from kpitui.exchange import Caution, FileMetric
from kpitui.exchange.reading import ROWS
from kpitui.exchange.table import excerpts
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace
from kpitui.store import entries, records
from kpitui.store.transaction import Transaction

UNKNOWN = mark(
    "No KPI called {value}. Add it, say which one it is (--map '{quoted}=KPI'), or leave it out (--map '{quoted}=-')"
)
BY_ROW = mark(
    "No KPI called {value}. If '{column}' says which KPI each number belongs to: --map '{by}=kpi' "
    "--map '{quoted}=value'. If all of it is one KPI: --map '{quoted}=KPI'"
)
RESEMBLES = mark(
    "{value} looks like {name}, but is not the same. Say which KPI it is (--map '{quoted}=KPI'), or add it as a new KPI"
)
MAY_BE = mark(
    "{value} may be {name}, or something else. Say which KPI it is (--map '{quoted}=KPI'), or add it as a new KPI"
)
SEVERAL = mark("Several KPIs are called {value}. Say which one: --map '{quoted}=KPI'. Choose: {known}")
COMPUTED = mark("{kpi} is calculated from other KPIs. Leave it out: --map '{quoted}=-'")
OTHER_UNIT = mark("{kpi} is in {unit}, but the file is in {value}. Different currencies can't be added up")
OTHER_PERIOD = mark(
    "Each row of the file is a {other}, but you log {kpi} per {own}. Choose another KPI for "
    "these numbers: --map '{quoted}=KPI'"
)
SUMMED = mark(
    "{kpi} adds up its days, so a person who comes on two days counts twice. Use a KPI with one number per period: "
    "kpitui kpi add NAME --kind fixed"
)
SUMMED_RATES = mark(
    "{kpi} adds up days, but these are percentages, so its totals mean nothing. Make it an "
    "average: kpitui kpi edit {kpi} --kind average"
)
ASIDE: dict[str, str] = {
    "before": mark(
        "Columns left out: {names}. They compare with another period. To import one anyway: --map '{quoted}=KPI'"
    ),
    "numbers": mark(
        "Columns left out: {names}. They look like serial numbers, hours of the day or running totals. "
        "To import one anyway: --map '{quoted}=KPI'"
    ),
    "classes": mark(
        "Columns left out: {names}. They only divide the rows into kinds. To import one anyway: --map '{quoted}=KPI'"
    ),
    "foreign": mark(
        "Columns left out: {names}. They are the same amounts in another currency. To import one "
        "anyway: --map '{quoted}=KPI'"
    ),
    "people": mark(
        "Columns left out: {names}. Several rows of one day can count the same person. Export those by day only"
    ),
    "apart": mark(
        "Columns left out: {names}. Prices and quantities of different things can't be added up. To "
        "import one anyway: --map '{quoted}=KPI'"
    ),
}
"""What is said of columns that become no KPI, by why."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.services.templates import Template

Reason = tuple[str, dict[str, object]]
"""An untranslated sentence with its parameters."""

NO_NAME = mark(
    "A KPI can't be named after the column {value}: a name needs a letter from a to z, or a digit. Give it a name "
    "(--map '{quoted}=KPI'), or leave it out (--map '{quoted}=-')"
)


class MetricMatch(NamedTuple):
    """A figure of a file and the KPI it becomes."""

    figure: FileMetric
    kpi: Kpi | None
    """None when there is none, or none that can take it."""
    refusal: Reason | None = None
    """Why its rows cannot be imported."""

    @property
    def can_be_added(self) -> bool:
        """Whether adding a KPI would take it in."""
        if self.figure.aside:
            return False
        return self.kpi is None and (self.refusal is None or self.refusal[0] in (UNKNOWN, BY_ROW, RESEMBLES, MAY_BE))


class KpiNames:
    """All KPIs by what they are called: their keys, their whole names, and what the template library calls them."""

    def __init__(self, every: Sequence[Kpi]) -> None:
        self.every = every
        self.keys = {kpi.key: kpi for kpi in every}
        self.names: dict[str, list[Kpi]] = {}
        for kpi in every:
            self.names.setdefault(comparable_name(kpi.name), []).append(kpi)

    def by(self, name: str) -> list[Kpi]:
        """Return the KPIs with this whole name, or else the one with this key; never one whose name only resembles it.

        The name goes first: beside a KPI C++, whose key is ``c``, a column C may have a KPI of its own. Of several with
        one name the key decides.
        """
        named = self.names.get(comparable_name(name), [])
        key = self.keys.get(name.strip().casefold())
        return named if key is None or (named and key not in named) else [key]

    @cached_property
    def by_translation(self) -> dict[str, list[Kpi]]:
        """KPIs by the names that the template of their name has in each language: Omzet is what Revenue is."""
        return self._by_words(lambda template: template.names)

    @cached_property
    def by_alias(self) -> dict[str, list[Kpi]]:
        """KPIs by other words for them, which may mean something else: Sales is Revenue, or a number of orders."""
        return self._by_words(lambda template: template.aliases)

    def _by_words(self, words: Callable[[Template], Sequence[str]]) -> dict[str, list[Kpi]]:
        from kpitui.services.templates import templates

        others: dict[str, list[Kpi]] = {}
        for kpi in self.every:
            template = templates().get(kpi.template or kpi.key)
            # A KPI that only has the key of a template is what the template is when it is called so too.
            if template is None or not (
                kpi.template or comparable_name(kpi.name) in map(comparable_name, template.names)
            ):
                continue
            for word in {comparable_name(word) for word in words(template)}:
                others.setdefault(word, []).append(kpi)
        return others


def matched(workspace: Workspace, figures: Iterable[FileMetric], currency: str = "") -> list[MetricMatch]:
    """Return which KPI each of *figures* becomes, or why none.

    *currency* is that of the amounts of which the file names none, where a person said it: a KPI in another one can't
    take them.
    """
    called = KpiNames(all_kpis(workspace))
    matches = [_in_currency(_match(figure, called), currency) for figure in figures]
    matches = _with_ratios(matches, called)
    direct = {match.kpi.id for match in matches if match.kpi is not None and called.by(match.figure.name)}
    return [
        _as_question(match) if _is_translated(match, called) and match.kpi and match.kpi.id in direct else match
        for match in matches
    ]


def _with_ratios(matches: Sequence[MetricMatch], called: KpiNames) -> list[MetricMatch]:
    """Return *matches* with those as ratios whose parts are KPIs of the same file too, or are to be.

    The file shows it of a new KPI; a ratio that is there already says of what it is one.
    """
    by_name = {match.figure.name: match for match in matches}
    of_kpi = {match.kpi.id: match.figure.name for match in matches if match.kpi is not None}

    def adds_up(name: str) -> bool:
        part = by_name[name]
        if part.kpi is not None:
            return KINDS[part.kpi.kind].rule == "sum"
        return part.can_be_added and kind_to_add(part.figure) == "flow"

    ratios = []
    for match in matches:
        figure = match.figure
        kpi = next(iter(_candidates(figure, called)), None) if match.refusal and match.refusal[0] is COMPUTED else None
        if kpi is not None and (kpi.numerator in of_kpi and kpi.denominator in of_kpi):
            figure = figure._replace(parts=(of_kpi[kpi.numerator], of_kpi[kpi.denominator]))
            ratios.append(MetricMatch(figure, kpi))
        elif figure.quotient and match.kpi is None and match.can_be_added and all(map(adds_up, figure.quotient)):
            above, below = (by_name[name] for name in figure.quotient)
            ratios.append(match._replace(figure=_as_ratio(figure, above, below)))
        else:
            ratios.append(match)
    return ratios


def _as_ratio(figure: FileMetric, above: MetricMatch, below: MetricMatch) -> FileMetric:
    """Return *figure* as one KPI divided by another, in the unit of its name or cells, else in that of its amounts."""
    nature = nature_of(figure.name)
    money = figure.money or nature.unit == MONEY
    unit = figure.unit or ("" if money else nature.unit)
    if not unit and not money and not _currency(below):
        unit = _currency(above)
    better = nature.better or "higher"
    return figure._replace(kind="ratio", parts=figure.quotient, unit=unit, money=money, better=better)


def _currency(match: MetricMatch) -> str:
    """Return the currency of a figure or its KPI, empty for none."""
    units = (match.kpi.unit if match.kpi is not None else match.figure.unit, *match.figure.currencies)
    return next(filter(is_currency, units), "")


def _in_currency(match: MetricMatch, currency: str) -> MetricMatch:
    """Return *match*, refused where its KPI is in another currency than the file was said to be."""
    kpi = match.kpi
    if not currency or kpi is None or kpi.unit == currency or not is_currency(kpi.unit) or _names_unit(match.figure):
        return match
    return MetricMatch(match.figure, None, (OTHER_UNIT, {"kpi": kpi.key, "unit": kpi.unit, "value": currency}))


def _names_unit(figure: FileMetric) -> bool:
    """Tell whether the file says in what *figure* is counted, or nothing in the file is its own."""
    return bool(figure.unit or figure.currencies or figure.parts)


def _is_translated(match: MetricMatch, called: KpiNames) -> bool:
    return not match.figure.kind and not called.by(match.figure.name)


def _as_question(match: MetricMatch) -> MetricMatch:
    """Return *match* as a question: its KPI has a figure of its own in this file."""
    name = match.kpi.name if match.kpi else ""
    return MetricMatch(match.figure, None, (MAY_BE, {**_named(match.figure), "name": name}))


def cautions_of(matches: Iterable[MetricMatch]) -> list[Caution]:
    """Return what is to be said about figures that a KPI takes in another way than they are meant."""
    matches = list(matches)
    summed = [match for match in matches if match.kpi is not None and KINDS[match.kpi.kind].rule == "sum"]
    cautions: list[Caution] = [
        (SUMMED, {"kpi": match.kpi.key}) for match in summed if match.kpi is not None and _is_of_people(match.figure)
    ]
    cautions += (
        (SUMMED_RATES, {"kpi": match.kpi.key})
        for match in summed
        if match.kpi is not None and match.figure.unit == "%" and not _is_of_people(match.figure)
    )
    for why, message in ASIDE.items():
        aside = [match.figure.column for match in matches if match.kpi is None and match.figure.aside == why]
        if aside:
            cautions.append((message, {"names": excerpts(aside), "quoted": in_single_quotes(aside[0])}))
    return cautions


def _currency_in(matches: Iterable[MetricMatch]) -> str:
    """Return the only currency that a file names, empty where it names none or several: it is that of all amounts."""
    figures = [match.figure for match in matches]
    named = {code for figure in figures for code in (figure.unit, *figure.currencies) if is_currency(code)}
    return named.pop() if len(named) == 1 else ""


def without_currency(workspace: Workspace, matches: Iterable[MetricMatch], currency: str) -> list[str]:
    """Return the names of the amounts whose new KPI would have no currency: neither the file nor anybody says it."""
    from kpitui.services.templates import known_currency

    matches = list(matches)
    money = [match.figure for match in matches if match.can_be_added and match.figure.money and match.figure.kind]
    money = [figure for figure in money if not _names_unit(figure)]
    named = currency or known_currency(workspace) or _currency_in(matches)
    return [] if named else [figure.own_name for figure in money]


ASSUMED_CURRENCY = mark("No currency in the file. Read as {currency}: {names}. Wrong? Undo, and add --currency {other}")


def with_assumed_currency(workspace: Workspace, matches: Iterable[MetricMatch], currency: str) -> list[Caution]:
    """Return what is said of amounts of which neither the file nor *currency* says the currency: in which one they are.

    New KPIs are in that of the business, else of the region; a KPI that is there has its own, of which it is said only
    until numbers were imported for it.
    """
    matches = list(matches)
    if currency:
        return []
    names: dict[str, list[str]] = {}
    for match in matches:
        taken = "" if _names_unit(match.figure) else _currency_taken(workspace, match, _currency_in(matches))
        if taken:
            names.setdefault(taken, []).append(match.figure.own_name)
    return [
        (
            ASSUMED_CURRENCY,
            {"names": excerpts(of_one), "currency": taken, "other": "EUR" if taken == "USD" else "USD"},
        )
        for taken, of_one in names.items()
    ]


def _currency_taken(workspace: Workspace, match: MetricMatch, named: str) -> str:
    """Return the currency that a figure without one is taken to be in; empty for what is no money.

    Empty too for new KPIs where the file has *named* one for other amounts, and for a KPI that has imported numbers.
    """
    from kpitui.services.templates import currency_of, known_currency

    kpi, figure = match.kpi, match.figure
    if kpi is not None:
        assumed = is_currency(kpi.unit) and kpi.unit != named and not entries.has_imported(workspace.store, kpi.id)
        return kpi.unit if assumed else ""
    mark_of = "¤"
    if named or not match.can_be_added or fields_for(figure, {}, mark_of).get("unit") != mark_of:
        return ""
    return known_currency(workspace) if figure.money and figure.kind else currency_of(workspace)


def _is_of_people(figure: FileMetric) -> bool:
    if figure.adds_up:
        return False
    return KINDS[figure.kind].whole if figure.kind else counts_people(figure.name)


def add_missing(
    workspace: Workspace, change: Transaction, matches: Sequence[MetricMatch], currency: str = ""
) -> list[Kpi]:
    """Add a KPI for every figure that has none, within *change*, parts before ratios, and return them.

    Amounts of which the file names no currency are in *currency*, else in that of the business where it is known.
    """
    from kpitui.services.kpis import described_kpi
    from kpitui.services.templates import currencies, currency_of, known_currency

    added: list[Kpi] = []
    counts = currencies(workspace)
    spoken = currency
    currency = currency or _currency_in(matches)
    for match in sorted((match for match in matches if match.can_be_added), key=lambda match: bool(match.figure.parts)):
        parts = _parts(match, matches) if match.figure.parts else []
        now = {part.figure.name: part.kpi.key for part in matched(workspace, parts) if part.kpi} if parts else {}
        if len(now) == len(match.figure.parts):
            is_open = match.figure.money and (match.figure.kind or match.figure.currencies)
            money = known_currency(workspace, counts) if is_open else currency_of(workspace, counts)
            if not _as_key(match.figure.name):
                raise Refused(NO_NAME, field="map", **_named(match.figure))
            named = match.figure.currencies
            if named and (currency or money) not in named:
                money = named[0]
            fields = fields_for(match.figure, now, currency or money)
            if spoken and match.figure.fractions and fields.get("kind", "flow") == "flow" and not fields.get("unit"):
                fields["unit"] = spoken  # whoever names a currency has amounts, in whatever language they are called
            described = described_kpi(workspace, fields)
            added.append(records.add_kpi(change, described))
            if is_currency(described.unit):
                counts[described.unit] += 1
    return added


def fields_for(figure: FileMetric, parts: Mapping[str, str], currency: str) -> dict[str, Any]:
    """Return the fields of a new KPI for *figure*; *parts* gives the keys of what a ratio is made of.

    A figure of which the file says nothing but its name is looked up in the template library, else it is what its name
    tells, with *currency* for what is money.
    """
    if not figure.kind:
        guessed = _by_name(figure, currency)
        if figure.is_sale or (_is_currency(figure.unit) and guessed.get("unit") == "%"):
            guessed = {"name": figure.name, "kind": "flow"}
        if figure.money or (figure.amount and not guessed.get("unit")):
            guessed["unit"] = currency
        fits = not figure.unit or in_unit(Amount(1.0, figure.unit), str(guessed.get("unit", ""))) is not None
        return guessed if fits else {**guessed, "unit": figure.unit}
    fields: dict[str, Any] = {
        "name": figure.name if figure.is_mapped else figure.own_name,
        "key": figure.name if figure.name == _as_key(figure.name) else "",
        "kind": figure.kind,
        "unit": figure.unit or (currency if figure.money else ""),
        "better": figure.better,
    }
    if figure.every:
        fields["every"] = figure.every
    if figure.parts:
        fields |= {"numerator": parts[figure.parts[0]], "denominator": parts[figure.parts[1]]}
    return fields


def kind_to_add(figure: FileMetric) -> str:
    """Return the kind of the new KPI for *figure*."""
    return figure.kind or str(fields_for(figure, {}, "").get("kind") or "flow")


def _parts(match: MetricMatch, matches: Sequence[MetricMatch]) -> list[FileMetric]:
    return [other.figure for other in matches if other.figure.name in match.figure.parts]


def _match(figure: FileMetric, called: KpiNames) -> MetricMatch:
    candidates = _candidates(figure, called)
    if len(candidates) > 1:
        keys = ", ".join(kpi.key for kpi in candidates)
        return MetricMatch(figure, None, None if figure.parts else (SEVERAL, {**_named(figure), "known": keys}))
    kpi = candidates[0] if candidates else None
    if figure.parts:
        return MetricMatch(figure, kpi)
    if kpi is None:
        return MetricMatch(figure, None, None if figure.aside else _why_none(figure, called))
    if is_computed(kpi):
        return MetricMatch(figure, None, (COMPUTED, {**_named(figure), "kpi": kpi.key}))
    return MetricMatch(figure, *_taken(figure, kpi))


def _taken(figure: FileMetric, kpi: Kpi) -> tuple[Kpi | None, Reason | None]:
    """Return *kpi* where it can take *figure*, else why it cannot: another length of period, another currency."""
    by = cadence_by(kpi.cadence)
    if figure.every and by != figure.every:
        own, other = PERIOD_NAMES[by], PERIOD_NAMES[figure.every]
        return None, (OTHER_PERIOD, {**_named(figure), "kpi": kpi.key, "own": own, "other": other})
    if figure.unit != kpi.unit and _is_currency(figure.unit) and _is_currency(kpi.unit):
        return None, (OTHER_UNIT, {"kpi": kpi.key, "unit": kpi.unit, "value": figure.unit})
    return kpi, None


def _named(figure: FileMetric) -> dict[str, Any]:
    """Return the name of *figure* as it is shown, and as it can be typed after --map, whatever is in it."""
    name = figure.name[:200]
    return {"value": name, "quoted": in_single_quotes(name)}


def _why_none(figure: FileMetric, called: KpiNames) -> Reason:
    """Return why *figure* is none of the KPIs that are there: it resembles one, may be one, or is unknown."""
    if twin := called.keys.get(_as_key(figure.name)):
        return RESEMBLES, {**_named(figure), "name": twin.name}
    if not figure.parts and not _as_key(figure.name):
        return NO_NAME, _named(figure)
    if not figure.kind and (others := called.by_alias.get(comparable_name(figure.name))):
        return MAY_BE, {**_named(figure), "name": others[0].name}
    if figure.named_by:
        by = {"column": figure.named_by[:200], "by": in_single_quotes(figure.named_by[:200])}
        return BY_ROW, {**_named(figure), **by}
    return UNKNOWN, _named(figure)


def _candidates(figure: FileMetric, called: KpiNames) -> list[Kpi]:
    """Return the KPIs that are called as *figure* is, in either language, or as ``--map`` calls it where it does."""
    for name in (figure.name,) if figure.is_mapped else (figure.name, figure.title, figure.own_name):
        if name and (candidates := called.by(name)):
            return candidates
    if figure.kind:
        return []
    plain = _IN_BRACKETS.sub("", figure.name) if figure.unit else figure.name
    in_its_unit = [kpi for kpi in called.by(plain) if kpi.unit == figure.unit] if plain != figure.name else []
    return in_its_unit or called.by_translation.get(comparable_name(figure.name), [])


_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
"""The unit at the end of a name: Weight (kg) is a KPI Weight in kg."""


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def _as_key(name: str) -> str:
    try:
        return key_from_name(name)
    except Refused:
        return ""


_MEMBERS = re.compile(
    r"\b(?:subscribers|followers|fans|members|patrons|contacts|connections)\b|abonnees|volgers|leden\b", re.IGNORECASE
)
_SAYS_PERCENT = re.compile(r"%|percent|pct\b|procent|prozent", re.IGNORECASE)


def _by_name(figure: FileMetric, currency: str) -> dict[str, Any]:
    """Return the fields of a KPI for a column of which only its name and its figures tell what it is.

    Percentages, different people and what only rises are never a sum. How often it is logged is not told by a name,
    only by rows that are weeks, months or quarters.
    """
    from kpitui.services.templates import CURRENCY, template_named

    name = figure.name
    template = template_named(name)
    if template is not None and not KINDS[template.fields.get("kind", "flow")].derived:
        # Another word may mean another thing, so its KPI is not what other files call by the name of the template.
        is_name = comparable_name(name) in map(comparable_name, (template.key, *template.names))
        fields = {**template.fields, **({"template": template.key} if is_name else {})}
        if fields.get("unit") == CURRENCY:
            fields["unit"] = currency
        if figure.unit and not is_name:
            fields["unit"] = figure.unit
    else:
        fields = dict(nature_of(name).fields(currency))
    fields.pop("every", None)
    if figure.share and fields.get("unit") == "%" and not _SAYS_PERCENT.search(name):
        fields.pop("unit")
    if figure.negative:
        fields.pop("floor", None)
    if figure.origin == ROWS:  # of rows that are counted a week has the sum of its days, whatever they are called
        return {"name": name, "kind": "flow", **({"every": figure.every} if figure.every else {})}
    if figure.every:
        fields["every"] = figure.every
    if kind := _kind_shown(figure, str(fields.get("kind", "flow"))):
        fields["kind"] = kind
    return {"name": name, **fields}


def _kind_shown(figure: FileMetric, kind: str) -> str:
    """Return the kind that a column shows itself to be, other than its name alone tells; empty where it shows none."""
    if figure.adds_up:
        return "flow"
    if counts_people(figure.name):
        return "stamped"
    if kind == "level" and figure.negative and _MEMBERS.search(figure.name):
        return "flow"  # nobody has fewer than no followers: these are those of a day, less those who left
    if kind != "flow":
        return ""
    # What somebody was asked has an answer of each, and no sum.
    if figure.unit == "%" or figure.name.rstrip().endswith("?"):
        return "sample"
    return "level" if figure.rising else ""
