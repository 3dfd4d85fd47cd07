"""What is made when the package is built: the compiled catalogues, and the addresses that the package names.

Hatch calls it for a wheel and for an editable install alike.

``python hatch_build.py`` does the same in the checkout, as ``python -m tests`` does before it tests. A .po file is what
Babel writes and translators' editors save: entries with a blank line between them. The .mo file has the layout that
``gettext`` reads, without its optional hash table: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from struct import pack
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parent


class CatalogueHook(BuildHookInterface[Any]):
    """Compiles before the files of the wheel are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the .mo files into the source, from where the wheel or the editable install takes them."""
        compile_catalogues(Path(self.root))


class AddressHook(MetadataHookInterface):
    """Gives the package its addresses and the page that the index shows, both from ``HOME_PAGE`` in the program."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add ``urls`` and ``readme`` to *metadata*; without a home page there are no addresses."""
        root = Path(self.root)
        stated = dict(
            re.findall(r'^(\w+) = "(.*)"$', (root / "kpitui" / "__init__.py").read_text("utf-8"), re.MULTILINE)
        )
        home, version = stated["HOME_PAGE"], stated["__version__"]
        readme = (root / "README.md").read_text(encoding="utf-8")
        metadata["urls"] = addresses(home)
        metadata["readme"] = {"content-type": "text/markdown", "text": with_addresses(readme, home, version)}


def addresses(home: str) -> dict[str, str]:
    """Return the named addresses of a project whose home page is *home*; none while it has no home."""
    if not home:
        return {}
    return {"Homepage": home, "Issues": f"{home}/issues", "Changelog": f"{home}/blob/main/CHANGELOG.md"}


def with_addresses(readme: str, home: str, version: str) -> str:
    """Return *readme* with its links to files of the checkout as addresses of the tag of *version* at *home*.

    The index shows the page far from the checkout, where a link such as ``docs/keys.md`` and a picture lead nowhere.
    """
    if not home:
        return readme
    readme = re.sub(r"(!\[[^]]*\]\()(?!\w+:|#)", rf"\1{home}/raw/v{version}/", readme)
    return re.sub(r"((?<!!)\[[^]]*\]\()(?!\w+:|#)", rf"\1{home}/blob/v{version}/", readme)


def compile_catalogues(root: Path = ROOT) -> None:
    """Write the .mo file beside every .po file of the program in the checkout *root*."""
    for po in sorted((root / "kpitui" / "i18n" / "catalogues").rglob("*.po")):
        compile_catalogue(po)


def compile_catalogue(po: Path) -> None:
    """Write the .mo file beside *po*; raise ValueError, with the entry, when *po* cannot be read."""
    content = compiled(po.read_text(encoding="utf-8"))
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != content:
        mo.write_bytes(content)


def compiled(po: str) -> bytes:
    """Return the .mo file of the .po file with the text *po*: what is untranslated, fuzzy or obsolete is left out."""
    messages = sorted((key.encode(), text.encode()) for key, text in _messages(po) if text)
    count = len(messages)
    tables, strings = [b"", b""], b""
    for column in (0, 1):
        for message in messages:
            tables[column] += pack("<II", len(message[column]), 28 + 16 * count + len(strings))
            strings += message[column] + b"\0"
    return pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count) + b"".join(tables) + strings


def _messages(po: str) -> Iterator[tuple[str, str]]:
    """Yield the key and the translation of each entry, as ``gettext`` looks them up: forms of a plural apart by NUL."""
    for entry in po.replace("\r\n", "\n").split("\n\n"):
        lines = entry.splitlines()
        if any(line.startswith("#,") and "fuzzy" in line for line in lines):
            continue
        fields: dict[str, str] = {}
        name = ""
        for line in lines:
            if not line.strip() or line.startswith("#"):
                continue
            word, quote, text = line.partition('"')
            name = word.strip() or name
            try:
                fields[name] = fields.get(name, "") + str(literal_eval(quote + text))
            except (SyntaxError, ValueError) as error:
                raise ValueError(f"not an entry of a catalogue: {line}") from error
        if "msgid" in fields:
            key = "\0".join(fields[name] for name in ("msgid", "msgid_plural") if name in fields)
            forms = [text for name, text in sorted(fields.items()) if name.startswith("msgstr")]
            yield f"{fields['msgctxt']}\4{key}" if "msgctxt" in fields else key, "\0".join(forms) if all(forms) else ""


if __name__ == "__main__":
    compile_catalogues()
