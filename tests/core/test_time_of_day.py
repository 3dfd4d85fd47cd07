"""A time beside a day: what is read as one, and what is not on the clock."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from kpitui.core.errors import Refused
from kpitui.core.time_of_day import moment_with_zone, split_time


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("14:00", "", "14:00"), ("today 9:05", "today", "09:05"), ("2026-11-23T14:00", "2026-11-23", "14:00"),
        ("2026-11-23 23:59:59.5", "2026-11-23", "23:59"), ("gisteren om 14:00", "gisteren", "14:00"),
        ("yesterday at 2:30 pm", "yesterday", "14:30"), ("mon 2pm", "mon", "14:00"), ("12am", "", "00:00"),
        ("12:15 pm", "", "12:15"), ("last friday", "last friday", None), ("23 Nov", "23 Nov", None), ("", "", None),
    ],
)  # fmt: skip
def test_a_time_at_the_end_is_read(text: str, day: str, time: str | None) -> None:
    """In the forms of people and of programs; what is before it is the day, left as it was typed."""
    assert split_time(text) == (day, time)


@pytest.mark.parametrize("text", ["24:00", "today 12:60", "0:75", "13 pm", "0am"])
def test_what_is_not_on_the_clock_is_refused(text: str) -> None:
    """And named, with a time that would do."""
    with pytest.raises(Refused, match="Not a time"):
        split_time(text)


def test_a_moment_with_its_zone() -> None:
    """An offset or Z makes it a moment; without one it is a time of the clock here."""
    plus_one = datetime(2026, 11, 23, 14, 0, tzinfo=timezone(timedelta(hours=1)))
    assert moment_with_zone("2026-11-23T14:00+01:00") == plus_one
    assert moment_with_zone("2026-11-23 13:00:00Z") == plus_one
    assert moment_with_zone("2026-11-23T14:00") is None
    with pytest.raises(Refused, match="does not exist"):
        moment_with_zone("2026-02-30T14:00Z")
