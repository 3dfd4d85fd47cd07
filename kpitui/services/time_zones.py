"""Where the person is: the time zone in force, what its clock says, and which zones there are.

A server may stand in another zone than its owner, whose today is the one that counts. Without a setting the zone is
that of the system: TZ, else /etc/localtime. `zoneinfo` is loaded only where a zone was set or is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import cache

from kpitui.core.day import NO_SUCH_MOMENT
from kpitui.core.errors import Refused, mark

AUTO = "auto"
LOCALTIME, TIMEZONE = "/etc/localtime", "/etc/timezone"
"""What a system says of its zone: a link into the zone database, or its name."""
_ZONES = "zoneinfo/"


def local_time(now: datetime, zone: str) -> datetime:
    """Return *now*, which is local to the system, as the clock in *zone* shows it, without a zone; ``auto`` leaves it.

    A zone that this system does not know leaves it as well; the doctor says so.
    """
    if zone == AUTO:
        return now
    from zoneinfo import ZoneInfo

    try:
        there = ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        return now
    return now.astimezone(there).replace(tzinfo=None)


def exists(moment: datetime, zone: str) -> bool:
    """Tell whether the clock in *zone* ever shows *moment*, which has no zone: in spring an hour is skipped."""
    if zone == AUTO or not is_known(zone):
        return datetime.fromtimestamp(moment.timestamp()) == moment  # noqa: DTZ006  the zone of the system
    from datetime import UTC
    from zoneinfo import ZoneInfo

    there = moment.replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == moment


def refuse_skipped(day: date, time: str, zone: str, starts: int) -> None:
    """Refuse a *time* (``HH:MM``) that the clock in *zone* skips on *day*, where days begin at *starts* o'clock.

    Raises Refused for it, as for a moment before the first or after the last year that there is.
    """
    try:
        clock = datetime.fromisoformat(f"{day.isoformat()}T{time}") + timedelta(days=int(time[:2]) < starts)
        there = exists(clock, zone)
    except (OverflowError, ValueError, OSError) as error:
        raise Refused(NO_SUCH_MOMENT, field="date", value=f"{day.isoformat()} {time}") from error
    if not there:
        message = mark("On {day} the clock skips {value}: summer time begins. Type another time")
        raise Refused(message, field="time", day=clock.date(), value=time)


def zone_in(text: str) -> str:
    """Return the time zone that somebody typed, as the zone database spells it; empty and ``auto`` are ``auto``.

    Raises Refused for one that is not there, with those that come near or examples.
    """
    typed = text.strip()
    if typed.lower() in ("", AUTO):
        return AUTO
    zones = _zones()
    zone = zones.get(typed.lower().replace(" ", "_"))
    if zone is not None:
        return zone
    near = _near(typed.lower().replace(" ", "_"), zones)
    if near:
        raise Refused(
            mark("No time zone called {value}. Did you mean {near}?"), field="value", value=typed, near=", ".join(near)
        )
    raise Refused(
        mark("No time zone called {value}. Try one such as Europe/Amsterdam, America/New_York or UTC"),
        field="value",
        value=typed,
    )


def is_known(zone: str) -> bool:
    """Tell whether this system knows *zone*."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        return False
    return True


def system_zone(environ: Mapping[str, str]) -> str:
    """Return the name of the zone of the system; empty where it has none that can be told."""
    stated = environ.get("TZ", "").removeprefix(":")
    if stated:
        return stated.partition(_ZONES)[2] or stated
    target = os.path.realpath(LOCALTIME)
    if _ZONES in target:
        return target.partition(_ZONES)[2].removeprefix("posix/").removeprefix("right/")
    try:
        with open(TIMEZONE, encoding="utf-8") as named:  # noqa: PTH123
            return named.read(200).strip()
    except (OSError, UnicodeDecodeError):
        return ""


@cache
def _zones() -> dict[str, str]:
    """Return every zone by its name in small letters; the zone database is gone through once."""
    from zoneinfo import available_timezones

    return {zone.lower(): zone for zone in available_timezones() if not zone.startswith(("posix/", "right/"))}


def zone_in_force(environ: Mapping[str, str], setting: str) -> str:
    """Return the name of the zone that counts: the one that is set, else that of the system, UTC where it has none."""
    return setting if setting != AUTO else system_zone(environ) or "UTC"


def zone_of_moments(environ: Mapping[str, str], setting: str) -> tzinfo:
    """Return the zone in which moments in UTC have their day: the one in force, else UTC."""
    from zoneinfo import ZoneInfo

    name = zone_in_force(environ, setting)
    return ZoneInfo(name if is_known(name) else "UTC")


def _near(typed: str, zones: Mapping[str, str]) -> list[str]:
    """Return the zones whose city is *typed*, else those that are spelled nearly like it."""
    from difflib import get_close_matches

    cities: dict[str, list[str]] = {}
    for low, zone in sorted(zones.items()):
        cities.setdefault(low.rpartition("/")[2], []).append(zone)
    if typed in cities:
        return cities[typed][:3]
    close = [zones[low] for low in get_close_matches(typed, zones, n=3, cutoff=0.75)]
    return close or [zone for city in get_close_matches(typed, cities, n=2, cutoff=0.8) for zone in cities[city]][:3]
