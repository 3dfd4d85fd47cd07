"""Pulling: each source an import of its own, none stops another, and a secret is nowhere to be found afterwards."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest

from kpitui.core.errors import NotFound, Refused
from kpitui.extras.pull import Outcome, pull
from kpitui.extras.pull.sources import SOURCES
from kpitui.extras.pull.sources._place import Patience
from kpitui.extras.pull.sources_file import chosen_sources, described_sources, sources_file
from kpitui.files.folders import LARGEST
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.workspace import Workspace
from kpitui.store import entries, journal
from kpitui.wording.errors import sentence
from tests.extras.pull.sources.server import Answer, Asked, Web, served

SECRET = "s3cr3t-token-0123456789"
SUNDAY = date(2026, 11, 22)
QUICK = Patience(attempts=2, sleep=lambda _seconds: None)


@pytest.fixture
def web() -> Iterator[Web]:
    """A server of this machine."""
    with served() as running:
        yield running


def plausible(web: Web, **more: Any) -> dict[str, Any]:
    """Describe a Plausible of this machine."""
    return {"kind": "plausible", "url": web.url, "site": "x", "kpis": {"visitors": "visitors"}, **more}


def answer(*figures: tuple[str, float]) -> dict[str, object]:
    """Return what Plausible answers with."""
    return {"results": [{"metrics": [value], "dimensions": [day]} for day, value in figures]}


def pulled(workspace: Workspace, sources: Mapping[str, Mapping[str, Any]], **more: Any) -> list[Outcome]:
    """Ask the sources without sleeping."""
    return list(pull(workspace, sources, patience=QUICK, **more))


def told(outcome: Outcome) -> str:
    """Return the sentence of an outcome that failed."""
    assert outcome.error is not None
    return sentence(outcome.error)


def values(workspace: Workspace, key: str) -> dict[date, float]:
    """Return the entries of a KPI by day."""
    found = entries.entries_between(workspace.store, find_kpi(workspace, key).id, date.min, date.max)
    return {entry.date: entry.value for entry in found}


def test_figures_come_in_once_and_are_corrected(shop: Workspace, web: Web) -> None:
    """The same again adds nothing, a corrected figure corrects, each pull is one change that undo takes back."""
    web.says(
        answer(("2026-11-21", 5), ("2026-11-22", 0)),
        answer(("2026-11-21", 5), ("2026-11-22", 0)),
        answer(("2026-11-21", 6)),
    )
    sources = {"site": plausible(web)}
    (first,) = pulled(shop, sources)
    assert first.plan is not None
    assert (first.plan.new, first.batch, first.error) == (2, 1, None)
    (second,) = pulled(shop, sources)
    assert second.plan is not None
    assert (second.plan.same, second.batch) == (2, None)
    pulled(shop, sources)
    assert values(shop, "visitors") == {date(2026, 11, 21): 6.0, SUNDAY: 0.0}
    journal.undo(shop.store)
    journal.undo(shop.store)
    assert values(shop, "visitors") == {}


def test_the_days_that_are_asked_for(shop: Workspace, web: Web) -> None:
    """A week up to yesterday, or up to today, or as many days as wanted."""
    web.says(answer())
    for more in ({}, {"today": True}, {"days": 1}):
        pulled(shop, {"site": plausible(web, **more)})
    asked = [json.loads(one.body)["date_range"] for one in web.asked]
    assert asked == [["2026-11-16", "2026-11-22"], ["2026-11-17", "2026-11-23"], ["2026-11-22", "2026-11-22"]]


def test_what_a_person_logged_is_kept(shop: Workspace, web: Web) -> None:
    """A figure of one's own is never changed by a source."""
    log(shop, [EntryInput("visitors", "9", SUNDAY)])
    web.says(answer(("2026-11-22", 5)))
    (outcome,) = pulled(shop, {"site": plausible(web)})
    assert outcome.plan is not None
    assert (outcome.plan.conflicts, values(shop, "visitors")) == (1, {SUNDAY: 9.0})


def test_a_source_that_fails_stops_no_other(shop: Workspace, web: Web) -> None:
    """Wrongly described, not answering, for a KPI that is not there or is computed, with a figure that cannot be."""
    web.answer = lambda asked: (
        Answer(500) if asked.path == "/broken" else Answer(body=json.dumps(answer(("2026-11-22", 5))).encode())
    )
    sources: dict[str, dict[str, Any]] = {
        "wrong": {"kind": "plausible"},
        "broken": {"kind": "json", "url": f"{web.url}/broken", "kpis": {"a": "orders"}},
        "unknown": plausible(web, kpis={"visitors": "vistors"}),
        "computed": plausible(web, kpis={"visitors": "conversion"}),
        "future": {"kind": "command", "command": ["printf", "date,orders\\n2027-01-01,5\\n"]},
        "good": plausible(web),
    }
    outcomes = {outcome.source: outcome for outcome in pulled(shop, sources)}
    assert [name for name, outcome in outcomes.items() if outcome.error is None] == ["good"]
    assert "site is missing" in told(outcomes["wrong"]) or "kpis is missing" in told(outcomes["wrong"])
    assert "status 500" in told(outcomes["broken"])
    assert "visitors" in told(outcomes["unknown"])
    assert "calculated" in told(outcomes["computed"])
    assert "in the future" in told(outcomes["future"])
    assert values(shop, "visitors") == {SUNDAY: 5.0}
    assert journal.history(shop.store)[0].what == "entries.imported"


def test_all_sources_together_have_a_deadline(shop: Workspace, web: Web) -> None:
    """What was not asked by then is told; what came in before is kept."""
    now = 0.0
    web.says(answer(("2026-11-22", 5)))
    sources = {name: plausible(web) for name in ("first", "second", "third")}
    outcomes = pull(shop, sources, seconds=60.0, patience=Patience(clock=lambda: now))
    assert next(outcomes).error is None
    now = 60.0
    assert [
        "Not fetched: time ran out (60 seconds for all sources together)" in told(outcome) for outcome in outcomes
    ] == [True, True]
    assert (len(web.asked), values(shop, "visitors")) == (1, {SUNDAY: 5.0})


def test_a_dry_run_saves_nothing(shop: Workspace, web: Web) -> None:
    """What would come in is told, and the history stays as it was."""
    web.says(answer(("2026-11-22", 5)))
    before = journal.history(shop.store)
    (outcome,) = pulled(shop, {"site": plausible(web)}, dry_run=True)
    assert outcome.plan is not None
    assert (outcome.plan.new, outcome.batch, before) == (1, None, journal.history(shop.store))


def test_a_file_from_a_command(shop: Workspace) -> None:
    """What it prints is read as an import, with names mapped to keys."""
    sources: dict[str, dict[str, Any]] = {
        "till": {
            "kind": "command",
            "command": ["printf", "datum;Kassa\\n2026-11-22;12,50\\n"],
            "kpis": {"Kassa": "revenue"},
        }
    }
    (outcome,) = pulled(shop, sources)
    assert outcome.error is None
    assert values(shop, "revenue") == {SUNDAY: 12.5}


def test_the_unit_that_a_command_prints_is_compared(shop: Workspace) -> None:
    """A percentage is not taken for an amount in euros."""
    (outcome,) = pulled(shop, {"till": {"kind": "command", "command": ["echo", "4.2%"], "kpi": "revenue"}})
    assert outcome.error is not None
    assert "Revenue is in EUR, but the file has 4.2 %" in str(outcome.error)


def test_a_figure_of_a_command_and_its_scale(shop: Workspace) -> None:
    """A figure in cents becomes euros."""
    command = {"kind": "command", "command": ["echo", "1250"], "kpi": "revenue", "scale": {"revenue": 0.01}}
    pulled(shop, {"till": command})
    assert values(shop, "revenue") == {date(2026, 11, 23): 12.5}


def echoing(asked: Asked) -> Answer:
    """Answer with everything that was asked, in every place of an answer."""
    sent = json.dumps([dict(asked.headers), asked.body.decode(), SECRET])
    kinds = {
        "/index.php": Answer(body=json.dumps({"result": "error", "message": sent}).encode()),
        "/day": Answer(body=json.dumps([{"date": SECRET, "a": 1}]).encode()),
        "/figure": Answer(body=json.dumps([{"date": "2026-11-22", "a": SECRET}]).encode()),
        "/moved": Answer(302, headers={"Location": f"http://example.com/?token={SECRET}"}),
        "/strange": Answer(302, headers={"Location": f"{SECRET.replace('-', '')}:x"}),
        "/forbidden": Answer(403, sent.encode(), {"X-Token": SECRET}),
        "/nojson": Answer(body=sent.encode()[:-1]),
    }
    return kinds.get(asked.path, Answer(500, sent.encode()))


@pytest.mark.parametrize("by", ["env", "file"])
def test_the_secret_is_nowhere(shop: Workspace, web: Web, tmp_path: Path, by: str) -> None:
    """Whatever a server or command says back: no sentence, no record and no byte of the database has the secret."""
    web.answer = echoing
    key = tmp_path / "key"
    key.write_text(SECRET)
    key.chmod(0o600)
    shop.environ = {**shop.environ, "TOKEN": SECRET}
    token = {"env": "TOKEN"} if by == "env" else {"file": str(key)}
    sources: dict[str, dict[str, Any]] = {
        name: {"kind": "json", "url": f"{web.url}/{name}", "rows": "", "kpis": {"a": "orders"}, "token": token}
        for name in ("day", "figure", "moved", "strange", "forbidden", "nojson", "other")
    }
    sources["matomo"] = {"kind": "matomo", "url": web.url, "site": 1, "kpis": {"a": "orders"}, "token": token}
    for name, words in (("failing", f"echo {SECRET} >&2; exit 1"), ("row", f"echo date,orders; echo {SECRET},1")):
        sources[name] = {"kind": "command", "command": ["sh", "-c", words], "token": token}
    outcomes = pulled(shop, sources)
    assert [outcome.source for outcome in outcomes if outcome.error is None] == []
    assert any(SECRET in json.dumps(dict(asked.headers)) for asked in web.asked)
    for outcome in outcomes:
        assert outcome.error is not None
        assert SECRET not in told(outcome) + str(outcome.error) + repr(outcome) + repr(outcome.error.params), (
            outcome.source
        )
    for path in tmp_path.glob("kpitui.db*"):
        assert SECRET.encode() not in path.read_bytes()


def test_a_secret_file_that_others_can_read(shop: Workspace, web: Web, tmp_path: Path) -> None:
    """Nothing is asked with it."""
    key = tmp_path / "key"
    key.write_text(SECRET)
    key.chmod(0o644)
    (outcome,) = pulled(shop, {"site": plausible(web, token={"file": str(key)})})
    assert "chmod 600" in told(outcome)
    assert web.asked == []


def test_where_the_file_of_sources_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The flag, else the configuration folder, else its usual place."""
    monkeypatch.setenv("HOME", "/home/me")
    assert sources_file({}, "x.toml") == Path("x.toml")
    assert sources_file({"XDG_CONFIG_HOME": "/etc/me"}) == Path("/etc/me/kpitui/sources.toml")
    for environ in ({}, {"XDG_CONFIG_HOME": "relative"}):
        assert sources_file(environ) == Path("/home/me/.config/kpitui/sources.toml")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "No sources yet"),
        (b"[source.x", "can't be read"),
        (b"\xff\xfe", "can't be read"),
        (b"[sorce.x]\nkind='json'", "sorce is not one"),
        (b"source = 5", "source is not one"),
        (b"[source]\nx = 5", "source is not one"),
    ],
)
def test_files_of_sources_that_are_none(tmp_path: Path, content: bytes | None, reason: str) -> None:
    """One sentence with the path."""
    path = tmp_path / "sources.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused, match=reason):
        described_sources(path)


@pytest.mark.parametrize("spoil", ["the file", "its folder", "the folder above"])
def test_a_file_of_sources_that_others_could_have_written(tmp_path: Path, spoil: str) -> None:
    """It decides what is run and where secrets go, so nothing in it is believed."""
    path = tmp_path / "config" / "kpitui" / "sources.toml"
    path.parent.mkdir(parents=True, mode=0o755)
    path.write_text('[source.x]\nkind = "command"\ncommand = ["id"]\n')
    assert list(described_sources(path)) == ["x"]
    spoilt = {"the file": path, "its folder": path.parent, "the folder above": path.parent.parent}[spoil]
    spoilt.chmod(spoilt.stat().st_mode | 0o002)
    with pytest.raises(Refused, match=r"Others can (write in|change) "):
        described_sources(path)


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files to others")
def test_a_file_of_sources_of_another_user(tmp_path: Path) -> None:
    """Also when only its owner can write it."""
    path = tmp_path / "sources.toml"
    path.write_text('[source.x]\nkind = "command"\ncommand = ["id"]\n')
    os.chown(path, 12345, 12345)
    with pytest.raises(Refused, match="belongs to another user"):
        described_sources(path)


def test_a_file_of_sources_that_does_not_end(tmp_path: Path) -> None:
    """No more of it is read than a file of sources has."""
    path = tmp_path / "sources.toml"
    path.write_bytes(b"# " * LARGEST)
    with pytest.raises(Refused, match="too large"):
        described_sources(path)


def test_one_source_or_all(tmp_path: Path) -> None:
    """A name that is not there is told with those that are."""
    path = tmp_path / "sources.toml"
    path.write_text("[source.a]\nkind='json'\n[source.b]\nkind='sql'\n")
    sources = described_sources(path)
    assert (list(chosen_sources(sources, None)), list(chosen_sources(sources, "b"))) == (["a", "b"], ["b"])
    with pytest.raises(NotFound, match="You have: a, b"):
        chosen_sources(sources, "c")


def test_every_kind_of_source_has_its_module() -> None:
    """A row of the table leads to a module that can fetch."""
    for kind in SOURCES.values():
        assert callable(resolve_name(kind.place))
