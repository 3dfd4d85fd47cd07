"""Days as an iCalendar file (RFC 5545), for the calendar on a phone: whole days, no alarms, nothing is fetched.

Which days there are is decided by `kpitui.services.exports`. The stamp is passed in; there is no clock here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from kpitui.i18n.harmless import harmless

OCTETS = 75
"""The most a line may have without its end; a longer one goes on in the next, after a space."""

PRODUCT = "-//KPITUI//KPITUI//EN"


class Event(NamedTuple):
    """A day in the calendar, or the first of days that come back."""

    uid: str
    """Stays the same from file to file, so that a calendar replaces what it has."""
    day: date
    title: str
    lines: tuple[str, ...] = ()
    """What else there is to say, line by line."""
    rule: str = ""
    """How it comes back, such as ``FREQ=WEEKLY``; empty for once."""


def calendar_file(events: Sequence[Event], name: str, stamp: datetime) -> Iterator[str]:
    """Yield the lines, each with its end, of a calendar called *name* with *events*, written at *stamp* (aware)."""
    yield from _folded("BEGIN", "VCALENDAR")
    yield from _folded("VERSION", "2.0")
    yield from _folded("PRODID", PRODUCT)
    yield from _folded("CALSCALE", "GREGORIAN")
    yield from _folded("METHOD", "PUBLISH")
    yield from _folded("X-WR-CALNAME", _text([name]))
    for event in events:
        yield from _event(event, f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    yield from _folded("END", "VCALENDAR")


def _event(event: Event, stamp: str) -> Iterator[str]:
    yield from _folded("BEGIN", "VEVENT")
    yield from _folded("UID", _text([event.uid]))
    yield from _folded("DTSTAMP", stamp)
    yield from _folded("DTSTART;VALUE=DATE", event.day.strftime("%Y%m%d"))
    if event.rule:
        yield from _folded("RRULE", event.rule)
    yield from _folded("SUMMARY", _text([event.title]))
    if event.lines:
        yield from _folded("DESCRIPTION", _text(event.lines))
    yield from _folded("TRANSP", "TRANSPARENT")
    yield from _folded("END", "VEVENT")


def _text(lines: Iterable[str]) -> str:
    """Return *lines* as one value of text, with what has a meaning in it escaped and what is dangerous shown."""
    return "\\n".join(
        harmless(line, 2000).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in lines
    )


def _folded(name: str, value: str) -> Iterator[str]:
    """Yield a property as lines of at most 75 octets, never cut inside a character."""
    line, room = "", OCTETS
    for sign in f"{name}:{value}":
        size = len(sign.encode())
        if size > room:
            yield f"{line}\r\n"
            line, room = " ", OCTETS - 1
        line += sign
        room -= size
    yield f"{line}\r\n"
