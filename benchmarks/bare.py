"""The smallest Textual apps, which the screen benchmark compares KPITUI with: ``python -m benchmarks.bare [table]``."""

from __future__ import annotations

import sys

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Static, Tab, Tabs

MARKER = "bare app"


class Bare(App[None]):
    """One line of text, which shows the last key."""

    BINDINGS = [("q", "quit", "quit")]  # noqa: RUF012  as the tutorial writes it

    def compose(self) -> ComposeResult:
        """Show the line."""
        yield Static(MARKER)

    def on_key(self, event: events.Key) -> None:
        """Show which key it was."""
        self.query_one(Static).update(f"{MARKER} {event.key}")


class Table(App[None]):
    """Tabs, a table of forty rows and a footer, as most apps begin."""

    BINDINGS = [("q", "quit", "quit"), ("a", "bell", "add"), ("u", "bell", "undo")]  # noqa: RUF012  as above

    def compose(self) -> ComposeResult:
        """Lay them out."""
        yield Tabs(Tab("Today"), Tab("Goals"))
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("KPI", *(f"Day {day}" for day in range(7)))
        table.add_rows([(f"{MARKER} {row}", *(str(row * day) for day in range(7))) for row in range(40)])
        table.focus()


if __name__ == "__main__":
    (Table() if sys.argv[1:] == ["table"] else Bare()).run(mouse=False)
