"""The Dutch catalogue held to the sentences of the source: ``python -m tests.i18n.catalogue update`` or ``check``.

``update`` brings the messages of the source into the .po file, where they are translated by hand, and compiles it;
run it once more after translating. ``check`` tells what is wrong, and is what the tests hold the catalogue to. The
files hold no dates and no line numbers, so that they change only when a sentence does.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from hatch_build import compile_catalogue, compiled

SOURCE = Path(__file__).parents[2] / "kpitui"
FOLDER = SOURCE / "i18n" / "catalogues"
LANGUAGE = "nl"
PO = FOLDER / LANGUAGE / "LC_MESSAGES" / "kpitui.po"

KEYWORDS: Mapping[str, Any] = {"_": None, "mark": None, "plural": (1, 2), "context": ((1, "c"), 2)}
"""The functions whose arguments are messages, in babel's notation."""

HEADER = {
    "Project-Id-Version": "KPITUI",
    "Language": LANGUAGE,
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}


class SteadyCatalog(Catalog):
    """A catalogue whose header says nothing that differs from day to day or machine to machine."""

    mime_headers = property(lambda self: list(HEADER.items()))


def extracted(source: Path = SOURCE) -> Catalog:
    """Return all messages of the Python files and of the presets under *source*, untranslated."""
    found = _empty()
    for title in _titles(source / "exchange" / "presets.toml"):
        found.add(title)
    for path in sorted(source.rglob("*.py")):
        for _line, message, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
            if message:
                found.add(message, context=context)
    return found


def _titles(presets: Path) -> Iterator[str]:
    """Yield the titles in the table of presets, which are as good as marked; a brand is the same in every language."""
    for preset in tomllib.loads(presets.read_text(encoding="utf-8")).values() if presets.exists() else ():
        yield from (part["title"] for part in (preset, *preset.get("metrics", {}).values()) if "title" in part)


def translated(po: Path = PO) -> Catalog:
    """Return the catalogue in the file *po*; an empty one when there is no such file."""
    if not po.exists():
        return _empty()
    with po.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def merged(messages: Catalog, known: Catalog) -> Catalog:
    """Return exactly *messages*, with the translations that *known* has for them."""
    catalog = _empty()
    for message in _messages(messages):
        before = known.get(message.id, message.context)
        same = before is not None and isinstance(before.id, str) == isinstance(message.id, str)
        flags = set(before.flags) & {"fuzzy"} if before and same else set()
        kept = catalog.add(message.id, before.string if before and same else None, context=message.context, flags=flags)
        assert kept is not None
        # "15% more" is no format; and every message may have braces, so that flag tells nothing.
        kept.flags -= {"python-format", "python-brace-format"}
    return catalog


def update(source: Path = SOURCE, po: Path = PO) -> Catalog:
    """Write the .po and the .mo file for the messages of *source*, keeping the translations there are."""
    catalog = merged(extracted(source), translated(po))
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as file:
        write_po(file, catalog, width=120, no_location=True, omit_header=False, sort_output=True)
    compile_catalogue(po)
    return catalog


def problems(source: Path = SOURCE, po: Path = PO) -> list[str]:
    """Return what is wrong with the catalogue, a line each; an empty list when it may be shipped."""
    messages, known = extracted(source), translated(po)
    mo = po.with_suffix(".mo")
    found = list(_hidden(source, {_first(message) for message in _messages(messages)}))
    for message in _messages(messages):
        there = known.get(message.id, message.context)
        if there is None or there.id != message.id:
            found.append(f"missing: {_first(message)!r}")
        else:
            found.extend(_faults(there))
    wanted = {_name(message) for message in _messages(messages)}
    found.extend(f"obsolete: {_first(message)!r}" for message in _messages(known) if _name(message) not in wanted)
    found.extend(f"obsolete: {_first(message)!r}" for message in known.obsolete.values())
    if not mo.exists() or mo.read_bytes() != compiled(po.read_text(encoding="utf-8")):
        found.append(f"out of date: {mo.name}")
    return found


def _empty() -> SteadyCatalog:
    return SteadyCatalog(LANGUAGE, header_comment="# Dutch translations of KPITUI.", fuzzy=False)


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _name(message: Message) -> tuple[str | None, str]:
    return message.context, _first(message)


def _faults(message: Message) -> Iterator[str]:
    """Tell what is wrong with the translation of one message; a form may use the placeholders of either English one."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy:
        yield f"fuzzy: {ids[0]!r}"
    if not all(strings) or len(strings) != len(ids):
        yield f"untranslated: {ids[0]!r}"
        return
    for one, other in zip(ids, strings, strict=True):
        if _placeholders(one) != _placeholders(other):
            yield f"placeholders differ: {one!r} and {other!r}"
        if _edges(one) != _edges(other):
            yield f"outer spaces differ: {one!r} and {other!r}"


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _placeholders(text: str) -> set[tuple[str, str | None]] | None:
    """Return the names and formats between braces; None when *text* is no format at all."""
    try:
        return {(name, spec) for _text, name, spec, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _hidden(source: Path, extracted_texts: set[str]) -> Iterator[str]:
    """Tell of messages the extraction cannot see: put together or chosen in a call, or in an f-string."""
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                for argument in node.args:
                    if isinstance(argument, ast.JoinedStr | ast.IfExp | ast.BinOp | ast.BoolOp) or _formats(argument):
                        yield f"hidden from extraction: {path.name}:{node.lineno}"
                message = node.args[node.func.id == "context" :][:1]
                if any(isinstance(part, ast.Constant) and part.value not in extracted_texts for part in message):
                    yield f"hidden from extraction: {path.name}:{node.lineno}"


def _formats(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Call) and any(
        isinstance(part, ast.Attribute) and isinstance(part.value, ast.Constant) for part in ast.walk(argument.func)
    )


def main(arguments: list[str]) -> int:
    """Do what *arguments* ask for and return 1 when the catalogue is not fit to ship."""
    if arguments == ["update"]:
        update()
    elif arguments != ["check"]:
        sys.stderr.write("python -m tests.i18n.catalogue update|check\n")
        return 2
    found = problems()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
