"""Files in and out: `read` turns the content of a file into rows and refusals, `writing` and `report` make files.

Nothing here knows the database or the clock; what is new, the same or in conflict is told by `kpitui.services`.
"""

from __future__ import annotations

from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpitui.exchange.content import FileContent
    from kpitui.exchange.reading import Caution, FileMetric, FileReading, Format, ImportedRow, RefusedRow
    from kpitui.exchange.recognition import formats, headers_of, preset_problems, read

__all__ = [
    "Caution",
    "FileContent",
    "FileMetric",
    "FileReading",
    "Format",
    "ImportedRow",
    "RefusedRow",
    "formats",
    "headers_of",
    "preset_problems",
    "read",
]


def __getattr__(name: str) -> object:
    """Return what is asked of this package, from where it is; what reads files is slow to load, and not to write one.

    So a review, a report and an export are there without it.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    place = "content" if name == "FileContent" else "reading" if name[0].isupper() else "recognition"
    resolved: object = resolve_name(f"{__name__}.{place}:{name}")
    return resolved
