"""A time of day beside a day, as people and programs write it: ``today 14:00``, ``2026-11-23T14:00Z``, ``2:30 pm``.

Which day is meant is `day`'s work, which time zone is in force `kpitui.services.time_zones`'s.
"""

from __future__ import annotations

import re
from datetime import datetime

from kpitui.core.errors import Refused, mark

_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
_AT_THE_END = re.compile(rf"(?:^|[ T]|\b(?:at|om) ?){_CLOCK}(?: ?(?P<half>[ap]m))?$", re.IGNORECASE)
_HALF_DAY = re.compile(r"(?:^| )(?P<hour>[0-9]{1,2}) ?(?P<half>[ap]m)$", re.IGNORECASE)
_WITH_ZONE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}[0-9:.,]*(?:Z|[+-][0-9]{2}:?[0-9]{2})", re.IGNORECASE
)

LEAP = 60
"""The second that is put in at the end of some days: an entry of it is one of its minute."""
_LEAP = re.compile(r"(?<=:[0-9]{2}):60(?![0-9:])")

NO_SUCH_MOMENT = mark("{value} does not exist. Check the date")


def moment_with_zone(text: str) -> datetime | None:
    """Return the moment that *text* names with its offset from UTC; None where it is no such moment."""
    typed = text.strip()
    if not _WITH_ZONE.fullmatch(typed):
        return None
    try:
        typed = _LEAP.sub(":59", typed)  # which Python does not know
        return datetime.fromisoformat(typed.upper().replace(",", ".").replace("Z", "+00:00"))
    except ValueError as error:
        raise Refused(NO_SUCH_MOMENT, field="date", value=text) from error


def split_time(text: str) -> tuple[str, str | None]:
    """Return the day in *text*, as typed, and the time of day at its end as ``HH:MM``; None where it has none.

    Raises Refused for a time that is not on the clock.
    """
    typed = text.strip()
    match = _AT_THE_END.search(typed) or _HALF_DAY.search(typed)
    if match is None:
        return typed, None
    parts = match.groupdict()
    hour, minute = int(parts["hour"]), int(parts.get("minute") or 0)
    if half := (parts.get("half") or "").lower():
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59 or int(parts.get("second") or 0) > LEAP:
        raise Refused(mark("Not a time: {value}. Try 14:30"), field="time", value=typed[match.start() :].strip(" T"))
    return typed[: match.start()].strip(), f"{hour:02d}:{minute:02d}"
