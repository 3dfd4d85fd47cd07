"""Headings and names that only resemble a KPI: nothing goes into another KPI without a question."""

from __future__ import annotations

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


@pytest.mark.parametrize(("kpi", "heading"), PAIRS)
def test_a_new_kpi_is_made_beside_it(shell: Shell, tmp_path: Path, kpi: str, heading: str) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(f'date,"{kpi}","{heading}"\n2026-11-01,38,1\n2026-11-02,39,2\n')
    shell.ok("import", str(file), "--create")
    kpis = shell.ok("status", "--json").json["kpis"]
    assert sorted(row["last"]["value"] for row in kpis) == [2, 39], (kpi, heading)
    assert len({row["key"] for row in kpis}) == 2


@pytest.mark.parametrize(("kpi", "heading"), PAIRS)
def test_the_shell_refuses_what_only_resembles(shell: Shell, kpi: str, heading: str) -> None:
    shell.ok("kpi", "add", kpi)
    done = shell("log", heading, "41")
    (only,) = shell.ok("status", "--json").json["kpis"]
    if done.status == 0:
        assert only["key"] == heading.casefold() or only["name"].casefold() == heading.casefold(), (kpi, heading)
    else:
        assert only["last"] is None or only["last"]["value"] is None
