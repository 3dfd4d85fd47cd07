"""Presets, templates, sources and charts of one's own, without a fork: files in the configuration folder, a package.

The package is a folder with the two files that an installed one has: its module, and what it says of itself.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpitui.charts import CHARTS
from kpitui.core.errors import Refused
from kpitui.extras.pull.sources import SOURCES
from tests.cli.conftest import Shell, shell

__all__ = ["shell"]

MODULE = '''
"""A package that adds a preset, a source and a chart."""

PRESET = """
[beehive]
date = "dag"
needs = ["dag", "honing", "kast"]
[beehive.metrics]
honey = { title = "Honey", of = "honing", unit = "kg" }
"""

TITLE = "The scales of the beehive"


def fetch(place, span, patience):
    from kpitui.extras.pull.sources import SourceMetric
    return [SourceMetric("honey", span.until, float(place.options["options"]["weight"]), "")]


def draw_hives(data, width, height, words, *, ascii):
    return [[("hive" * 3, "line")]]


draw_hives.title = "beehives\\x1b[2J"


class Nameless(BaseException):
    def __str__(self):
        raise SystemExit(3)


def exits(*_args, **_named):
    raise SystemExit(0)


def interrupts(*_args, **_named):
    raise KeyboardInterrupt


def nameless(*_args, **_named):
    raise Nameless


def escapes(data, width, height, words, *, ascii):
    return [[("\\x1b]0;gone\\x07\\x1b[2J[red]" + "x" * 500, 22), ("beyond", 22)]] * 500


def figure(data, width, height, words, *, ascii):
    return 7


def rows(data, width, height, words, *, ascii):
    return [["text"], [("text", 99)]]


def role(data, width, height, words, *, ascii):
    return [[("text", 99)]]


def bytes_(data, width, height, words, *, ascii):
    return [[(b"text", 22)]]


def chatty(data, width, height, words, *, ascii):
    print("drawing\\x1b[2J" + "." * 500)
    print("no end of line", end="")
    return [[("hive", 22)]]
'''

BAD_CHARTS = ("exits", "interrupts", "nameless", "figure", "rows", "role", "bytes_")
"""Charts of the package that end in something else than rows."""

ENTRY_POINTS = """
[kpitui.presets]
beehive = beehive:PRESET
broken = beehive:MISSING
exits = beehive:exits
number = beehive:Nameless

[kpitui.sources]
beehive = beehive
broken = beehive_missing

[kpitui.charts]
hives = beehive:draw_hives
broken = beehive:MISSING
escapes = beehive:escapes
chatty = beehive:chatty
""" + "".join(f"{name} = beehive:{name}\n" for name in BAD_CHARTS)

TILL = """
[till]
date = "closed at"
needs = ["receipt no", "closed at", "paid"]
[till.metrics]
revenue = { title = "Revenue", of = "paid", unit = "currency" }
receipts = { title = "Receipts", how = "count" }

[wrong]
date = "closed at"
needs = ["paid"]
colour = "red"
[wrong.metrics]
revenue = { title = "Revenue", of = "paid" }
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration folder, empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "kpitui"
    folder.mkdir(parents=True, mode=0o700)
    return folder


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package on the path of Python, and nothing of it left afterwards."""
    site = tmp_path / "site"
    about = site / "beehive-1.0.dist-info"
    about.mkdir(parents=True)
    (site / "beehive.py").write_text(MODULE)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: beehive\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(ENTRY_POINTS)
    monkeypatch.syspath_prepend(str(site))
    charts, sources = dict(CHARTS), dict(SOURCES)
    _forget()
    yield
    CHARTS.clear()
    SOURCES.clear()
    CHARTS.update(charts)
    SOURCES.update(sources)
    sys.modules.pop("beehive", None)
    _forget()


def _forget() -> None:
    from kpitui import charts
    from kpitui.exchange import _own_presets

    charts.add_charts_of_packages.cache_clear()
    charts._OF_PACKAGES.clear()
    _own_presets._own_presets.cache_clear()


def test_a_preset_of_ones_own_is_one_file(shell: Shell, config: Path, tmp_path: Path) -> None:
    """It is used at once, listed, and goes before what else fits; one that is not right is named and left out."""
    (config / "presets").mkdir(mode=0o700)
    (config / "presets" / "till.toml").write_text(TILL)
    (tmp_path / "t.csv").write_text("receipt no,closed at,paid\n1,2026-11-02 10:00,5.00\n2,2026-11-02 11:00,7.00\n")
    done = shell.ok("import", str(tmp_path / "t.csv"), "--create", "--json")
    assert (done.json["format"], done.json["added"]) == ("till", ["revenue", "receipts"])
    assert "wrong" in done.err
    assert "colour" in done.err
    assert "till " in shell.ok("import", "--presets").out
    assert shell.ok("show", "revenue", "--by", "day", "--last", "22", "--json").json["periods"][0]["value"] == 12


@pytest.mark.parametrize("times", ["nan", "inf", "-inf", "1e999", "1" + "0" * 400])
def test_a_preset_times_what_is_no_number_is_left_out(times: str) -> None:
    """It would make every figure of a file no number; the field is named as the file is read."""
    from kpitui.exchange._own_presets import checked_preset

    fields = tomllib.loads(TILL.replace('of = "paid", unit', f'of = "paid", times = {times}, unit'))["till"]
    with pytest.raises(Refused, match=r"metrics\.revenue\.times: this must be a number"):
        checked_preset("till", fields)


def test_a_preset_that_others_could_have_written_is_not_used(shell: Shell, config: Path, tmp_path: Path) -> None:
    folder = config / "presets"
    folder.mkdir(mode=0o700)
    (folder / "till.toml").write_text(TILL)
    (folder / "till.toml").chmod(0o666)
    (tmp_path / "t.csv").write_text("receipt no,closed at,paid\n1,2026-11-02 10:00,5.00\n")
    done = shell.ok("import", str(tmp_path / "t.csv"), "--create", "--json")
    assert done.json["format"] == "csv-wide"
    assert "till.toml" in done.err


def test_a_preset_is_made_from_an_example(shell: Shell, config: Path, tmp_path: Path) -> None:
    """From one file, without an editor: the next one is recognised, with the right kinds, and comes in right."""
    header = "Client,Booked on,Amount,Currency,CTR,Guests\n"
    (tmp_path / "a.csv").write_text(header + "Ann,2026-11-02,100.00,EUR,2%,3\nBo,2026-11-02,50.00,EUR,4%,1\n")
    done = shell.ok("import", str(tmp_path / "a.csv"), "--new-preset", "my-rooms")
    path = config / "presets" / "my-rooms.toml"
    assert str(path) in done.out
    assert path.stat().st_mode & 0o777 == 0o600
    done = shell.ok("import", str(tmp_path / "a.csv"), "--create", "--json")
    assert done.json["format"] == "my-rooms"
    figures = {kpi["key"]: (kpi["kind"], kpi["unit"]) for kpi in shell.ok("kpi", "list", "--json").json}
    assert figures == {"amount": ("flow", "EUR"), "ctr": ("sample", "%"), "guests": ("flow", "")}
    (day,) = shell.ok("show", "amount", "--by", "day", "--last", "22", "--json").json["periods"][:1]
    assert day["value"] == 150
    again = shell("import", str(tmp_path / "a.csv"), "--new-preset", "my-rooms")
    assert (again.status, "already" in again.err) == (1, True)


def test_templates_of_ones_own_are_installed(shell: Shell, config: Path, tmp_path: Path) -> None:
    """From a file that a colleague sent: found, added as any other, and one that takes a key of another is refused."""
    bakery = (
        'name = ["Bakery", "Bakkerij"]\n[kpi]\nloaves = { name = ["Loaves baked", "Gebakken broden"], '
        'tells = ["loaves out of the oven", "broden uit de oven"], trap = ["baked is not sold", "gebakken is niet '
        'verkocht"], counter = "orders", aka = "bread brood", floor = 0 }\n'
    )
    (tmp_path / "bakery.toml").write_text(bakery)
    assert "loaves" in shell.ok("kpi", "templates", "--install", str(tmp_path / "bakery.toml")).out
    assert "Loaves baked" in shell.ok("kpi", "templates", "bakery").out
    shell.ok("kpi", "add", "--template", "loaves")
    (tmp_path / "other.toml").write_text(bakery.replace("loaves =", "orders ="))
    done = shell("kpi", "templates", "--install", str(tmp_path / "other.toml"))
    assert (done.status, "orders" in done.err) == (1, True)
    (config / "templates" / "bakery.toml").write_text("name = 5\n")
    assert "bakery.toml" in shell.ok("kpi", "templates").err


def test_a_package_brings_a_preset_a_source_and_a_chart(
    shell: Shell, config: Path, package: None, tmp_path: Path
) -> None:
    """All three work as those of the program; what is broken of it is named and stops nothing."""
    (tmp_path / "h.csv").write_text("dag,honing,kast\n2026-11-02,4.5,A\n")
    done = shell.ok("import", str(tmp_path / "h.csv"), "--create", "--json")
    assert (done.json["format"], done.json["added"]) == ("beehive", ["honey"])
    assert "beehive:MISSING" in done.err
    (config / "sources.toml").write_text(
        '[source.scales]\nkind = "beehive"\noptions = { weight = 6.5 }\n[source.gone]\nkind = "broken"\n'
    )
    pulled = shell("pull")
    assert "1 new" in pulled.out
    assert "broken" in pulled.err
    assert "hivehivehive" in shell.ok("show", "honey", "--chart", "hives").out
    refused = shell("show", "honey", "--chart", "broken")
    assert (refused.status, "package beehive is left out: AttributeError" in refused.err) == (1, True)


@pytest.mark.parametrize("name", BAD_CHARTS)
def test_a_chart_of_a_package_that_fails_is_one_sentence(shell: Shell, config: Path, package: None, name: str) -> None:
    """Whatever it raises or returns, the sentence names chart and package, and nothing ends by it."""
    shell.ok("kpi", "add", "Honey")
    shell.ok("log", "honey", "5")
    done = shell.ok("show", "honey", "--chart", name, "--size", "100x10")
    assert f"The chart {name} of the package beehive can't be drawn:" in done.out


def test_what_a_package_prints_is_no_part_of_the_answer(
    shell: Shell, config: Path, package: None, tmp_path: Path
) -> None:
    """It goes to standard error, harmless and with the name of the package; a document is one document."""
    (tmp_path / "site" / "beehive.py").write_text(
        MODULE.replace("    from kpitui.extras", "    print('asked')\n    from kpitui.extras") + "\nprint('loaded')\n"
    )
    (tmp_path / "h.csv").write_text("dag,honing,kast\n2026-11-02,4.5,A\n")
    done = shell.ok("import", str(tmp_path / "h.csv"), "--create", "--json")
    assert (done.json["added"], "beehive: loaded\n" in done.err) == (["honey"], True)
    (config / "sources.toml").write_text('[source.scales]\nkind = "beehive"\noptions = { weight = 6.5 }\n')
    done = shell.ok("pull", "--json")
    assert (len(done.json["sources"]), "beehive: asked\n" in done.err) == (1, True)
    done = shell.ok("show", "honey", "--chart", "chatty", "--size", "60x10")
    assert (done.out.count("hive"), "drawing" in done.out, "\x1b" in done.err) == (1, False, False)
    lines = [line for line in done.err.splitlines() if line.startswith("beehive: ")]
    assert (lines[0][:25], lines[1]) == ("beehive: drawing␛[2J.....", "beehive: no end of line")
    assert max(map(len, lines)) <= 220


def test_what_a_chart_of_a_package_draws_is_text_within_its_place(shell: Shell, config: Path, package: None) -> None:
    """No escape code reaches the terminal, no row is longer than the place, and there are no more rows than it has."""
    shell.ok("kpi", "add", "Honey")
    shell.ok("log", "honey", "5")
    done = shell.ok("show", "honey", "--chart", "escapes", "--size", "60x10")
    assert not {"\x1b", "\x07"} & set(done.out)
    assert "␛]0;gone�␛[2J[red]xxx" in done.out
    assert max(map(len, done.out.splitlines())) <= 60
    assert done.out.count("gone") <= 10
    assert CHARTS["hives"].title == "beehives␛[2J"


@pytest.mark.parametrize(
    "fetched",
    [
        "None",
        "7",
        "[1]",
        "[('honey', span.until, 'much', '')]",
        "[('honey', '2026-11-02', 1.0, '')]",
        "[('honey', span.until, float('nan'), '')]",
        "exit()",
        "(_ for _ in ()).throw(Nameless())",
    ],
)
def test_a_source_of_a_package_that_fails_stops_no_other(
    shell: Shell, config: Path, package: None, tmp_path: Path, fetched: str
) -> None:
    """Whatever it raises or returns, one sentence names the package, and the next source is asked."""
    bad = MODULE.replace('return [SourceMetric("honey", span.until, float(place.options["options"]["weight"]), "")]',
                         f"return {fetched}")  # fmt: skip
    (tmp_path / "site" / "beehive.py").write_text(bad)
    shell.ok("kpi", "add", "Honey")
    (config / "sources.toml").write_text(
        '[source.scales]\nkind = "beehive"\noptions = {}\n[source.next]\nkind = "command"\ncommand = ["echo", "4"]\n'
        'kpi = "honey"\nkpis = { x = "honey" }\n'
    )
    pulled = shell("pull")
    assert "The source 'beehive' of the package beehive can't be used: " in pulled.err
    assert "1 new" in pulled.out
    assert "KPITUI" not in pulled.err


@pytest.mark.parametrize(("unit", "word"), [("kg", "1 new"), ("jars", "is in kg, but the source gives jars")])
def test_a_unit_that_only_the_kpi_knows_is_compared(
    shell: Shell, config: Path, package: None, tmp_path: Path, unit: str, word: str
) -> None:
    """Its own unit is no reason to refuse what a source gives, and another one is; `kpis` says which KPI a name is."""
    scales = MODULE.replace('["weight"]), "")', f'["weight"]), "{unit}")')
    (tmp_path / "site" / "beehive.py").write_text(scales)
    shell.ok("kpi", "add", "Jars", "--unit", "kg")
    (config / "sources.toml").write_text(
        '[source.scales]\nkind = "beehive"\noptions = { weight = "12.5" }\nkpis = { honey = "jars" }\n'
    )
    pulled = shell("pull")
    assert word in pulled.out + pulled.err


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_preset_is_not_written_where_others_could_change_it(shell: Shell, config: Path, tmp_path: Path) -> None:
    """The folder of presets is a link to one that others can write in: it would not be used, so it is not written."""
    (shared := tmp_path / "shared").mkdir()
    shared.chmod(0o777)
    (config / "presets").symlink_to(shared)
    (tmp_path / "a.csv").write_text("date,Guests\n2026-11-02,3\n")
    done = shell("import", str(tmp_path / "a.csv"), "--new-preset", "my-rooms")
    assert (done.status, f"Others can write in {shared}" in done.err) == (1, True)
    assert list(shared.iterdir()) == []
