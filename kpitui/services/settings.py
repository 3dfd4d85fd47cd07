"""Which settings exist and what each accepts; one row each, from which `config` and the settings page are made.

Their text lives in the database (`kpitui.store.settings`), so that every session on the server agrees.
"""

from __future__ import annotations

from kpitui.core.calendar import Calendar
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import NUMBER_STYLES, NumberStyle
from kpitui.core.record import Record
from kpitui.core.text import storable
from kpitui.i18n import LANGUAGES
from kpitui.store.settings import read_settings, write_setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpitui.services.workspace import Workspace
    from kpitui.store.connection import Store

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

THEME_NAMES = ("kpitui-dark", "kpitui-light", "okabe-ito", "blue-orange", "high-contrast", "terminal", "mono")
"""How the app may look; the colours themselves are the app's."""


class Setting(Record):
    """One setting: its key, what it is when never set, what it accepts, and its title, untranslated."""

    key: str
    default: str
    accepts: tuple[str, ...]
    """The only values accepted; empty when any short text is."""
    title: str


SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("business", "", (), mark("Name of the business")),
        Setting("language", "auto", ("auto", *LANGUAGES), mark("Language")),
        Setting("numbers", "auto", ("auto", "en", "nl"), mark("Numbers as 1,234.50 (en) or 1.234,50 (nl)")),
        Setting("week-start", "monday", WEEKDAYS, mark("First day of the week")),
        Setting("fiscal-month", "1", tuple(map(str, range(1, 13))), mark("First month of the business year")),
        Setting("day-starts", "0", tuple(map(str, range(13))), mark("Hour at which a new day starts")),
        Setting("theme", "kpitui-dark", THEME_NAMES, mark("Theme")),
        Setting("ascii", "auto", ("auto", "yes", "no"), mark("Draw with plain ASCII only")),
        Setting("changes-only", "yes", ("yes", "no"), mark("Send only what changed")),
        Setting("paint-ahead", "yes", ("yes", "no"), mark("Show Today while the app loads")),
        Setting("plain", "no", ("no", "yes"), mark("Plain sentences, for a screen reader")),
        Setting("private", "no", ("no", "yes"), mark("Hide the figures at the start")),
        Setting("daily-backup", "yes", ("yes", "no"), mark("Make a backup every day")),
        Setting("mouse", "no", ("no", "yes"), mark("Let the mouse act in the app")),
    )
}


class Settings(Record):
    """The settings in force, as text by key; every key of `SETTINGS` is there."""

    values: Mapping[str, str]
    language: str
    """The language in force, ``en`` or ``nl``, after the flag and the locale had their say."""
    hidden: str = ""
    """What stands in the place of every figure; empty where they are shown."""
    spoken: tuple[tuple[str, str], ...] = ()
    """Units that are written as words, each with its word."""

    def text(self, key: str) -> str:
        """Return the text of one setting."""
        return self.values[key]

    @property
    def numbers(self) -> NumberStyle:
        """How numbers are written and, where they are ambiguous, read."""
        chosen = self.values["numbers"]
        style = NUMBER_STYLES[LANGUAGES[self.language].numbers if chosen == "auto" else chosen]
        return NumberStyle(style.decimal, style.group, self.hidden, self.spoken)

    @property
    def typed_numbers(self) -> NumberStyle:
        """How numbers are written into fields, to be changed and read again: never hidden, never spoken."""
        return self.numbers._replace(hidden="", spoken=())

    @property
    def calendar(self) -> Calendar:
        """How weeks and business years are cut."""
        return Calendar(WEEKDAYS.index(self.values["week-start"]), int(self.values["fiscal-month"]))


def load_settings(store: Store) -> dict[str, str]:
    """Return the text of every setting; one that was never set, or is no longer accepted, has its default."""
    stored = read_settings(store)
    return {key: _accepted(setting, stored.get(key)) for key, setting in SETTINGS.items()}


def change_setting(workspace: Workspace, key: str, value: str | None) -> bool:
    """Set one setting, or bring back its default when *value* is None; return whether it became different.

    Raises Refused for a setting that does not exist or a value that it does not accept.
    """
    setting = SETTINGS.get(key)
    if setting is None:
        raise Refused(
            mark("There is no setting {key}; there are: {known}"), field="key", key=key, known=", ".join(SETTINGS)
        )
    if value is not None and setting.accepts and value not in setting.accepts:
        raise Refused(
            mark("{value} is not accepted for {key}; accepted are: {accepted}"),
            field="value",
            key=key,
            value=value,
            accepted=", ".join(setting.accepts),
        )
    value = None if value is None else storable(value)
    what = "setting.reset" if value is None else "setting.changed"
    with workspace.store.write(what, setting=key, value=value) as change:
        return write_setting(change, key, value)


def _accepted(setting: Setting, value: str | None) -> str:
    if value is None or (setting.accepts and value not in setting.accepts):
        return setting.default
    return value
