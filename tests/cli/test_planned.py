"""`kpitui planned` and `kpitui runway` in the shell, in both languages, and how they show elsewhere."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from tests.cli.conftest import Shell, check_golden

pytestmark = pytest.mark.thorough

TODAY = date(2026, 11, 23)


@pytest.fixture
def bank(shell: Shell) -> Shell:
    """A shell on a balance of 26 weeks that falls by 50 a day, a little up and down, and by rent on the 1st."""
    shell.ok("kpi", "add", "Bank", "--kind", "level", "--unit", "EUR")
    lines, value = [], 20_000.0
    for step in range(183):
        day = TODAY - timedelta(days=182 - step)
        value += -50 + 90 * math.sin(step) * math.cos(step / 9) - (1000 if day.day == 1 else 0)
        lines.append(f"bank {value:.2f} {day}\n")
    shell.ok("log", "-", given="".join(lines).encode())
    shell.ok("planned", "add", "bank", "-1000", "1 dec", "--every", "month", "-m", "rent")
    shell.ok("planned", "add", "bank", "-1.210,50", "2026-12-31", "--every", "quarter", "--text", "VAT")
    shell.ok("planned", "add", "bank", "2400", "16 nov", "-m", "invoice 12")
    return shell


GOLDEN = {
    "planned": ("planned", "list"),
    "runway": ("runway", "bank"),
    "runway-until": ("runway", "bank", "--until", "2027-01-15", "--floor", "1500"),
    "plain-runway": ("runway", "bank", "--plain"),
    "runway-line": ("status", "--line"),
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", GOLDEN)
def test_what_is_printed(bank: Shell, name: str, language: str) -> None:
    """The text is as it was agreed, in both languages."""
    done = bank.ok("--lang", language, *GOLDEN[name])
    assert done.err == ""
    check_golden(f"{name}.{language}.txt", done.out)


def test_a_runway_as_a_document(bank: Shell) -> None:
    """Days as ISO text, shares in steps, the planned amounts with how they stand."""
    document = bank.ok("runway", "bank", "--until", "2027-01-15", "--json").json
    assert (document["kpi"], document["floor"], document["as_of"]) == ("bank", 0.0, "2026-11-23")
    assert document["early"] <= document["likely"] <= document["late"]
    shares = [chance["share"] for chance in document["chance"]]
    assert shares == sorted(shares, reverse=True)
    assert {"2026-11-30", "2027-01-15"} <= {chance["date"] for chance in document["chance"]}
    assert document["planned"][0] == {
        "id": 3, "date": "2026-11-16", "amount": 2400.0, "text": "invoice 12", "state": "open", "confirmed": False,
    }  # fmt: skip
    assert document["planned"][1]["state"] == "due"
    assert (document["weeks"], document["basis"]) == (26, "week")


def test_a_planned_amount_as_a_document(bank: Shell) -> None:
    """What was typed, and its days."""
    added = bank.ok("planned", "add", "bank", "-12,50", "2026-12-24", "--json").json
    assert (added["id"], added["kpi"], added["amount"], added["every"], added["text"]) == (4, "bank", -12.5, None, "")
    assert added["days"] == [{"date": "2026-12-24", "state": "due", "arrived": None, "confirmed": False}]
    assert [planned["id"] for planned in bank.ok("planned", "list", "bank", "--json").json] == [3, 1, 4, 2]


def test_an_amount_is_no_flag(bank: Shell) -> None:
    """A minus before an amount in any form, and an ambiguous one is read aloud."""
    for amount, text in (("-1200", "-€ 1,200 "), ("-€ 12,50", "-€ 12.50 "), ("+30", "+€ 30 ")):
        assert text in bank.ok("planned", "add", "bank", amount, "2026-12-24").out
    done = bank.ok("planned", "add", "bank", "-1.500", "2026-12-24")
    assert "Read -1.500 with . as decimal mark" in done.err
    assert "-€ 77 " in bank.ok("planned", "edit", "rent", "--amount", "-77").out


def test_what_arrives_is_asked_about_once(bank: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The balance of the day shows the rent: it is said with both answers, and each is one step that can be undone."""
    last = bank.ok("show", "bank", "--json").json["periods"][-1]["value"]
    monkeypatch.setenv("KPITUI_TODAY", "2026-12-01")
    bank.ok("log", "bank", str(last - 350), "2026-11-30")
    done = bank.ok("log", "bank", str(last - 1400), "today")
    assert "rent of Tue 1 Dec (-€ 1,000) seems to have been paid. Is that right? kpitui planned arrived 1." in done.err
    assert "seems to have been paid on Tue 1 Dec" in bank.ok("runway", "bank").out
    assert "rent of Tue 1 Dec has been paid" in bank.ok("planned", "arrived", "rent").out
    assert "seems to have been paid" not in bank.ok("runway", "bank").out
    assert "marked the planned amount of Tue 1 Dec for Bank as paid (rent)" in bank.ok("undo").out
    assert "has not been paid yet" in bank.ok("planned", "open", "1").out
    assert "not paid yet" in bank.ok("runway", "bank").out


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        (("planned", "add", "bank", "0", "1/12"), 1, "changes nothing"),
        (("planned", "add", "bank", "-5", "1/12", "--every", "fortnight"), 1, "can't come every fortnight"),
        (("planned", "add", "bank", "-5"), 2, "still missing: DATE"),
        (("planned", "edit", "9", "--amount", "5"), 1, "No planned amount 9"),
        (("planned", "edit", "1"), 1, "Nothing to change"),
        (("planned", "edit", "1", "--amount", "5", "--from", "2026-12-01"), 1, "is not after the first day"),
        (("planned", "arrived", "rent", "--day", "2026-12-02"), 1, "not planned for"),
        (("runway", "bank", "--floor", "abc"), 1, "abc"),
        (("runway", "bonk"), 1, "Did you mean bank"),
    ],
)
def test_what_is_refused_changes_nothing(bank: Shell, words: tuple[str, ...], status: int, reason: str) -> None:
    """One sentence with what would be accepted."""
    before = bank.ok("history", "--json").out
    done = bank(*words)
    assert (done.status, done.out) == (status, "")
    assert reason in done.err
    assert bank.ok("history", "--json").out == before


def test_a_json_export_takes_planned_amounts_along(bank: Shell) -> None:
    """They stand in the export beside the other records."""
    bank.ok("planned", "skip", "rent")
    document = bank.ok("export", "--format", "json").json
    assert [(row["kpi"], row["amount"], row["every"]) for row in document["planned"]] == [
        ("bank", -1000.0, "month"), ("bank", -1210.5, "quarter"), ("bank", 2400.0, None),
    ]  # fmt: skip
    assert [(row["date"], row["state"]) for row in document["settlement"]] == [("2026-12-01", "skipped")]


def test_a_balance_is_told_of_where_it_belongs(bank: Shell) -> None:
    """In the figures of its KPI and in the review, as text and as a document; not where there is none."""
    sentence = "Runs out around Mon 1 Feb 2027, give or take a day (8 times in 10)"
    assert sentence in bank.ok("show", "bank", "--last", "3").out
    assert bank.ok("show", "bank", "--runway").out == bank.ok("runway", "bank").out
    assert bank.ok("show", "bank", "--runway", "--json").json == bank.ok("runway", "bank", "--json").json
    review = bank.ok("review").out
    assert "How long will it last?" in review
    assert f"Bank: r{sentence[1:]}" in review
    (document,) = bank.ok("review", "--json").json["runways"]
    assert (document["kpi"], document["likely"], document["below"]) == ("bank", "2027-02-01", False)
    assert document["text"] == f"Bank: r{sentence[1:]}"


def test_the_review_of_a_shop_without_a_balance_is_as_it_was(shop: Shell) -> None:
    """There is no heading without anything below it."""
    assert "How long will it last?" not in shop.ok("review").out
    assert shop.ok("review", "--json").json["runways"] == []


def test_what_is_due_tells_of_a_balance_by_a_setting_only(bank: Shell) -> None:
    """What was kept last is read; a balance that lasts longer than the setting says is not told of."""
    bank.ok("runway", "bank")
    assert bank.ok("due").out == ""
    bank.ok("config", "runway-due", "60")
    assert bank.ok("due").out == ""
    bank.ok("config", "runway-due", "90")
    assert bank.ok("due").out == "Bank: runs out around Mon 1 Feb 2027, give or take a day (8 times in 10)\n"
    assert bank.ok("due", "--count").out == "1\n"
    assert bank.ok("due", "--json").json == [
        {"key": "bank", "name": "Bank", "for": "2027-02-01", "action": None, "runway": True}
    ]


def test_a_forecast_and_the_runway_tell_the_same_future(bank: Shell) -> None:
    """Half of the paths are above zero a month before the likely end, fewer a month after it; rent falls on its day."""
    document = bank.ok("runway", "bank", "--json").json
    likely = date.fromisoformat(document["likely"])
    until = (likely + timedelta(days=30)).isoformat()
    forecast = bank.ok("forecast", "bank", "--until", until, "--json").json
    middle = {date.fromisoformat(period["date"]): period["median"] for period in forecast["periods"]}
    assert forecast["runway"] == {name: document[name] for name in ("floor", "below", "early", "likely", "late")}
    assert middle[likely - timedelta(days=30)] > 0 > middle[likely + timedelta(days=30)]
    first = date(2027, 1, 1)
    assert middle[first - timedelta(days=1)] - middle[first] > 800
    told = bank.ok("forecast", "bank", "--until", until)
    assert "Runs out around" in told.err
    bank.ok("planned", "add", "bank", "-500", "2 jan")
    lower = bank.ok("forecast", "bank", "--until", until, "--json").json["periods"][-1]["median"]
    assert lower == pytest.approx(forecast["periods"][-1]["median"] - 500)
