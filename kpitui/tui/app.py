"""The app: opens pages, watches the database for what others write, and shows every refusal as a sentence.

What pages there are is in `pages`, what they share in `page`. Nothing here decides anything about KPIs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.signal import Signal
from textual.widgets import Input

from kpitui.core.errors import KpituiError, mark
from kpitui.i18n import _, use
from kpitui.services import history
from kpitui.services.extension_points import BESIDE_APP
from kpitui.services.history import as_of
from kpitui.services.workspace import Workspace, are_measured
from kpitui.tui._key_order import OrderedKeys
from kpitui.tui._leaving import GracefulExit
from kpitui.tui._line_filters import AsciiFilter, ControlCharFilter
from kpitui.tui.base_app import BaseApp
from kpitui.tui.keymap import apply_keymap
from kpitui.tui.pages import page_class
from kpitui.tui.prepaint import sends_changes
from kpitui.tui.privacy import hide_figures, opens_private
from kpitui.tui.terminal import driver_class
from kpitui.tui.theme import theme_in_force, themes
from kpitui.tui.work import LOOK_SECONDS as BACKUP_SECONDS
from kpitui.tui.work import PATIENCE, AutoBackup, Background
from kpitui.wording.changes import step_text
from kpitui.wording.goals import target_set_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.filter import LineFilter
    from textual.screen import Screen

    from kpitui.services.extension_points import BesideApp
    from kpitui.tui.terminal.prepaint import Prepaint

WATCH_SECONDS = 1.0
"""How often the database is asked whether somebody else wrote to it; nothing is sent to the terminal for it."""


class StillPalette(CommandPalette):
    """Textual's palette without a cursor that blinks, which would send bytes while nothing happens."""

    def on_mount(self) -> None:
        """Let the cursor stand."""
        self.query_one(Input).cursor_blink = False


class KpituiApp(BaseApp, OrderedKeys, GracefulExit):
    """KPITUI in the terminal. Belongs to the thread that opened its workspace."""

    CSS_PATH = "app.tcss"
    TITLE = "KPITUI"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", mark("quit"), show=False, priority=True, id="app.quit"),
        Binding("ctrl+p", "command_palette", mark("find a command"), show=False, priority=True, id="app.palette"),
        Binding("ctrl+c", "quit", mark("quit"), show=False, priority=True, id="app.interrupt"),
        Binding("ctrl+z", "suspend_process", mark("to the shell"), show=False, priority=True, id="app.suspend"),
        Binding("ctrl+l", "repaint", mark("redraw the screen"), show=False, id="app.repaint"),
    ]

    def __init__(
        self,
        workspace: Workspace,
        clock: Callable[[], datetime] = datetime.now,
        *,
        auto_backup: bool = False,
        prepaint: Prepaint | None = None,
    ) -> None:
        self.prepaint = prepaint
        """What stands on the terminal already."""
        self.colourless = bool(workspace.environ.get("NO_COLOR"))
        """Whether no colour may be sent at all."""
        driver = driver_class(workspace.environ.get("TEXTUAL_DRIVER"), differences=sends_changes(workspace))
        super().__init__(driver_class=driver, ansi_color=True if self.colourless else None)
        self.animation_level = "none"
        self.workspace = workspace
        use(workspace.settings.language, month_first=workspace.settings.month_first, this_year=workspace.today.year)
        self.clock = clock
        self.private = opens_private(workspace)
        self._line_filters = [ControlCharFilter(), AsciiFilter()]
        self.background = Background(self._second_workspace, clock)
        self.auto_backup = (
            AutoBackup(
                self._second_business,
                clock,
                lambda error: self.call_from_thread(self.report, error),
                lambda sentence: self.call_from_thread(self.inform, sentence),
            )
            if auto_backup
            else None
        )
        self.hook_runner: BesideApp = resolve_name(BESIDE_APP)(
            self._second_business, workspace.environ, workspace.steps
        )
        self.changed = Signal(self, "changed")
        self.visited = set()
        self.stored_keys = {}
        self.moved = {}
        self._stamp: object = None
        self._newest: object = None
        """The mark of the history as the pages show it."""
        for theme in themes():
            self.register_theme(theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line goes through before it is sent."""
        return [*super().get_line_filters(), *self._line_filters[: 2 if self.ascii else 1]]

    def on_mount(self) -> None:
        """Open Today and start watching."""
        self.workspace.be_patient(PATIENCE)
        if self.auto_backup:
            self.set_interval(BACKUP_SECONDS, self.auto_backup.look)
        self._apply_settings()
        self._set_measured_targets()
        self._report_lost_goals()
        self._stamp = self.workspace.stamp()
        self._newest = history.newest(self.workspace)
        self.push_screen(page_class("today")())
        self.set_interval(WATCH_SECONDS, self.watch_database)

    def _report_lost_goals(self) -> None:
        """Say which goals can't be shown beside the others, as their KPI is gone from a damaged database."""
        from kpitui.services.goals import lost_goals

        for error in lost_goals(self.workspace):
            self.report(error)

    def on_unmount(self) -> None:
        """Let the background go."""
        self.background.close()

    def _fatal_error(self) -> None:
        """End after a mistake; what is being typed is kept."""
        self.save_unsaved_once()
        super()._fatal_error()

    def watch_database(self) -> bool:
        """Reload the pages when anything was written, here or by another process, or when a new day began.

        Return whether that is so; the pages do it in their turn.
        """
        day = self.workspace.today
        try:
            self.workspace.refresh_day(self.clock())
            stamp = self.workspace.stamp()
        except KpituiError as error:
            self.report(error)
            return False
        if day != self.workspace.today:
            self._set_measured_targets()
        is_changed = stamp != self._stamp or day != self.workspace.today
        if is_changed:
            self.publish_change()
        for message in self.hook_runner.look():
            self.notify(message, severity="warning", markup=False, timeout=8)
        return is_changed

    def _set_measured_targets(self) -> None:
        """Set the targets of goals whose baseline has been measured by now; most databases have none."""
        if are_measured(self.workspace):
            from kpitui.services.goals import view_of
            from kpitui.services.goals.baselines import set_measured_targets

            for goal in set_measured_targets(self.workspace):
                view = view_of(self.workspace, goal, foretell=False)
                self.inform(target_set_text(view, self.workspace.settings.numbers))

    def publish_change(self) -> None:
        """Tell every page that the data changed, at once, after this app itself wrote something."""
        self._stamp = self.workspace.stamp()
        self._newest = history.newest(self.workspace)
        self.workspace.refresh(self.clock())
        self._apply_settings()
        self.changed.publish(self._stamp)

    def look_back(self, day: date | None, *, as_known: bool = False) -> None:
        """Show every page as of *day*, by what was known then with *as_known*; as of today again when it is None."""
        before, business = self.workspace, self.workspace.seen_from or self.workspace
        self.workspace = business if day is None else as_of(business, day, as_known=as_known)
        if before.seen_from is not None:
            before.close()
        self.background.renew()
        self.publish_change()
        for screen in self.screen_stack:
            screen.refresh_bindings()

    def ignore_own_write(self) -> None:
        """Take note that this app wrote something that no page shows, so that none is loaded again for it.

        Where another program changed data as well, the pages are loaded again as for anything it writes.
        """
        if history.newest(self.workspace) == self._newest:
            self._stamp = self.workspace.stamp()

    def undo(self) -> str:
        """Take back the last change, whatever it was, and return what that was as a sentence."""
        change = history.undo(self.workspace)
        self.publish_change()
        return step_text(change, "undone", self.workspace.hidden)

    def redo(self) -> str:
        """Do again what was undone last, and return what that was as a sentence."""
        change = history.redo(self.workspace)
        self.publish_change()
        return step_text(change, "redone", self.workspace.hidden)

    async def run_action(self, *args: Any, **kwargs: Any) -> bool:
        """Run an action; a refusal is shown and the app goes on."""
        try:
            return await super().run_action(*args, **kwargs)
        except KpituiError as error:
            self.report(error)
            return True

    def action_open(self, name: str) -> None:
        """Open the page called *name*, once."""
        page = page_class(name)
        if not isinstance(self.screen, page):
            self.push_screen(page())

    def action_repaint(self) -> None:
        """Paint the whole screen anew, after noise on the line or a stray message from another program."""
        repaint = getattr(self._driver, "repaint", None)
        if repaint is not None:
            repaint()
        else:
            self.refresh(layout=True)

    def action_command_palette(self) -> None:
        """Open the palette, in the language in force."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(StillPalette(placeholder=_("a page, KPI, goal, action or key"), id="--command-palette"))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """List what the palette finds by name: pages, KPIs, goals, actions, and the keys of the page below it."""
        from kpitui.tui._palette import palette_commands

        yield from palette_commands(self, screen)
        yield SystemCommand(_("undo"), "", lambda: self._show_result(self.undo))
        yield SystemCommand(_("redo"), "", lambda: self._show_result(self.redo))
        yield SystemCommand(_("Quit"), "", self.exit)

    def _show_result(self, act: Callable[[], str]) -> None:
        """Do something and show what it says, also when that is a refusal."""
        try:
            self.inform(act())
        except KpituiError as error:
            self.report(error)

    def _second_workspace(self) -> Workspace:
        """Open the same database once more, for the thread that this is called in."""
        return self.workspace.opened_again(self.clock())

    def _second_business(self) -> Workspace:
        """Open the business of today once more, also where the app looks at it as of another day."""
        return (self.workspace.seen_from or self.workspace).opened_again(self.clock())

    def _apply_settings(self) -> None:
        """Apply language, theme, signs and keys of the settings; nothing is repainted where they are in force."""
        use(
            self.workspace.settings.language,
            month_first=self.workspace.settings.month_first,
            this_year=self.workspace.today.year,
        )
        self.theme = theme_in_force(self.workspace)
        self.set_class(self.ascii, "-ascii")
        hide_figures(self)
        apply_keymap(self)
