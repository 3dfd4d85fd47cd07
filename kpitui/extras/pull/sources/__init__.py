"""Figures from elsewhere: the kinds of sources there are, and the only code that opens connections or starts programs.

A kind is a module with ``fetch(place, span, patience)``, which returns figures, or the bytes of a file that is read as
an import. What the figures mean for the database is told by `kpitui.extras.pull`, which source is asked what by
the person's own file.
"""

from __future__ import annotations

from typing import NamedTuple

from kpitui.core.errors import mark
from kpitui.extras.pull.sources._place import SourceMetric

__all__ = ["GROUP", "SOURCES", "SourceKind", "SourceMetric", "add_sources_of_packages"]


class SourceKind(NamedTuple):
    """A kind of source."""

    name: str
    module: str
    """Imported when a source of this kind is asked."""
    title: str
    """What it is for people, untranslated."""


SOURCES: dict[str, SourceKind] = {
    kind.name: kind
    for kind in (
        SourceKind("json", "kpitui.extras.pull.sources.web_json", mark("any address that answers with JSON")),
        SourceKind("plausible", "kpitui.extras.pull.sources.plausible", mark("Plausible")),
        SourceKind("matomo", "kpitui.extras.pull.sources.matomo", mark("Matomo")),
        SourceKind("umami", "kpitui.extras.pull.sources.umami", mark("Umami")),
        SourceKind("goatcounter", "kpitui.extras.pull.sources.goatcounter", mark("GoatCounter")),
        SourceKind("ga4", "kpitui.extras.pull.sources.google_analytics", mark("Google Analytics 4")),
        SourceKind("sql", "kpitui.extras.pull.sources.sql", mark("a query on an SQLite file")),
        SourceKind("command", "kpitui.extras.pull.sources.command", mark("a command that prints a number or a CSV")),
    )
}

GROUP = "kpitui.sources"
"""The entry points under which packages name kinds of sources: modules as those of this folder are."""


def add_sources_of_packages() -> dict[str, str]:
    """Add the kinds of sources that installed packages name to `SOURCES`; return what is wrong with those left out.

    Such a module has ``fetch(place, span, patience)`` and may have a ``TITLE``. One of this program is never replaced.
    """
    from importlib.metadata import entry_points

    problems: dict[str, str] = {}
    for entry in entry_points(group=GROUP):
        if entry.name in SOURCES:
            continue
        try:
            module = entry.load()
            if not callable(module.fetch):
                raise TypeError("fetch is no function")
        except Exception as error:  # whatever a package does wrong is its own
            problems[entry.name] = f"{type(error).__name__}: {error}"[:200]
        else:
            SOURCES[entry.name] = SourceKind(entry.name, entry.module, str(getattr(module, "TITLE", entry.name)))
    return problems
