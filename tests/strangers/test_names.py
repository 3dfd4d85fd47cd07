"""Headings and names that only resemble a KPI: nothing goes into another KPI without a question."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

PAIRS = [
    ("Margin €", "Margin %"),
    ("Margin", "Margin (net)"),
    ("Margin", "Margin #2"),
    ("Leads", "Leads?"),
    ("Leads", "Leads €"),
    ("Leads", "-Leads-"),
    ("Email list", "E-mail list"),
    ("Café", "Cafe"),
    ("Straße", "Strasser"),
    ("Costs 2025", "Costs 2026"),
    ("A/B", "AB"),
    ("A&B", "A B"),
    ("C++", "C"),
    ("C#", "C"),
    ("Hours (billable)", "Hours (not billable)"),
    ("Revenue NL", "Revenue BE"),
    ("Öl", "Ol"),
    ("Sales, online", "Sales online"),
    ("No. 1", "No 1"),
    ("R" * 60 + " returning under thirty", "R" * 60 + " returning over thirty"),
]


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("kpi", "heading"), PAIRS)
def test_a_heading_that_resembles_is_asked_about(shell: Shell, tmp_path: Path, kpi: str, heading: str) -> None:
    shell.ok("kpi", "add", kpi)
    file = tmp_path / "figures.csv"
    file.write_text(f'date,"{heading}"\n2026-11-01,38\n2026-11-02,39\n')
    shell("import", str(file))
    (only,) = shell.ok("status", "--json").json["kpis"]
    last = only["last"]
    exact = heading.casefold() in (kpi.casefold(), only["key"])
    assert exact or last is None or last["value"] is None, (kpi, heading)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("kpi", "heading"), PAIRS)
def test_a_new_kpi_is_made_beside_it(shell: Shell, tmp_path: Path, kpi: str, heading: str) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(f'date,"{kpi}","{heading}"\n2026-11-01,38,1\n2026-11-02,39,2\n')
    shell.ok("import", str(file), "--create")
    kpis = shell.ok("status", "--json").json["kpis"]
    assert sorted(row["last"]["value"] for row in kpis) == [2, 39], (kpi, heading)
    assert len({row["key"] for row in kpis}) == 2


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("kpi", "heading"), PAIRS)
def test_the_shell_refuses_what_only_resembles(shell: Shell, kpi: str, heading: str) -> None:
    shell.ok("kpi", "add", kpi)
    done = shell("log", heading, "41")
    (only,) = shell.ok("status", "--json").json["kpis"]
    if done.status == 0:
        assert only["key"] == heading.casefold() or only["name"].casefold() == heading.casefold(), (kpi, heading)
    else:
        assert only["last"] is None or only["last"]["value"] is None


HEADINGS = [
    "Revenu", "Revenues", "R\u0435venue", "Re\u00advenue", "Net Revenue", "Revenue (net)", "\u202eeuneveR",
    "\uff32evenue", "Revenue\u200b", "0rders", "order", "orders\u0301", "visitors per week", "unique visitors",
    "returning visitors", "orders cancelled", "revenue/orders", "revenue target", "revenue last year", "<b>revenue</b>",
    "[red]orders[/]", "Revenue $", "revenue" * 100, "=HYPERLINK(1)",
]  # fmt: skip


@pytest.mark.sampled(6)
@pytest.mark.parametrize("heading", HEADINGS)
def test_other_headings_go_into_no_kpi(shop: Shell, tmp_path: Path, heading: str) -> None:
    before = shop.ok("export").out
    file = tmp_path / "figures.csv"
    file.write_text(f'date,"{heading}"\n2026-11-01,38\n2026-11-02,39\n', encoding="utf-8")
    assert shop("import", str(file)).status == 1
    assert shop.ok("export").out == before


QUOTES = [
    "it's", "'", "''", "a'b'c", "x'; touch PWNED; '", "'; rm -rf ~; '", "$(touch PWNED)", "`touch PWNED`",
    "a;b", "a|b", "a&b", "a>PWNED", "$HOME", "a\\'b", "a\\", "*", "~", "!!", "#x", "'$(touch PWNED)'",
]  # fmt: skip


@pytest.mark.parametrize("heading", QUOTES)
def test_a_command_that_is_shown_names_the_heading_whatever_is_in_it(shop: Shell, tmp_path: Path, heading: str) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(f'date,"{heading}"\n2026-11-01,38\n2026-11-02,39\n')
    done = shop("import", str(file))
    assert done.status == 1
    shown = re.search(r"leave it out \((--map .*=-')\)", done.err)
    assert shown, done.err
    assert shlex.split(shown[1]) == ["--map", f"{heading}=-"]


@pytest.mark.parametrize("name", ["sp ace", "x; touch PWNED", "$(touch PWNED)", "it's", "a&b"])
def test_a_command_about_a_file_names_it_whatever_is_in_it(shop: Shell, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    moved = shop.database.rename(folder / "kpitui.db")
    folder.chmod(0o777)
    done = shop("--db", str(moved), "doctor")
    shown = re.search(r"chmod go-w (.*)", done.out)
    assert shown, done.out
    assert shlex.split(shown[1]) == [str(folder)]
