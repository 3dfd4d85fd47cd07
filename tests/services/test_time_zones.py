"""Time zones: which one counts, what its clock says, and what is no zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.services import time_zones
from kpitui.services.settings import change_setting
from kpitui.services.time_zones import local_time, system_zone, zone_in, zone_in_force
from kpitui.services.workspace import Workspace

FIRST, LAST = datetime(1990, 1, 1), datetime(2030, 1, 1)  # noqa: DTZ001  hypothesis adds no zone
ZONES = ("Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "UTC")


@given(st.datetimes(FIRST, LAST), st.sampled_from(ZONES))
def test_the_clock_of_a_zone(moment: datetime, zone: str) -> None:
    """A moment of the system is shown as the clock in that zone shows it, in summer and winter."""
    now = moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=None)
    if now.astimezone(UTC) != moment.replace(tzinfo=UTC):
        return  # in the hour that the system has twice
    assert local_time(now, zone) == moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert local_time(now, "auto") == now


def test_the_owner_has_a_day_of_her_own(workspace: Workspace) -> None:
    """On a server in another zone it is the owner's today that counts, as soon as her zone is set."""
    now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC).astimezone().replace(tzinfo=None)
    days = {}
    for zone in ("Europe/Amsterdam", "America/New_York", "Pacific/Kiritimati"):
        change_setting(workspace, "timezone", zone)
        workspace.refresh(now)
        days[zone] = workspace.today
    assert days == {
        "Europe/Amsterdam": date(2026, 11, 23),
        "America/New_York": date(2026, 11, 22),
        "Pacific/Kiritimati": date(2026, 11, 23),
    }
    workspace.refresh_day(now + timedelta(days=1))
    assert workspace.today == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Europe/Amsterdam", "Europe/Amsterdam"), ("europe/amsterdam", "Europe/Amsterdam"), ("utc", "UTC"), ("", "auto"),
     ("america/new york", "America/New_York"), (" auto ", "auto")],
)  # fmt: skip
def test_a_zone_may_be_typed_in_any_case(text: str, zone: str) -> None:
    """What is kept is the name that the zone database has."""
    assert zone_in(text) == zone


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("Amsterdam", "No time zone called Amsterdam. Did you mean Europe/Amsterdam?"),
        ("Europe/Amsterdm", "Did you mean Europe/Amsterdam"),
        ("New York", "Did you mean America/New_York?"),
        ("the moon", "No time zone called the moon. Try one such as Europe/Amsterdam, America/New_York or UTC"),
        ("../../etc/passwd", "No time zone called ../../etc/passwd"),
    ],
)
def test_what_is_no_zone_is_refused_with_what_is(workspace: Workspace, text: str, advice: str) -> None:
    """With those that come near, or examples; nothing is changed."""
    with pytest.raises(Refused) as refused:
        change_setting(workspace, "timezone", text)
    assert advice in str(refused.value)
    assert workspace.settings.text("timezone") == "auto"


def test_every_zone_is_accepted() -> None:
    """Whatever the zone database of the system has."""
    assert {zone_in(zone) for zone in available_timezones()} <= available_timezones()


def test_the_zone_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TZ goes first, then where /etc/localtime leads, then /etc/timezone; a setting goes before all."""
    zone_file = tmp_path / "zoneinfo" / "Asia" / "Kolkata"
    zone_file.parent.mkdir(parents=True)
    zone_file.write_bytes(b"TZif")
    (tmp_path / "localtime").symlink_to(zone_file)
    (tmp_path / "timezone").write_text("Europe/Paris\n")
    monkeypatch.setattr(time_zones, "LOCALTIME", str(tmp_path / "localtime"))
    monkeypatch.setattr(time_zones, "TIMEZONE", str(tmp_path / "timezone"))
    assert system_zone({"TZ": ":Europe/Rome"}) == "Europe/Rome"
    assert system_zone({"TZ": "/usr/share/zoneinfo/Europe/Oslo"}) == "Europe/Oslo"
    assert system_zone({}) == "Asia/Kolkata"
    (tmp_path / "localtime").unlink()
    assert system_zone({}) == "Europe/Paris"
    (tmp_path / "timezone").unlink()
    assert system_zone({}) == ""
    assert zone_in_force({}, "auto") == "UTC"
    assert zone_in_force({"TZ": "Europe/Rome"}, "Europe/Oslo") == "Europe/Oslo"
