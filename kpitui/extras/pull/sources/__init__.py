"""Figures from elsewhere: the kinds of sources there are, and the only code that opens connections or starts programs.

A kind is a function of place, span and patience, which returns figures, or the bytes of a file that is read as an
import. What the figures mean for the database is told by `kpitui.extras.pull`, which source is asked what by
the person's own file.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from math import isfinite
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, NamedTuple

from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.extras.pull.sources._place import MOST_FIGURES, Patience, Place, SourceMetric, Span
from kpitui.files.packages import package_of, reason_of, run_package_code
from kpitui.i18n.harmless import harmless

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["GROUP", "SOURCES", "SourceKind", "SourceMetric", "add_sources_of_packages", "fetched_by_package"]


class SourceKind(NamedTuple):
    """A kind of source."""

    name: str
    place: str
    """Its function as ``module:name``, imported when a source of this kind is asked."""
    title: str
    """What it is for people, untranslated."""
    package: str = ""
    """The installed package that it is of; empty for one of this program."""

    def fetch(self, place: Place, span: Span, patience: Patience) -> list[SourceMetric] | bytes:
        """Return what the source says, as figures or as the bytes of a file; raises Refused."""
        fetched: list[SourceMetric] | bytes = resolve_name(self.place)(place, span, patience)
        return fetched


SOURCES: dict[str, SourceKind] = {
    kind.name: kind
    for kind in (
        SourceKind(
            "json", "kpitui.extras.pull.sources.web_statistics:fetch_json", mark("any address that answers with JSON")
        ),
        SourceKind("plausible", "kpitui.extras.pull.sources.web_statistics:fetch_plausible", mark("Plausible")),
        SourceKind("matomo", "kpitui.extras.pull.sources.web_statistics:fetch_matomo", mark("Matomo")),
        SourceKind("umami", "kpitui.extras.pull.sources.web_statistics:fetch_umami", mark("Umami")),
        SourceKind("goatcounter", "kpitui.extras.pull.sources.web_statistics:fetch_goatcounter", mark("GoatCounter")),
        SourceKind("ga4", "kpitui.extras.pull.sources.google_analytics:fetch", mark("Google Analytics 4")),
        SourceKind("sql", "kpitui.extras.pull.sources.sql:fetch", mark("a query on an SQLite file")),
        SourceKind(
            "command", "kpitui.extras.pull.sources.command:fetch", mark("a command that prints a number or a CSV")
        ),
    )
}

GROUP = "kpitui.sources"
"""The entry points under which packages name kinds of sources: modules as those of this folder are."""

NOT_USABLE = mark("The source '{value}' of the package {package} can't be used: {reason}")
LONGEST_NAME = 60


def add_sources_of_packages() -> dict[str, Refused]:
    """Add the kinds of sources that installed packages name to `SOURCES`; return what is wrong with those left out.

    Such a module has ``fetch(place, span, patience)`` and may have a ``TITLE``. One of this program is never replaced.
    """
    from importlib.metadata import entry_points

    problems: dict[str, Refused] = {}
    for entry in entry_points(group=GROUP):
        if entry.name in SOURCES:
            continue
        package = package_of(entry)
        try:
            title = run_package_code(
                partial(_title_of, entry),
                NOT_USABLE,
                field="kind",
                interruptible=True,
                value=entry.name[:LONGEST_NAME],
                package=package,
            )
        except Refused as problem:
            problems[entry.name] = problem
        else:
            SOURCES[entry.name] = SourceKind(entry.name, f"{entry.module}:fetch", title, package)
    return problems


def _title_of(entry: EntryPoint) -> str:
    """Load the module of an entry point and return its title; raises whatever the package does."""
    module = entry.load()
    if not callable(module.fetch):
        raise TypeError("fetch is not a function")
    return harmless(str(getattr(module, "TITLE", "")), LONGEST_NAME) or entry.name


def fetched_by_package(kind: SourceKind, place: Place, span: Span, patience: Patience) -> list[SourceMetric] | bytes:
    """Return what the package of a *kind* fetches, checked; raise Refused, naming the package, for anything else."""
    try:
        return run_package_code(
            lambda: _checked(kind.fetch(place, span, patience)),
            NOT_USABLE,
            field="kind",
            interruptible=True,
            value=kind.name[:LONGEST_NAME],
            package=kind.package,
        )
    except Refused as refused:
        cause = refused.__cause__
        if isinstance(cause, KpituiError) and reason_of(cause) != type(cause).__name__:
            raise cause from None
        raise


def _checked(fetched: Any) -> list[SourceMetric] | bytes:
    """Return what a package fetched as bytes or figures; raise TypeError or ValueError for anything else."""
    if isinstance(fetched, bytes):
        return fetched
    figures: list[SourceMetric] = []
    for figure in fetched:  # what is no row of figures raises TypeError
        kpi, day, value, unit = figure
        if not isinstance(kpi, str) or not isinstance(unit, str) or type(day) is not date:
            raise TypeError("a figure is a SourceMetric(kpi, date, value, unit)")
        if isinstance(value, bool) or not isfinite(value):
            raise ValueError(f"{value} is not a number")
        figures.append(SourceMetric(kpi, day, float(value), unit))
        if len(figures) > MOST_FIGURES:
            raise ValueError(f"more than {MOST_FIGURES} figures")
    return figures
