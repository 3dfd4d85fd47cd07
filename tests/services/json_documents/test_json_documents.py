"""What `--json` prints is what the manual says it prints: no field more, none less, each of its type."""

from __future__ import annotations

import io
import json
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from kpitui.cli.main import main
from kpitui.services.demo import TODAY
from kpitui.services.json_documents import DOCUMENTS, JsonDocument
from kpitui.services.json_documents.today import NoteJson
from tests.databases import sample_business
from tests.json_documents import mismatches

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample business."""
    return sample_business(tmp_path_factory.mktemp("sample") / "demo.db")


@pytest.mark.sampled(5)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.command)
def test_what_a_command_prints_has_its_shape(
    document: JsonDocument, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document of the sample business has every field that is described and no other."""
    shutil.copy(sample, tmp_path / "kpitui.db")
    shutil.copy(sample, tmp_path / "other.db")
    (tmp_path / "figures.csv").write_text("date,revenue,orders\n2026-11-23,1249.50,18\n2026-11-23,x,19\n")
    sources = tmp_path / "home" / ".config" / "kpitui" / "sources.toml"
    sources.parent.mkdir(parents=True)
    sources.write_text('[source.list]\nkind = "command"\ncommand = ["echo", "1010"]\nkpi = "newsletter"\n')
    monkeypatch.chdir(tmp_path)
    for name, value in (("KPITUI_DB", str(tmp_path / "kpitui.db")), ("KPITUI_TODAY", TODAY)):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    main(["backup", "--json"])
    main(["planned", "add", "newsletter", "-10", "2026-12-24"])
    main(["note", "--all", "stall at the #fair"])
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    main(shlex.split(document.command))
    printed = json.loads(out.getvalue())
    assert printed
    assert mismatches(document.shape, printed, open_ended=document.command.startswith("kpi templates")) == []


@pytest.mark.parametrize("change", ["less", "more", "other"])
def test_what_has_another_shape_is_noticed(change: str) -> None:
    """The comparison sees a field that is missing, one that is not described, and one of another type."""
    note = {"id": 1, "date": "2026-11-23", "kpi": None, "text": "Fair", "tags": []}
    assert mismatches(NoteJson, note) == []
    changed = {"less": {"id": 1}, "more": note | {"x": 1}, "other": note | {"date": "today"}}[change]
    assert mismatches(NoteJson, changed)
