"""What a stranger installs: the wheel and the source archive, into an environment of their own, and run from there."""

from __future__ import annotations

import hashlib
import os
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import kpitui
from hatch_build import addresses, with_addresses

ROOT = Path(__file__).parent.parent
PIPX = {"HOME": "pipx", "BIN_DIR": "bin", "MAN_DIR": "man"}
BIN = "Scripts" if os.name == "nt" else "bin"


def run(*command: str | Path, folder: Path, **environ: str) -> str:
    """Run a command far from the checkout, with an empty home, and return what it printed; it has to succeed."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("PIP_", "UV_", "SSL_", "REQUESTS_")) or name in ("PATH", "SYSTEMROOT", "TEMP")
    }
    home = {"HOME": str(folder), "USERPROFILE": str(folder), "KPITUI_TODAY": "2026-11-23", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder, env=kept | home | environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the source archive, built from a copy of the checkout."""
    folder = tmp_path_factory.mktemp("built")
    source = folder / "source"
    unwanted = shutil.ignore_patterns(".venv", ".git", ".*_cache", "__pycache__", "*.db", "*.mo", "site", "dist")
    shutil.copytree(ROOT, source, ignore=unwanted)
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_version_is_stated_once() -> None:
    """The version stands in kpitui/__init__.py, and nowhere else as a version of this program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project
    assert re.fullmatch(r"\d+\.\d+\.\d+", kpitui.__version__)
    assert runpy.run_path(str(ROOT / ".github" / "release_notes.py"))["version"]() == kpitui.__version__


def test_release_notes_are_the_part_of_the_changelog() -> None:
    """The notes of a release are what the changelog says under its version, and nothing of another."""
    notes = runpy.run_path(str(ROOT / ".github" / "release_notes.py"))["notes"]
    said = notes(kpitui.__version__)
    assert "### Logging numbers" in said
    assert "\n## " not in said
    with pytest.raises(LookupError):
        notes("99.0.0")


def test_a_project_without_a_home_names_none() -> None:
    """No address is made up before there is one, and then all of them come from that one."""
    assert addresses("") == {}
    assert with_addresses("![a](docs/a.svg)", "", "1.2.3") == "![a](docs/a.svg)"
    assert set(addresses("https://example.org/me/kpitui")) == {"Homepage", "Issues", "Changelog"}


def test_the_page_of_the_index_leads_back_to_the_project() -> None:
    """A picture and a link of the README work far from the checkout; whole addresses and anchors stay as they are."""
    page = with_addresses(
        "![a day](docs/a.svg) [keys](docs/keys.md) [x](https://example.com/y) [here](#top)",
        "https://example.org/k",
        "1.2.3",
    )
    assert page == (
        "![a day](https://example.org/k/raw/v1.2.3/docs/a.svg) [keys](https://example.org/k/blob/v1.2.3/docs/keys.md)"
        " [x](https://example.com/y) [here](#top)"
    )


def test_recipes_of_package_managers_are_filled_from_what_was_built(tmp_path: Path) -> None:
    """Version, address and checksum are those of the archive, and no placeholder is left."""
    packaging = runpy.run_path(str(ROOT / "packaging" / "fill.py"))
    archive = tmp_path / "kpitui-1.2.3.tar.gz"
    archive.write_bytes(b"archive")
    of = packaging["values"](archive, "https://example.org/k")
    for template in (ROOT / "packaging").glob("*.in"):
        text = packaging["filled"](template.read_text(encoding="utf-8"), of)
        assert "https://example.org/k/releases/download/v1.2.3/kpitui-1.2.3.tar.gz" in text
        assert hashlib.sha256(b"archive").hexdigest() in text
        assert not re.search("@[A-Z_0-9]+@", text)


@pytest.mark.parametrize("workflow", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.stem)
def test_workflows_use_no_action_that_can_change_under_them(workflow: Path) -> None:
    """Each action is named by its commit, with the version beside it for who reads; a tag can be moved by others."""
    uses = re.findall(r"uses: (.*)", workflow.read_text(encoding="utf-8"))
    assert uses
    assert not [use for use in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", use)]


@pytest.mark.slow
def test_archives_hold_what_they_need(built: Path) -> None:
    """The wheel has program, sample data, catalogue, styles and man page, and no tests; the archive has the tests."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    for name in (
        "kpitui/i18n/catalogues/nl/LC_MESSAGES/kpitui.mo",
        "kpitui/library/shop.toml",
        "kpitui/sample_data/studio-noord.json",
        "kpitui/tui/app.tcss",
        f"kpitui-{kpitui.__version__}.data/data/share/man/man1/kpitui.1",
    ):
        assert name in names
    assert not [name for name in names if name.startswith("tests/") or name.endswith(".pyc")]
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "tests/__main__.py",
        "requirements-dev.lock",
        "zensical.toml",
        "Makefile",
        "docs/make.py",
        "hatch_build.py",
    } <= inside
    assert not [name for name in inside if name.endswith(".mo")]


@pytest.mark.slow
@pytest.mark.parametrize("installer", ["pip", "pip from the archive", "uv", "pipx"])
def test_it_installs_and_runs(installer: str, built: Path, tmp_path: Path) -> None:
    """Into an empty environment, from the file, with its man page and compiled byte code; and then it works."""
    wheel, archive = next(built.glob("*.whl")), next(built.glob("*.tar.gz"))
    program = {"uv": "uv", "pipx": "pipx"}.get(installer)
    if program and not shutil.which(program):
        pytest.skip(f"{program} is not there")
    place = tmp_path / "environment"
    if installer == "uv":
        run("uv", "venv", "--python", sys.executable, place, folder=tmp_path)
        python = place / BIN / "python"
        run("uv", "pip", "install", "--python", python, "--compile-bytecode", wheel, folder=tmp_path)
    elif installer == "pipx":
        homes = {f"PIPX_{name}": str(tmp_path / folder) for name, folder in PIPX.items()}
        run("pipx", "install", "--python", sys.executable, wheel, folder=tmp_path, **homes)
        place = tmp_path / "pipx" / "venvs" / "kpitui"
    else:
        venv.create(place, with_pip=True)
        file = archive if "archive" in installer else wheel
        run(place / BIN / "python", "-m", "pip", "install", "--quiet", file, folder=tmp_path)
    _works(place, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the README shows a POSIX shell")
def test_the_first_command_of_the_readme_works(built: Path, tmp_path: Path) -> None:
    """What the README says first, as printed, in a fresh folder with an empty home, shows the sample business."""
    shutil.copytree(built / "source", tmp_path / "kpitui")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^(python3 -m venv .*kpitui demo)(?: +#.*)?$", readme, re.MULTILINE)
    shown = run("sh", "-c", f"cd kpitui && {command} --print", folder=tmp_path)
    assert "20% more visitors" in shown
    (program,) = (tmp_path / "kpitui").rglob("bin/kpitui")
    _speaks_dutch(program, tmp_path)


@pytest.mark.slow
def test_an_editable_checkout_speaks_dutch(built: Path, tmp_path: Path) -> None:
    """An editable install compiles the catalogue into the checkout, where none is kept."""
    checkout = tmp_path / "checkout"
    shutil.copytree(built / "source", checkout, ignore=shutil.ignore_patterns("*.mo"))
    place = tmp_path / "environment"
    venv.create(place, with_pip=True)
    run(place / BIN / "python", "-m", "pip", "install", "--quiet", "--editable", checkout, folder=tmp_path)
    _speaks_dutch(place / BIN / "kpitui", tmp_path)
    assert list(checkout.rglob("*.mo"))


def _speaks_dutch(program: Path, folder: Path) -> None:
    assert "Gebruik: kpitui" in run(program, "--lang", "nl", "--help", folder=folder)


def _works(place: Path, folder: Path) -> None:
    program = place / BIN / "kpitui"
    assert run(program, "--version", folder=folder) == f"kpitui {kpitui.__version__}\n"
    _speaks_dutch(program, folder)
    run(program, "kpi", "add", "Revenue", "--template", "revenue", folder=folder)
    assert "1,249.50" in run(program, "log", "revenue", "1249,50", folder=folder)
    assert "1.250" in run(program, "--lang", "nl", "show", "revenue", "--last", "1", folder=folder)
    assert "20% more visitors" in run(program, "demo", "--print", folder=folder)
    assert list(place.rglob("kpitui/cli/__pycache__/log.*.pyc")), "byte code was not compiled"
    assert list(place.rglob("share/man/man1/kpitui.1"))
