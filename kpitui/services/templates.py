"""The template library: ready-made KPIs in the trades of a one-person business, those of the source article first.

They are data: one file for each trade in `kpitui/library`, checked by `schema` when they are read. A template is the
fields of a KPI, in two languages; its parts, for a ratio or a formula, are named by the keys of other templates. It
becomes a KPI together with what it is computed from and, when asked, with what usually drives it.
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
from kpitui.core.languages import LANGUAGES
from kpitui.core.model import Kpi
from kpitui.files.folders import LARGEST, described_in, own_paths, write_own
from kpitui.services.kpi_editing import add_kpis
from kpitui.services.reading import all_kpis
from kpitui.services.schema import TradeFile, checked
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
    """The fields of `schema.KpiFields` besides name and key."""
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

    content = on_disk(path).whole(LARGEST)
    try:
        trade = checked(TradeFile, tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        reason = mark("{path} cannot be read: {reason}")
        raise Refused(reason, field="install", path=path, reason=str(error)) from error
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


def _own_trades(paths: Iterable[tuple[str, int]]) -> Iterator[tuple[str, TradeFile | KpituiError]]:
    for path, described in described_in(path for path, _changed in paths):
        if isinstance(described, Refused):
            yield path, described
            continue
        try:
            yield path, checked(TradeFile, described)
        except KpituiError as refused:
            yield path, refused


@lru_cache(2)
def _library(own: tuple[tuple[str, int], ...]) -> tuple[dict[str, Template], tuple[Trade, ...]]:
    folder = files("kpitui") / "library"
    by_key: dict[str, Template] = {}
    trades = []
    paths = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    described = [
        (path.name.removesuffix(".toml"), checked(TradeFile, tomllib.loads(path.read_text(encoding="utf-8"))))
        for path in sorted(paths, key=lambda file: file.name != f"{FIRST}.toml")
    ]
    described += (
        (Path(path).name.removesuffix(".toml"), trade)
        for path, trade in _own_trades(own)
        if isinstance(trade, TradeFile)
    )
    for name, trade in described:
        for key, row in trade.kpi.items():
            if key in by_key:
                continue
            fields = row.model_dump(exclude_unset=True, exclude=ABOUT)
            needs = [key for key in (row.numerator, row.denominator) if key]
            needs += sorted(Formula.parse(row.formula).names) if row.formula else []
            by_key[key] = Template(
                key,
                row.name,
                row.tells,
                row.trap,
                row.counter,
                tuple(row.aka.split()),
                fields,
                tuple(needs),
                tuple(row.drivers.split()),
                frozenset(row.shows.split()),
                row.vain,
                name,
            )
        trades.append(Trade(name, trade.name, (*trade.kpi, *trade.also)))
    return by_key, tuple(trades)


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
    """Return the KPI that was made from the template called *key*, or has its key; None when there is none."""
    every = all_kpis(workspace)
    return next((kpi for kpi in every if key in (kpi.template, kpi.key)), None)


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


def currency_of(workspace: Workspace) -> str:
    """Return the currency that most KPIs are kept in; before there is one, that of the region."""
    region = workspace.settings.region
    return known_currency(workspace) or (region.currency if region else CURRENCY)


def known_currency(workspace: Workspace) -> str:
    """Return the currency that most KPIs are kept in, else that of the region that was chosen; empty before that.

    A locale tells how days are written and not in which currency a shop sells.
    """
    counted = Counter(kpi.unit for kpi in all_kpis(workspace) if is_currency(kpi.unit))
    if counted:
        return counted.most_common(1)[0][0]
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
