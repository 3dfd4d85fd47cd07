"""The calendar file, read back by a reader written from RFC 5545 alone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from kpitui.exchange.calendar_file import Event, calendar_file
from kpitui.i18n.harmless import harmless

STAMP = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAY = date(2026, 12, 31)


def written(*events: Event, name: str = "Studio", stamp: datetime = STAMP) -> str:
    """Return the file as text."""
    return "".join(calendar_file(events, name, stamp))


def read(text: str) -> list[tuple[str, str]]:
    """Return the properties of a file in order: unfolded (3.1), names and values apart."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    unfolded = text.replace("\r\n ", "")
    return [(name, value) for name, _colon, value in (line.partition(":") for line in unfolded.split("\r\n")[:-1])]


def plain(value: str) -> str:
    """Return a value of text with its escapes (3.3.11) taken back."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), "a bare semicolon or comma"
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_what_a_calendar_needs_is_there() -> None:
    """The required properties stand in the required places, once each."""
    event = Event("goal-1@kpitui", DAY, "Deadline", ("KPI: Orders", "Target: 5"), "FREQ=WEEKLY;BYDAY=MO")
    assert read(written(event)) == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//KPITUI//KPITUI//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", "Studio"),
        ("BEGIN", "VEVENT"),
        ("UID", "goal-1@kpitui"),
        ("DTSTAMP", "20261123T093000Z"),
        ("DTSTART;VALUE=DATE", "20261231"),
        ("RRULE", "FREQ=WEEKLY;BYDAY=MO"),
        ("SUMMARY", "Deadline"),
        ("DESCRIPTION", "KPI: Orders\\nTarget: 5"),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]


def test_the_stamp_is_in_universal_time() -> None:
    """A moment of another zone is written as the same moment, with a Z."""
    there = STAMP.astimezone(timezone(timedelta(hours=5)))
    assert ("DTSTAMP", "20261123T093000Z") in read(written(Event("a", DAY, "x"), stamp=there))


def test_what_has_a_meaning_is_escaped() -> None:
    """Backslash, semicolon, comma and line breaks are text; a colon is itself; nothing begins a property of its own."""
    title = "a\\b;c,d:e\nBEGIN:VEVENT\r\nEND:VCALENDAR"
    found = read(written(Event("a", DAY, title, ("one, two", "three"))))
    summary = next(value for name, value in found if name == "SUMMARY")
    assert summary == "a\\\\b\\;c\\,d:e BEGIN:VEVENT  END:VCALENDAR"
    assert [name for name, _value in found].count("BEGIN") == 2
    assert plain(next(value for name, value in found if name == "DESCRIPTION")) == "one, two\nthree"


TEXT = st.text(max_size=300) | st.text(st.sampled_from("é€😀\\;,:\n\x1b\u202ea"), max_size=200)


@given(TEXT, st.lists(TEXT, max_size=3), TEXT)
def test_any_text_comes_back_and_no_line_is_too_long(title: str, lines: list[str], name: str) -> None:
    """Lines have at most 75 octets, each of them whole characters, and unfolded and unescaped the text is the same."""
    text = written(Event("a", DAY, title, tuple(lines)), name=name)
    for line in text.encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    found = dict(read(text))
    assert plain(found["SUMMARY"]) == harmless(title, 2000)
    if lines:
        assert plain(found["DESCRIPTION"]) == "\n".join(harmless(line, 2000) for line in lines)
    assert not set("\x1b\u202e") & set(text)
