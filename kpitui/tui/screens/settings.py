"""The settings, each saved as soon as it is changed; the table of settings is `kpitui.services.settings`'."""

from __future__ import annotations

from shlex import quote

from textual import events
from textual.app import ComposeResult

from kpitui.core.errors import KpituiError
from kpitui.core.figures import NUMBER_STYLES, format_number
from kpitui.core.languages import LANGUAGES
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import wrap
from kpitui.services.settings import REGION_CODES, SETTING_GROUPS, SETTINGS, Setting, change_setting
from kpitui.services.time_zones import zone_in_force
from kpitui.tui.page import Page
from kpitui.tui.widgets.chart_view import TALL
from kpitui.tui.widgets.form import FIELDS, ChoiceField, Field, FieldChanged, Form, TextField
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.region import PageRegion
from kpitui.wording.dates import short_months
from kpitui.wording.errors import sentence
from kpitui.wording.words import region_text, setting_group, setting_hint, setting_word

ROOMY = 38
"""Lines of the page from which the groups of settings have titles."""

WIDEST = 100
"""Cells of a line of prose at most."""


class SettingsPage(Page):
    """The settings."""

    CSS_PATH = "settings.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012
    KEYED = FIELDS

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(id="heading")
        yield Form(*self._fields())
        yield PageRegion(id="does")
        yield PageRegion(id="shell")
        yield Plain(id="where", classes="hint")
        yield KeyBar()

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, str] = {}
        """The settings as this page saw them last."""

    def on_mount(self) -> None:
        """Say where they are kept."""
        self._say()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Tell of the setting that the cursor came to."""
        self._tell_setting()

    def on_resize(self) -> None:
        """Tell of the setting, and title the groups, where there is room now."""
        self.set_class(self.size.height >= ROOMY, "-roomy")
        self._tell_setting()

    def _tell_setting(self) -> None:
        """Tell below the form what the setting under the cursor does, and how it is set in the shell."""
        focused = self.focused.ancestors_with_self if self.focused else []
        field = next((node for node in focused if isinstance(node, Field)), None)
        hint, command = [], []
        if field is not None and self.size.height >= TALL:
            hint = wrap(setting_hint(field.name or ""), min(WIDEST, self.size.width - 2))
            command = [f"kpitui config {field.name} {quote(self.workspace.settings.text(field.name or ''))}"]
        self.query_one("#does", PageRegion).tell(field.label if field is not None else "", hint)
        self.query_one("#shell", PageRegion).tell(_("On the command line"), command)

    async def follow(self) -> None:
        """Show what another program changed; a text that was refused stays where it is typed."""
        values = dict(self.workspace.settings.values)
        form = self.query_one(Form)
        if values == self._seen or not form.takes_keys:
            return
        refused = {field.name: field.value for field in form.fields if field.has_class("-refused")}
        fields = self._fields()
        for field in fields:
            if field.name in refused:
                field.begin_with(refused[field.name])
        await form.put(fields)

    def reload(self) -> None:
        """Follow what was changed elsewhere."""
        self.call_later(self.follow)

    async def on_field_changed(self, message: FieldChanged) -> None:
        """Save the setting and put it in force; in another language the page is written anew."""
        field = next(field for field in self.query_one(Form).fields if field.name == message.name)
        self.workspace.refresh(self.app.clock())
        stored = self.workspace.settings.values[message.name]
        if stored not in (self._seen[message.name], message.value):
            self._seen[message.name] = stored
            meanwhile = _("Changed meanwhile to {value}. To keep your choice, set it again")
            field.problem(meanwhile.format(value=field.shown(stored) or "-"))
            return
        try:
            change_setting(self.workspace, message.name, message.value)
        except KpituiError as error:
            field.problem(sentence(error))
            return
        field.problem(None)
        self.workspace.refresh(self.app.clock())
        self._seen[message.name] = self.workspace.settings.values[message.name]
        self._tell_setting()
        self.app.publish_change()
        if message.name == "language":
            await self.query_one(Form).put(self._fields(), message.name)
            self._say()

    def _fields(self) -> list[Field]:
        values = self.workspace.settings.values
        self._seen = dict(values)
        fields = []
        for group in SETTING_GROUPS:
            title = setting_group(group)
            for setting in SETTINGS.values():
                if setting.on_page and setting.group == group:
                    field = self._field(setting, values[setting.key])
                    field.begins, title = title, ""
                    fields.append(field)
        return fields

    def _field(self, setting: Setting, value: str) -> Field:
        if setting.key == "timezone":
            zone = zone_in_force(self.workspace.environ, "auto")
            label = _("Time zone (auto: {zone})").format(zone=harmless(zone, 24))
            return TextField(
                setting.key,
                label,
                value,
                hint=_("such as Europe/Amsterdam. Type auto to use the time zone of this computer"),
            )
        if not setting.accepts:
            return TextField(setting.key, _(setting.title), value)
        options = [(option, _option(setting.key, option)) for option in setting.accepts]
        code = self.workspace.settings.region_code
        if setting.key == "region" and value == "auto" and code:
            options[0] = ("auto", f"{setting_word('auto')}: {code}")
        return ChoiceField(setting.key, _(setting.title), options, value)

    def _say(self) -> None:
        self.query_one("#heading", Plain).update(_("Settings"))
        where = _("Changes are saved at once, in {path}").format(path=harmless(self.workspace.path, 200))
        self.query_one("#where", Plain).update(where)


def _option(key: str, value: str) -> str:
    """Return how a value of a setting is shown: a language by its own name, numbers and regions by an example."""
    if key == "region" and value in REGION_CODES:
        return region_text(value)
    if key == "fiscal-month":
        return short_months()[int(value) - 1]
    if key == "day-starts":
        return f"{value}:00"
    if value in LANGUAGES and key == "language":
        return LANGUAGES[value].own_name
    if value in NUMBER_STYLES and key == "numbers":
        return format_number(1234.5, 2, NUMBER_STYLES[value])
    return setting_word(value)
