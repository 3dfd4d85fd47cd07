"""Which settings exist and what each accepts; one row each, from which `config` and the settings page are made.

Their text lives in the database (`kpitui.store.records`), so that every session on the server agrees.
"""

from __future__ import annotations

from kpitui.core.calendar import Calendar
from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.figures import NUMBER_STYLES, NumberStyle
from kpitui.core.languages import LANGUAGES
from kpitui.core.record import Record
from kpitui.core.text import storable
from kpitui.store.records import read_settings, write_setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpitui.core.keyboard import Layout
    from kpitui.core.region import Region
    from kpitui.services.workspace import Workspace
    from kpitui.store.connection import Store


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

THEME_NAMES = ("kpitui-dark", "kpitui-light", "okabe-ito", "blue-orange", "high-contrast", "terminal", "mono")
"""How the app may look; the colours themselves are the app's."""


REGION_CODES = (
    "AT", "AU", "BE", "BR", "CA", "CH", "CN", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HK", "HR",
    "HU", "ID", "IE", "IL", "IN", "IS", "IT", "JP", "KR", "LT", "LU", "LV", "MX", "NL", "NO", "NZ", "PH", "PL",
    "PT", "RO", "SE", "SG", "SI", "SK", "TR", "TW", "UA", "US", "ZA",
)  # fmt: skip
"""The regions of `kpitui.core.region`, which is loaded only where one is in force."""


class Setting(Record):
    """One setting: its key, what it is when never set, what it accepts, and its title, untranslated."""

    key: str
    default: str
    accepts: tuple[str, ...]
    """The only values accepted; empty when any short text is."""
    title: str
    on_page: bool = True
    """Whether the page of settings shows it; what is set by a key on another page has its place there."""
    group: str = ""
    """What it belongs to, one of `SETTING_GROUPS`."""


SETTING_GROUPS = ("business", "counting", "looks", "safety")
"""What the settings are about, in the order of their page."""

SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("business", "", (), mark("Name of the business"), group="business"),
        Setting("language", "auto", ("auto", *LANGUAGES), mark("Language"), group="business"),
        Setting(
            "region", "auto", ("auto", *REGION_CODES), mark("Region: dates, currency, week, numbers"), group="business"
        ),
        Setting("timezone", "auto", (), mark("Time zone"), group="business"),
        Setting(
            "numbers", "auto", ("auto", "en", "nl"), mark("Numbers: 1,234.50 (en), 1.234,50 (nl)"), group="business"
        ),
        Setting("week-start", "auto", ("auto", *WEEKDAYS), mark("First day of the week"), group="counting"),
        Setting("fiscal-month", "1", tuple(map(str, range(1, 13))), mark("Financial year starts in"), group="counting"),
        Setting("day-starts", "0", tuple(map(str, range(13))), mark("Day starts at"), group="counting"),
        Setting("groups", "own", ("own", "goals", "none"), mark("Groups on Today"), group="looks"),
        Setting("folded", "", (), mark("Folded groups, with | between"), on_page=False),
        Setting("theme", "kpitui-dark", THEME_NAMES, mark("Theme"), group="looks"),
        Setting("ascii", "auto", ("auto", "yes", "no"), mark("Plain characters (ASCII)"), group="looks"),
        Setting("changes-only", "yes", ("yes", "no"), mark("Use less data (slow connection)"), group="looks"),
        Setting("paint-ahead", "yes", ("yes", "no"), mark("Show Today while loading"), group="looks"),
        Setting("plain", "no", ("no", "yes"), mark("Plain sentences, for a screen reader"), group="looks"),
        Setting("private", "no", ("no", "yes"), mark("Hide numbers when opening"), group="looks"),
        Setting("daily-backup", "yes", ("yes", "no"), mark("Make a backup every day"), group="safety"),
        Setting(
            "runway-due",
            "no",
            ("no", "30", "60", "90", "180"),
            mark("kpitui due: warn of low balance (days)"),
            group="safety",
        ),
        Setting("mouse", "no", ("no", "yes"), mark("Mouse"), group="looks"),
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
    region: Region | None = None
    """The region in force; None where neither a setting nor the locale names one."""

    def text(self, key: str) -> str:
        """Return the text of one setting."""
        return self.values[key]

    @property
    def numbers(self) -> NumberStyle:
        """How numbers are written and, where they are ambiguous, read."""
        usual = LANGUAGES[self.language].numbers
        chosen = self.values["numbers"]
        if chosen == "auto":
            chosen = self.region.numbers if self.region else usual
        style = NUMBER_STYLES[chosen]
        gap = self.region.gap if self.region else style.gap
        return NumberStyle(style.decimal, style.group, self.hidden, self.spoken, NUMBER_STYLES[usual].hour, gap)

    @property
    def typed_numbers(self) -> NumberStyle:
        """How numbers are written into fields, to be changed and read again: never hidden, never spoken."""
        return self.numbers._replace(hidden="", spoken=())

    @property
    def calendar(self) -> Calendar:
        """How weeks and business years are cut."""
        chosen = self.values["week-start"]
        first = WEEKDAYS.index(chosen) if chosen != "auto" else self.region.week_start if self.region else 0
        return Calendar(first, int(self.values["fiscal-month"]))

    @property
    def region_code(self) -> str:
        """The region in force by its code; empty where none is known."""
        return self.region.code if self.region else ""

    @property
    def month_first(self) -> bool:
        """Whether ``12/1`` is the first of December."""
        return self.region is not None and self.region.month_first


def region_of(environ: Mapping[str, str], values: Mapping[str, str], language: str) -> Region | None:
    """Return the region in force: the one that is set, else that of the locale, else the one a language belongs to.

    The first of LC_ALL, LC_TIME and LANG that is set is the locale. One in another language than the one in force says
    nothing of a person who chose Dutch on a server in English.
    """
    code = values["region"]
    if code == "auto":
        locale = next((environ[name] for name in ("LC_ALL", "LC_TIME", "LANG") if environ.get(name)), "")
        home = LANGUAGES[language].region
        if home and locale[:2].lower() != language:
            code = home
        elif "_" not in locale and "-" not in locale.partition(".")[0]:
            return None
        else:
            from kpitui.core.region import territory_of

            code = territory_of(locale)
    if not code:
        return None
    from kpitui.core.region import REGIONS

    return REGIONS.get(code)


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
        raise Refused(mark("No setting called {key}. Choose: {known}"), field="key", key=key, known=", ".join(SETTINGS))
    if key == "region" and value is not None:
        from kpitui.core.region import territory_of

        value = territory_of(value) or value  # en_US is the way in which locales name the region US
    if value is not None and value.upper() in setting.accepts:
        value = value.upper()  # a code may be typed in small letters
    if value is not None and setting.accepts and value not in setting.accepts:
        raise Refused(
            mark("{key} can't be {value}. Choose: {accepted}"),
            field="value",
            key=key,
            value=value,
            accepted=", ".join(setting.accepts),
        )
    value = None if value is None else storable(value, field="value")
    if key == "timezone" and value is not None:
        from kpitui.services.time_zones import zone_in

        value = zone_in(value)
    what = "setting.reset" if value is None else "setting.changed"
    with workspace.store.write(what, setting=key, value=value) as change:
        return write_setting(change, key, value)


def _accepted(setting: Setting, value: str | None) -> str:
    if value is None or (setting.accepts and value not in setting.accepts):
        return setting.default
    return value


KEY_PREFIX = "keys."
"""What the names of the settings of keys begin with; the id of the action follows."""

KeyChoices = dict[str, tuple[str, ...]]
"""Names of keys by the id of their action."""


def chosen_keys(workspace: Workspace) -> KeyChoices:
    """Return the keys that were moved; what is no key any more is left out."""
    from kpitui.core.keyboard import read_keys

    chosen: KeyChoices = {}
    for key, value in read_settings(workspace.store).items():
        if key.startswith(KEY_PREFIX):
            try:
                chosen[key.removeprefix(KEY_PREFIX)] = read_keys(value)
            except KpituiError:
                continue
    return chosen


def usable_keys(chosen: Mapping[str, tuple[str, ...]], pages: Sequence[Layout]) -> tuple[KeyChoices, list[KpituiError]]:
    """Return the keys that can be had on *pages*, and for each that cannot the reason; its action keeps its own."""
    from kpitui.core.keyboard import problems

    usable, refused = dict(chosen), []
    while refusals := problems(usable, pages):
        action, problem = next(iter(refusals.items()))
        refused.append(problem)
        del usable[action]
    return usable, list[KpituiError](refused)


def choose_keys(workspace: Workspace, action: str, text: str | None, pages: Sequence[Layout]) -> bool:
    """Give the *action* the keys in *text*, or its own back when that is None; return whether that is new.

    Raises Refused for an action that does not exist, and for keys that cannot be had on one of *pages*.
    """
    from kpitui.core.keyboard import problems, read_keys, refuse_unknown_action

    chosen = chosen_keys(workspace)
    before = problems(chosen, pages)
    if text is None:
        refuse_unknown_action(action, pages)
        chosen.pop(action, None)
    else:
        chosen[action] = read_keys(text)
    after = problems(chosen, pages)
    for key, problem in after.items():
        if key == action or key not in before:
            raise problem
    what = "setting.reset" if text is None else "setting.changed"
    value = None if text is None else ",".join(chosen[action])
    with workspace.store.write(what, setting=KEY_PREFIX + action, value=value) as change:
        return write_setting(change, KEY_PREFIX + action, value)


def forget_keys(workspace: Workspace) -> bool:
    """Give every action its own keys back; return whether there were others."""
    moved = [key for key in read_settings(workspace.store) if key.startswith(KEY_PREFIX)]
    if not moved:
        return False
    with workspace.store.write("setting.reset", setting="keys") as change:
        for key in moved:
            write_setting(change, key, None)
    return True
