"""Where a command reads and writes: the three streams, the environment, the moment, and the database on demand.

Commands print through this and never with print(), so that data and narration stay apart and text that came from
people reaches the terminal harmlessly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from kpitui.core.errors import KpituiError, mark
from kpitui.i18n import _, lacks_signs, use
from kpitui.i18n.harmless import cells, escaped, harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any

    from kpitui.services.workspace import Workspace


class UsageError(Exception):
    """The words cannot be read; the message says how they should be, untranslated."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


def read_flags(command: str, words: Sequence[str], accepted: Sequence[str]) -> set[str]:
    """Return the flags of a *command* that takes no other words; raise UsageError for one that is not *accepted*."""
    for word in words:
        if word not in accepted:
            raise unknown_word(command, word)
    return set(words)


def unknown_word(command: str, word: str) -> UsageError:
    """Return that *command* has no such flag."""
    return UsageError(
        mark("kpitui {command} doesn't know {word}. See kpitui {command} --help"), command=command, word=word
    )


class Unwritten(Exception):
    """Standard output did not take what was printed, as on a full disk; its text says why."""


class Output:
    """Standard output, that says which failures are its own; in everything else it is the stream."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write *text*; raise Unwritten when it is not taken, BrokenPipeError when nobody reads on."""
        try:
            return self._stream.write(text)
        except OSError as error:
            raise _unwritten(error) from error

    def flush(self) -> None:
        """Let everything written arrive; raises as `write`."""
        try:
            self._stream.flush()
        except OSError as error:
            raise _unwritten(error) from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Input:
    """Standard input, that says in a sentence when it cannot be read; in everything else it is the stream."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def readline(self, size: int = -1) -> str:
        """Return the next line, of *size* characters at most; raise Refused when it cannot be read."""
        try:
            return self._stream.readline(size)
        except OSError as error:
            from kpitui.files.opening import input_unreadable

            raise input_unreadable(error) from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _unwritten(error: OSError) -> Exception:
    from kpitui.core.system_reasons import system_reason

    return error if isinstance(error, BrokenPipeError) else Unwritten(_(system_reason(error)))


class Console:
    """The surroundings of one command; `database` and `language` are the flags given before its name."""

    def __init__(self, environ: Mapping[str, str], *, database: str | None = None, language: str | None = None) -> None:
        self.environ = environ
        self.database = database
        self.language = language
        self.input: IO[str] = Input(sys.stdin)  # type: ignore[assignment]  # as the output
        self.output: IO[str] = Output(sys.stdout)  # type: ignore[assignment]  # it is the stream in all but its failures
        self.narration: IO[str] = sys.stderr
        self.hook_patience: float | None = None
        """Seconds that a hook may take; None for as long as any may."""
        self.throwaway = False
        """Whether the database is gone afterwards, so that nothing of it need be kept."""
        self.spoken = False
        """Whether plain sentences were asked for, so that tables are sentences too."""
        self.wrote_files = False
        """Whether this command put a file on disk, or a database in the place of another."""
        self.as_of = ""
        """The day, as it was typed, that everything is looked at as of; empty for today."""
        self.as_known = False
        """Whether only what had been entered by that day is looked at."""
        self._workspace: Workspace | None = None

    def now(self) -> datetime:
        """Return the local time."""
        return datetime.now()  # noqa: DTZ005  the day of a KPI is the day on the user's own wall

    def workspace(self, *, create: bool = False) -> Workspace:
        """Return the open database, opening it first when that was not done yet. Raises DatabaseUnusable.

        A missing one is made with *create*, which is for what begins something; a mistyped name is not obeyed.
        """
        if self._workspace is None:
            from kpitui.services.workspace import open_workspace

            self._workspace = open_workspace(
                self.environ, self.now(), database=self.database, language=self.language, create=create
            )
            if self.as_of:
                self._workspace = self._looked_back(self._workspace)
            use(
                self._workspace.settings.language,
                month_first=self._workspace.settings.month_first,
                this_year=self._workspace.today.year,
            )
            if self._workspace.made_private:
                path = harmless(self._workspace.path)
                self.tell(_("Others could read {path}. Now only you can").format(path=path))
            if self._workspace.settings.text("ascii") != "auto":
                self.fit_streams(ascii=self._workspace.ascii)
        return self._workspace

    def _looked_back(self, business: Workspace) -> Workspace:
        """Return the business as it stood on the day that was asked for, and say so."""
        from kpitui.services.history import as_of, day_typed
        from kpitui.wording.dates import as_of_text

        use(business.settings.language, month_first=business.settings.month_first, this_year=business.today.year)
        workspace = as_of(business, day_typed(business, self.as_of), as_known=self.as_known)
        self.tell(as_of_text(workspace.today, as_known=workspace.as_known))
        return workspace

    def has_database(self) -> bool:
        """Return whether there is a file where the database is to be. Raises DatabaseUnusable without a home."""
        from kpitui.services.workspace import database_path

        return os.path.exists(database_path(self.environ, self.database))  # noqa: PTH110  pathlib is slow to import

    def fit_streams(self, *, ascii: bool) -> None:
        """Write what the streams cannot show as what looks alike; with *ascii* whatever is not ASCII, on a terminal."""
        from kpitui.i18n.lookalikes import fit

        for stream in (self.output, self.narration):
            fit(stream, ascii=ascii)

    @property
    def saved(self) -> bool:
        """Whether this command changed something that is on disk now."""
        return self.wrote_files or (self._workspace is not None and self._workspace.has_saved)

    def damage(self) -> KpituiError | None:
        """Return that the database in use is damaged, where it is: an error that nobody foresaw may come from that."""
        if self._workspace is None:
            return None
        from kpitui.services.health import damage_behind

        return damage_behind(self._workspace.path)

    def keep_daily(self) -> None:
        """Make the backup of today when this command was the first to write; its answer is on the screen by then."""
        workspace = self._workspace
        if workspace is None or workspace.seen_from is not None or not workspace.has_written:
            return
        from kpitui.services.backups import QUICK, keep_daily

        try:
            backup = keep_daily(workspace, self.now(), largest=QUICK)
            if backup and not self.throwaway:
                self._keep_usual(workspace)
            for path in backup.swept if backup else ():
                from kpitui.wording.changes import cleared_text

                self.tell(cleared_text(path))
        except KpituiError as error:
            from kpitui.wording.errors import sentence

            self.tell(sentence(error))

    def _keep_usual(self, workspace: Workspace) -> None:
        """Work out once a day what is usual, which `log` reads; the backup of the day was just made."""
        from kpitui.services.insight import keep_usual
        from kpitui.services.reading import shown_kpis

        keep_usual(workspace, shown_kpis(workspace))
        from kpitui.services.runway import runways

        runways(workspace)  # keeps them, for what only reads them

    def set_measured_targets(self) -> None:
        """Set the targets of goals that measured their baseline first, when this command wrote something.

        To take a change back is no such command: the target that it took back would be set again at once, and what was
        done before could never be undone.
        """
        workspace = self._workspace
        if workspace is None or all(step.how != "done" for step in workspace.steps):
            return
        from kpitui.services.workspace import are_measured

        if not are_measured(workspace):
            return
        from kpitui.services.goals import view_of
        from kpitui.services.goals.baselines import set_measured_targets
        from kpitui.wording.goals import target_set_text

        for goal in set_measured_targets(workspace):
            self.tell(target_set_text(view_of(workspace, goal, foretell=False), workspace.settings.numbers))

    def tell_lost_goals(self) -> None:
        """Say which goals can't be shown beside the others, as their KPI is gone from a damaged database."""
        from kpitui.services.goals import lost_goals

        for error in lost_goals(self.workspace()):
            from kpitui.wording.errors import sentence  # with expressions, which a status needs for nothing else

            self.tell(sentence(error))

    def run_hooks(self) -> None:
        """Run the person's hooks for what this command changed; its answer is on the screen by then."""
        workspace = self._workspace
        if workspace is None or not workspace.steps:
            return
        from kpitui.services.extension_points import AFTER_COMMAND

        module, _colon, name = AFTER_COMMAND.partition(":")
        __import__(module)  # as import_module does it, without the package importlib
        getattr(sys.modules[module], name)(workspace, self.environ, self._finish_answer, self.tell, self.hook_patience)

    def _finish_answer(self) -> None:
        with suppress(OSError, Unwritten):  # whoever read the answer may be gone
            self.output.flush()

    def tell_doubts(self) -> None:
        """Say how days were read that could have been others, so that nobody logs January in December unawares."""
        workspace = self._workspace
        if workspace is None or not workspace.doubts:
            return
        from kpitui.wording.dates import doubt_text

        settings = workspace.settings
        for text, day in workspace.doubts.items():
            self.tell(doubt_text(text, day, by_month=settings.month_first, region=settings.region_code))

    def close(self) -> None:
        """Close the database, if it was opened."""
        if self._workspace is not None:
            if self._workspace.seen_from is not None:
                self._workspace.seen_from.close()
            self._workspace.close()
            self._workspace = None

    def say(self, line: str = "") -> None:
        """Write one line of data to standard output, control characters made visible."""
        self.output.write(harmless(line, limit=10_000) + "\n")

    def say_empty(self, line: str) -> None:
        """Say in *line* that there is nothing, and how to begin; of a day that has passed only the first sentence."""
        self.say(line.partition(". ")[0] if self.as_of else line)

    def tell(self, line: str) -> None:
        """Write one line of narration to standard error, made harmless; nothing rests on that it arrives."""
        with suppress(OSError):
            self.narration.write(harmless(line, limit=10_000) + "\n")

    def draw(self, text: str) -> None:
        """Write a drawing, made here with its own colours, to standard output as it is."""
        self.output.write(text + "\n")

    def json(self, data: object) -> None:
        """Write one JSON document to standard output; what the stream cannot show is an escape in it."""
        self.output.write(self.json_text(data))

    def json_text(self, data: object) -> str:
        """Return one JSON document as `json` writes it, for a file that standard output could show as well."""
        import json

        return escaped(json.dumps(data, ensure_ascii=lacks_signs(self.output), allow_nan=False, indent=2)) + "\n"

    def table(self, rows: Iterable[Sequence[str]], right: Sequence[int] = (), *, head: bool = False) -> None:
        """Write rows of cells as aligned columns, those numbered in *right* to the right.

        With *head* the first row holds the titles. Once plain sentences were asked for, each row is one, with the
        titles in front of its cells.
        """
        if self.spoken:
            self._say_rows([list(row) for row in rows], head=head)
            return
        clean = [[harmless(cell) for cell in row] for row in rows]
        if lacks_signs(self.output):
            from kpitui.i18n.lookalikes import fitting

            clean = [[fitting(cell, self.output) for cell in row] for row in clean]
        widths = [max(map(cells, column)) for column in zip(*clean, strict=True)] if clean else []
        for row in clean:
            padded = (
                " " * (width - cells(cell)) + cell if index in right else cell + " " * (width - cells(cell))
                for index, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            self.output.write("  ".join(padded).rstrip() + "\n")

    def _say_rows(self, rows: list[list[str]], *, head: bool) -> None:
        """Write a table as a sentence a row; a cell is named by the title of its column, the first by itself."""
        from kpitui.i18n.plain import sentence_of

        titles = rows.pop(0) if head and rows else []
        for row in rows:
            parts = []
            for index, cell in enumerate(cell.strip() for cell in row):
                title = titles[index] if index and index < len(titles) else ""
                if cell and cell != "-":
                    parts.append(f"{title} {cell}" if title else cell)
            self.say(sentence_of(": ".join(filter(None, (", ".join(parts[:1]), ", ".join(parts[1:]))))))

    def is_plain(self, flag: bool) -> bool:
        """Tell whether sentences are wanted instead of tables: by *flag*, ``$KPITUI_PLAIN`` or the setting.

        Where they are, units are words from now on.
        """
        workspace, chosen = self.workspace(), self.environ.get("KPITUI_PLAIN", "")
        plain = flag or chosen not in ("", "0", "no") or (not chosen and workspace.settings.text("plain") == "yes")
        if plain:
            from kpitui.i18n.plain import spoken_units

            workspace.settings = workspace.settings._replace(spoken=spoken_units())
        self.spoken = plain
        return plain

    @property
    def colour(self) -> bool:
        """Whether standard output is a terminal that wants colour."""
        return self.output.isatty() and not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"
