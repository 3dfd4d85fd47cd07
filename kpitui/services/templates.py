"""The template library, ready-made KPIs in the trades of a one-person business, and what it says of a KPI's name.

Templates are data: one file for each trade in `kpitui/library`. Those of this program stand as `kpi_fields` gives them
back, which a test holds; those of a person are checked by it when they are read. A template is the fields of a KPI, in
two languages; its parts, for a ratio or a formula, are named by the keys of other templates. It becomes a KPI together
with what it is computed from and, when asked, with what usually drives it. Where somebody adds a KPI by its name alone,
its kind, unit and direction are proposed by the template of that name, else by the name.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from kpitui.core.errors import KpituiError, NotFound, Refused, mark
from kpitui.core.figures import is_currency
from kpitui.core.formula import Formula
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_names import name_similarity
from kpitui.core.languages import LANGUAGES
from kpitui.core.model import Kpi
from kpitui.core.parser_reasons import parser_reason
from kpitui.files.folders import LARGEST, own_paths, read_toml_files, write_own
from kpitui.services.kpis import add_kpis
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace

FIRST = "webshop"
"""The trade that is listed first: the source article's."""

ABOUT = {"name", "tells", "trap", "counter", "aka", "drivers", "shows", "vain"}
"""The fields of a template that are no fields of the KPI it becomes."""


class Template(NamedTuple):
    """A KPI to begin with; its texts are by language, English first."""

    key: str
    names: tuple[str, ...]
    tells: tuple[str, ...]
    """What it tells, in a line."""
    traps: tuple[str, ...]
    """How it misleads, in a line."""
    counter: str
    """The key of the template that is usually watched beside it."""
    aliases: tuple[str, ...]
    """Other words for it, in any language, hyphens within them."""
    fields: dict[str, Any]
    """The fields of `kpi_fields.KpiFields` besides name and key."""
    needs: tuple[str, ...] = ()
    """The keys it is computed from."""
    drivers: tuple[str, ...] = ()
    """The keys of those that usually drive it."""
    shows: frozenset[str] = frozenset()
    """What it shows something of and no single number shows: words in any language."""
    vain: bool = False
    """Whether it can grow without anything coming of it."""
    file: str = ""
    """The file that it is described in, without its ending."""

    def name_in(self, language: str) -> str:
        """Return its name in a language, by its code."""
        return _text_in(self.names, language)

    def hint_in(self, language: str) -> str:
        """Return what it tells, in a language by its code."""
        return _text_in(self.tells, language)

    def trap_in(self, language: str) -> str:
        """Return how it misleads, in a language by its code."""
        return _text_in(self.traps, language)


class Trade(NamedTuple):
    """A trade and the keys of the templates it uses, its own ones first."""

    key: str
    names: tuple[str, ...]
    templates: tuple[str, ...]

    def name_in(self, language: str) -> str:
        """Return its name in a language, by its code."""
        return _text_in(self.names, language)


def library() -> tuple[dict[str, Template], tuple[Trade, ...]]:
    """Return all templates by key, and the trades: those of this program, then those that a person installed."""
    return _library(own_paths(os.environ, OWN))


OWN = "templates"
"""The folder of templates of one's own, in the configuration folder."""


def install_templates(environ: Mapping[str, str], path: str) -> tuple[str, list[str]]:
    """Keep the file of templates at *path* among one's own, and return where, with the keys that it brings.

    Raises Refused when it is none, when it takes a key that is there already, and when it cannot be kept.
    """
    from kpitui.exchange.content import on_disk
    from kpitui.services.kpi_fields import TradeFile, checked

    content = on_disk(path).whole(LARGEST)
    try:
        trade = checked(TradeFile, tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        reason = mark("{path} can't be read: {reason}")
        raise Refused(reason, field="install", path=path, reason=parser_reason(error)) from error
    name = Path(path).name.removesuffix(".toml").casefold()
    others = {key for key, template in templates().items() if template.file != name}
    if taken := sorted(others & trade.kpi.keys()):
        raise Refused(mark("There is already a template {value}"), field="install", value=", ".join(taken))
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        reason = mark("Use small letters, digits and hyphens in the file name, such as bakery.toml, not {value}")
        raise Refused(reason, field="install", value=Path(path).name)
    return write_own(environ, OWN, name, content, replace=True), list(trade.kpi)


def template_problems() -> list[tuple[str, KpituiError]]:
    """Return which files of a person's own templates are left out, each with why."""
    own = _own_trades(own_paths(os.environ, OWN))
    return [(path, refused) for path, refused in own if isinstance(refused, KpituiError)]


def _own_trades(paths: Iterable[tuple[str, int]]) -> Iterator[tuple[str, dict[str, Any] | KpituiError]]:
    """Yield of each of a person's own files the trade that it describes, by field, or why it is left out."""
    for path, described in read_toml_files(path for path, _changed in paths):
        if isinstance(described, Refused):
            yield path, described
            continue
        from kpitui.services.kpi_fields import TradeFile, checked  # only here: few have templates of their own

        try:
            yield path, checked(TradeFile, described).model_dump(exclude_unset=True)
        except KpituiError as refused:
            yield path, refused


@lru_cache(2)
def _library(own: tuple[tuple[str, int], ...]) -> tuple[dict[str, Template], tuple[Trade, ...]]:
    folder = files("kpitui") / "library"
    by_key: dict[str, Template] = {}
    trades = []
    paths = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    described = [
        (path.name.removesuffix(".toml"), tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(paths, key=lambda file: file.name != f"{FIRST}.toml")
    ]
    described += (
        (Path(path).name.removesuffix(".toml"), trade)
        for path, trade in (_own_trades(own) if own else ())
        if isinstance(trade, dict)
    )
    for name, trade in described:
        for key, row in trade["kpi"].items():
            if key not in by_key:
                by_key[key] = _template(key, row, name)
        trades.append(Trade(name, tuple(trade["name"]), (*trade["kpi"], *trade.get("also", ()))))
    return by_key, tuple(trades)


def _template(key: str, row: Mapping[str, Any], file: str) -> Template:
    """Return the template that the fields of a `kpi_fields.TemplateRow` describe, in *file*."""
    needs = [part for part in (row.get("numerator"), row.get("denominator")) if part]
    needs += sorted(Formula.parse(row["formula"]).names) if row.get("formula") else []
    return Template(
        key,
        tuple(row["name"]),
        tuple(row["tells"]),
        tuple(row["trap"]),
        row["counter"],
        tuple(row["aka"].split()),
        {field: value for field, value in row.items() if field not in ABOUT},
        tuple(needs),
        tuple(row.get("drivers", "").split()),
        frozenset(row.get("shows", "").split()),
        row.get("vain", False),
        file,
    )


@lru_cache(2)
def _by_name(own: tuple[tuple[str, int], ...]) -> dict[str, list[Template]]:
    """Return all templates by each of their names in small letters."""
    by_name: dict[str, list[Template]] = {}
    for template in _library(own)[0].values():
        for name in dict.fromkeys(map(str.casefold, template.names)):
            by_name.setdefault(name, []).append(template)
    return by_name


def templates() -> dict[str, Template]:
    """Return all templates by key, those of the source article first."""
    return library()[0]


def trades() -> tuple[Trade, ...]:
    """Return the trades that there are templates of, that of the source article first."""
    return library()[1]


def templates_like(text: str) -> list[Template]:
    """Return the templates in which every word of *text* occurs: in a name, an alias, what it tells, or a trade."""
    words = text.casefold().split()
    in_trades: dict[str, str] = {}
    for trade in library()[1]:
        for key in trade.templates:
            in_trades[key] = f"{in_trades.get(key, '')} {trade.key} {' '.join(trade.names)}"
    return [
        template
        for template in templates().values()
        if all(word in _searched(template, in_trades.get(template.key, "")).casefold() for word in words)
    ]


def templates_near(text: str, most: int) -> list[Template]:
    """Return at most *most* templates for a name while it is typed: those with most of its words, then their trade.

    A word counts where one of a template begins with it, in a name or alias twice as much as in what it tells. An empty
    text, and one that none fits, gives those of the first trade.
    """
    words = [word for word in text.casefold().split() if len(word) > 1]
    ranked: list[tuple[int, int, Template]] = []
    for place, template in enumerate(templates().values()):
        names = _beginnings(" ".join((template.key, *template.names, *template.aliases)))
        uses = _beginnings(" ".join(template.tells))
        hits = sum(
            2 if any(part.startswith(word) for part in names) else any(part.startswith(word) for part in uses)
            for word in words
        )
        if hits:
            ranked.append((-hits, place, template))
    near = [template.key for _hits, _place, template in sorted(ranked)]
    trade = next((trade for trade in trades() if near and near[0] in trade.templates), trades()[0])
    return [template_called(key) for key in dict.fromkeys((*near, *trade.templates, *templates()))][:most]


def _beginnings(text: str) -> list[str]:
    return re.split(r"[\W_]+", text.casefold())


def template_called(key: str) -> Template:
    """Return the template with this key; raise NotFound with the nearest there are."""
    by_key = templates()
    if key not in by_key:
        from difflib import get_close_matches

        near = get_close_matches(key, by_key, n=3, cutoff=0.5) or list(by_key)[:12]
        message = mark("No template {value}. Choose: {known}")
        raise NotFound(message, field="template", value=key, known=", ".join(near))
    return by_key[key]


def _searched(template: Template, trades: str) -> str:
    return " ".join((template.key, *template.names, *template.tells, *template.aliases, trades))


def _text_in(texts: tuple[str, ...], language: str) -> str:
    return texts[list(LANGUAGES).index(language)]


CURRENCY = "EUR"
"""The currency of templates, and of a business that keeps nothing in money yet and of which no region is known."""

_NAME = re.compile(r"[a-z][a-z0-9-]*")
"""The key of a template within a formula."""


def kpi_of_template(workspace: Workspace, key: str) -> Kpi | None:
    """Return the KPI that was made from the template called *key*, or has its key or name; None when there is none."""
    # Files of templates may come beside the database, whose state does not tell of them.
    cache_key = ("KPIs of templates", own_paths(os.environ, OWN))
    return workspace.cached(cache_key, lambda: _kpis_of_templates(all_kpis(workspace))).get(key)


def _kpis_of_templates(kpis: Iterable[Kpi]) -> dict[str, Kpi]:
    """Return the first of *kpis* that stands for a template or is called like it, by the key of that template."""
    own, by_name = dict[str, Kpi](), dict[str, Kpi]()
    for kpi in kpis:
        for key in (kpi.template, kpi.key):
            if key:
                own.setdefault(key, kpi)
        if (template := template_of(kpi)) is not None:
            by_name.setdefault(template.key, kpi)
    return {**by_name, **own}


def add_from_library(workspace: Workspace, key: str, *, changes: Mapping[str, Any] | None = None) -> list[Kpi]:
    """Add the template called *key* as one change, after what it is computed from; return what was added.

    *changes* are fields that the KPI itself is to have instead. KPIs that exist already are left as they are. Raises
    NotFound for an unknown template.
    """
    chosen = template_called(key)
    described = {template.key: _fields(workspace, template) for template in added_with(workspace, key)}
    if changes is not None:
        described[key] = {**_fields(workspace, chosen), **changes}
    return add_kpis(workspace, list(described.values())) if described else []


def added_with(workspace: Workspace, key: str) -> list[Template]:
    """Return the templates, not KPIs yet, that adding the one called *key* adds: itself and what it is made of."""
    needed = {template.key: template for template in _with_parts([template_called(key)])}
    return [template for template in needed.values() if kpi_of_template(workspace, template.key) is None]


def currencies(workspace: Workspace) -> Counter[str]:
    """Return how many KPIs are kept in each currency."""
    return Counter(kpi.unit for kpi in all_kpis(workspace) if is_currency(kpi.unit))


def currency_of(workspace: Workspace, counts: Counter[str] | None = None) -> str:
    """Return the currency that most KPIs are kept in; before there is one, that of the region.

    Whoever adds many KPIs within one change counts their *counts*, see `currencies`, instead of reading all anew.
    """
    region = workspace.settings.region
    return known_currency(workspace, counts) or (region.currency if region else CURRENCY)


def known_currency(workspace: Workspace, counts: Counter[str] | None = None) -> str:
    """Return the currency that most KPIs are kept in, else that of the region that was chosen; empty before that.

    A locale tells how days are written and not in which currency a shop sells. *counts* as in `currency_of`.
    """
    if counts is None:
        counts = currencies(workspace)
    if counts:
        return counts.most_common(1)[0][0]
    region = workspace.settings.region if workspace.settings.text("region") != "auto" else None
    return region.currency if region else ""


def _with_parts(order: Iterable[Template]) -> Iterator[Template]:
    for template in order:
        yield from _with_parts(template_called(key) for key in template.needs)
        yield template


def _fields(workspace: Workspace, template: Template) -> dict[str, Any]:
    """Return the fields of the KPI that a template becomes; its parts by the keys they have here."""

    def here(key: str) -> str:
        mine = kpi_of_template(workspace, key)
        return mine.key if mine else key

    parts = {name: here(key) for name, key in template.fields.items() if name in ("numerator", "denominator")}
    if "formula" in template.fields:
        parts["formula"] = _NAME.sub(lambda name: here(name[0]), template.fields["formula"])
    money = {"unit": currency_of(workspace)} if template.fields.get("unit") == CURRENCY else {}
    return {
        "name": template.name_in(workspace.settings.language),
        "key": template.key,
        "template": template.key,
        **template.fields,
        **money,
        **parts,
    }


TAKEN = ("kind", "unit", "better", "every", "floor", "ceiling", "numerator", "denominator", "formula")
"""The fields of a template that are proposed for a KPI of its name."""

_MEASURES = re.compile(r"\w(?:percentage|ratio|waarde|snelheid)$")
"""How a Dutch compound ends that is as full a name as two English words: conversiepercentage."""


class Proposal(NamedTuple):
    """The fields of a new KPI, and which of them nobody gave."""

    fields: dict[str, Any]
    assumed: tuple[str, ...]
    certain: bool = False
    """Whether it is the template of that name that says so, which leaves no doubt."""
    template: str = ""
    """The key of the template that would calculate it, where its parts are not there yet."""


def proposed(workspace: Workspace, given: Mapping[str, Any]) -> Proposal:
    """Return *given*, fields of a new KPI by the names of `kpi_fields.KpiFields`, with what is proposed for the rest.

    A template that is named, in ``template``, proposes for itself.
    """
    from kpitui.core.kpi_nature import unit_named

    fields = {name: value for name, value in given.items() if value not in ("", None)}
    template, parts = _template_called(workspace, str(fields.get("name", "")))
    if template is not None and _is_in_another_unit(
        unit_named(str(fields["name"])), str(template.fields.get("unit", ""))
    ):
        template, parts = None, {}
    missing = any(part is None for part in parts.values())
    offered = _offered(workspace, fields, None if missing else template, parts)
    kind = fields.get("kind", offered.get("kind"))
    if kind is not None and kind != offered.get("kind", kind):
        # Parts and bounds are those of the kind that was proposed; the unit and which way is better are not.
        offered = {name: offered[name] for name in ("unit", "better", "template") if name in offered}
    if "better" in fields:
        offered.pop("better", None)
    added = {name: value for name, value in offered.items() if name not in fields}
    certain = {"template", *(("kind",) if _is_derived(fields) else ())}
    assumed = [name for name in added if name not in certain]
    if kind is None:
        assumed.insert(0, "kind")
    better = template.key if template and missing and "kind" in assumed else ""
    return Proposal({**given, **added}, tuple(assumed), template is not None and not missing, better)


def _is_derived(fields: Mapping[str, Any]) -> bool:
    """Tell whether what is given says already that a KPI is calculated from others."""
    return not fields.keys().isdisjoint(("numerator", "denominator", "formula"))


def _offered(
    workspace: Workspace, fields: Mapping[str, Any], template: Template | None, parts: Mapping[str, Kpi | None]
) -> dict[str, Any]:
    from kpitui.core.kpi_nature import nature_of, unit_named

    name = str(fields.get("name", ""))
    if _is_derived(fields):
        # What a formula comes to has the unit that its parts give it.
        nature = nature_of(name).fields(currency_of(workspace))
        kind, named = ("formula", ("better",)) if "formula" in fields else ("ratio", ("unit", "better"))
        return {"kind": kind, **{field: nature[field] for field in named if field in nature}}
    if template is not None:
        return _of_template(workspace, template, parts)
    offered = nature_of(name).fields(currency_of(workspace))
    unit = unit_named(name)
    if unit and "unit" not in fields:
        if _is_in_another_unit(unit, str(offered.get("unit", ""))):
            # A margin in euros adds up, one in percent does not: what was proposed is of the other.
            offered = {field: value for field, value in offered.items() if field == "better"}
        offered["unit"] = unit
    if "%" in (fields.get("unit"), offered.get("unit")) and "kind" not in offered:
        offered["kind"] = "sample"
    return offered


def _is_in_another_unit(unit: str, other: str) -> bool:
    """Tell whether a unit that is named is of another sort than *other*: of percent and money one at most is right."""
    return bool(unit) and bool(other) and (unit == "%") != (other == "%")


def template_named(name: str) -> Template | None:
    """Return the template called *name*, in either language; None when there is none.

    Its other words count where they are more than one, or a Dutch compound that says what is measured: a single word
    means too much.
    """
    for template in templates().values():
        called = (*template.names, *(alias for alias in template.aliases if "-" in alias or _MEASURES.search(alias)))
        if any(name_similarity(name, other) == 1 for other in called):
            return template
    return None


def _template_called(workspace: Workspace, name: str) -> tuple[Template | None, dict[str, Kpi | None]]:
    """Return the template called *name*, with the KPIs here that it is computed from, by key."""
    template = template_named(name)
    if template is None:
        return None, {}
    return template, {key: kpi_of_template(workspace, key) for key in template.needs}


def _of_template(workspace: Workspace, template: Template, parts: Mapping[str, Kpi | None]) -> dict[str, Any]:
    offered = {field: template.fields[field] for field in TAKEN if field in template.fields}
    if offered.get("unit") == CURRENCY:
        offered["unit"] = currency_of(workspace)
    if not KINDS[str(offered.get("kind", "flow"))].whole:
        offered.pop("every", None)
    keys = {key: part.key for key, part in parts.items() if part}
    for field in ("numerator", "denominator"):
        if field in offered:
            offered[field] = keys[offered[field]]
    if "formula" in offered:
        offered["formula"] = _renamed(str(offered["formula"]), keys)
    if kpi_of_template(workspace, template.key) is None:
        offered["template"] = template.key
    return {"kind": "flow", **offered}


def _renamed(formula: str, keys: Mapping[str, str]) -> str:
    return re.sub(r"[a-z][a-z0-9-]*", lambda name: keys.get(name[0], name[0]), formula)


def is_vanity(kpi: Kpi) -> bool:
    """Tell whether a KPI can grow without anything coming of it: by its template, else by its name."""
    template = template_of(kpi)
    if template is not None:
        return template.vain
    from kpitui.core.kpi_nature import is_flattering  # what names mean is slow to load, here and below

    return is_flattering(kpi.name)


def is_beyond_measure(kpi: Kpi) -> bool:
    """Tell whether a KPI stands for what no single number shows; a ready-made one does not."""
    from kpitui.core.kpi_nature import is_unmeasurable

    return template_of(kpi) is None and is_unmeasurable(kpi.name)


def template_of(kpi: Kpi) -> Template | None:
    """Return the template that a KPI was made from, or that has its key or, in any language, its name; else None.

    A name alone is enough for a KPI whose figures come together in the same way.
    """
    own = own_paths(os.environ, OWN)
    of = _library(own)[0].get(kpi.template or kpi.key)
    if of is not None or kpi.template:
        return of
    named, rule = _by_name(own).get(kpi.name.strip().casefold(), ()), KINDS[kpi.kind].rule
    return next((template for template in named if KINDS[template.fields.get("kind", "flow")].rule == rule), None)
