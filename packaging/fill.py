"""The files by which package managers install a release, filled in from what was built for it.

    python packaging/fill.py DIST FOLDER

DIST holds the source archive of the release; FOLDER gets ``PKGBUILD`` and ``kpitui.rb`` with its version, address and
SHA-256. It refuses while the project has no home page: without one there is no address to install from.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def values(archive: Path, home: str) -> dict[str, str]:
    """Return what the placeholders stand for in a release with the source *archive* of the project at *home*."""
    version = archive.name.removeprefix("kpitui-").removesuffix(".tar.gz")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "VERSION": version,
        "SUMMARY": project["description"],
        "HOME_PAGE": home,
        "SDIST_URL": f"{home}/releases/download/v{version}/{archive.name}",
        "SDIST_SHA256": hashlib.sha256(archive.read_bytes()).hexdigest(),
    }


def filled(template: str, of: dict[str, str]) -> str:
    """Return *template* with its placeholders filled in; raises KeyError for one that is not known."""
    return re.sub("@([A-Z_0-9]+)@", lambda name: of[name[1]], template)


def main(dist: str, folder: str) -> int:
    """Write the files into *folder* and return 0; return 1 when there is no home page."""
    sys.path.insert(0, str(ROOT))
    from kpitui import HOME_PAGE

    if not HOME_PAGE:
        sys.stderr.write("The project has no home page yet (HOME_PAGE in kpitui/__init__.py)\n")
        return 1
    (archive,) = Path(dist).glob("kpitui-*.tar.gz")
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for template in sorted(Path(__file__).parent.glob("*.in")):
        text = filled(template.read_text(encoding="utf-8"), values(archive, HOME_PAGE))
        (target / template.stem).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
