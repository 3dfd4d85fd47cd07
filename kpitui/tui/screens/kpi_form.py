"""The form for a KPI, a new one, from a template if wanted, or one that is there; and the dialog for its parts.

What the fields accept is decided by `kpitui.services.kpi_fields`; drafts and refusals are `form_page`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from kpitui.core.amount import parse_value
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import NumberStyle, format_typed
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi, Split
from kpitui.i18n import _, language
from kpitui.i18n.harmless import harmless
from kpitui.services.entries import find_kpi
from kpitui.services.kpis import add_kpi, changed_beside, edit_kpi, fields_of
from kpitui.services.parts import parts_of_kpi, split_kpi
from kpitui.services.reading import all_kpis, kpi_with, shown_kpis
from kpitui.services.templates import (
    CURRENCY,
    currency_of,
    is_beyond_measure,
    is_vanity,
    proposed,
    template_called,
    templates,
    templates_near,
)
from kpitui.tui.dialogs import Dialog
from kpitui.tui.form_page import FormPage
from kpitui.tui.widgets.chart_view import LAST_MONTHS, ChartRequest
from kpitui.tui.widgets.columns import labelled_lines
from kpitui.tui.widgets.form import ChoiceField, Field, Form, TextField
from kpitui.tui.widgets.region import PageRegion
from kpitui.wording.changes import changed_text
from kpitui.wording.kpis import added_text, split_sentences, unmeasurable_text, vanity_text, week_text
from kpitui.wording.words import blank_word, direction_word, kind_word, typed_cadence

if TYPE_CHECKING:
    from kpitui.services.templates import Proposal
    from kpitui.services.workspace import Workspace


class KpiFormPage(FormPage):
    """The KPI called *key*, or a new one that begins as *proposed*; *first* names the field to begin in."""

    DRAFT = "kpi"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", mark("save the KPI"), id="kpi_form.save"),
        Binding("ctrl+d", "discard", mark("discard draft"), id="kpi_form.discard", priority=True, show=False),
        Binding("escape", "back", mark("close"), id="kpi_form.back"),
    ]

    def __init__(self, key: str | None = None, first: str = "", proposed: Mapping[str, str] | None = None) -> None:
        super().__init__(first)
        self.key = key
        self._proposed = proposed or {}
        self.kpi: Kpi | None = None
        self._chosen: set[str] = set()
        """The fields that a person filled in, or a template; the name proposes for no others."""
        self._proposed_for = ""
        """The name that something was last proposed for."""
        self._assumed: tuple[str, ...] = ()

    def existing_fields(self) -> dict[str, str] | None:
        """Return the KPI that is changed as it would have been typed."""
        if self.key is None:
            return None
        if self.kpi is None:
            self.kpi = find_kpi(self.workspace, self.key)
        else:
            self.kpi = kpi_with(self.workspace, self.kpi.id)
        return typed_of(self.workspace, self.kpi)

    def existing_id(self) -> int:
        """Return the number of the KPI."""
        assert self.kpi is not None
        return self.kpi.id

    def _load_typed(self) -> None:
        super()._load_typed()
        if self.draft is None:
            self.typed.update(self._proposed)
        # Nothing says who filled in the fields of a draft: they all stay as they are.
        self._chosen.update(name for name, text in self.typed.items() if text and name != "name")
        if self.draft is not None:
            self._proposed_for = self.typed.get("name", "")
        elif self._proposed:
            self._propose()  # so that what is shown is what is saved

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI that is changed over the last three months; of a new one there is nothing to draw."""
        today = self.workspace.today
        return ChartRequest(self.kpi, today - timedelta(days=LAST_MONTHS), today) if self.kpi else None

    def heading(self) -> str:
        """Return whether it is a new one."""
        return _("Add a KPI") if self.kpi is None else _("Change {name}").format(name=self.kpi.name)

    def regions(self) -> Sequence[PageRegion]:
        """Return where it is told what a week comes to and, of a new one, which templates are near its name."""
        return [PageRegion(id="week"), *([PageRegion(id="near")] if self.key is None else [])]

    def show_outcome(self) -> None:
        """Tell what a week comes to by the kind that is chosen, and which templates are near the name."""
        room = self.size.height - self.query_one(Form).lines - ROWS_BESIDE
        kind = self.typed.get("kind") or "flow"
        week = week_text(kind) if room >= 0 else ""
        self.query_one("#week", PageRegion).tell(_("How a week counts"), [week] if week else [], kind_word(kind))
        for region in self.query("#near").results(PageRegion):
            near = self._near(min(room, MOST_NEAR)) if room > 1 else []
            region.tell(_("Templates"), near, _("type its name, or choose it with ←→"))

    def _near(self, room: int) -> list[str]:
        """Return the templates near the name that is typed, as many as fit into *room* lines."""
        near = templates_near(self.typed.get("name", ""), room)
        pairs = [(template.name_in(language()), template.hint_in(language())) for template in near]
        lines = labelled_lines(pairs, min(WIDEST, self.size.width - 3))
        whole = len(lines) if len(lines) <= room else room
        while whole and whole < len(lines) and lines[whole].startswith(" "):
            whole -= 1  # of a template that goes on in the next line all is shown or nothing
        return lines[:whole]

    def fields(self) -> Sequence[Field]:
        """Return what a KPI of this kind may have."""
        kpis = shown_kpis(self.workspace)
        others = [kpi for kpi in kpis if kpi.key != self.key]
        return kpi_fields(self.typed, others, new=self.kpi is None, assumed=self._assumed)

    async def changed(self, name: str) -> None:
        """Fill in a template that is chosen; a choice that makes other fields appear puts the form up again."""
        self._chosen.add(name)
        if name == "template":
            filled = from_template(self.typed[name], self.workspace)
            self.typed = {**self.typed, **filled}
            self._chosen.update(filled)
            self._proposed_for, self._assumed = self.typed.get("name", ""), ()
        if name in SHAPING:
            await self.show_fields()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Propose what the name tells once it is left for another field."""
        field = next((node for node in event.widget.ancestors if isinstance(node, Field)), None)
        if field is not None and field.name not in ("name", "template") and self._propose():
            self.call_later(self.show_fields)

    def _propose(self) -> bool:
        """Fill in what the name tells of the fields that nobody touched; return whether anything became different."""
        name = self.typed.get("name", "").strip()
        if self.kpi is not None or name == self._proposed_for:
            return False
        given = {field: self.typed.get(field, "") for field in (*PROPOSED, "name") if field in {*self._chosen, "name"}}
        proposal = proposed(self.workspace, given)
        before = dict(self.typed)
        left_open = [field for field in PROPOSED if field not in self._chosen]
        self.typed = {**self.typed, **dict.fromkeys(left_open, ""), **typed_proposal(self.workspace, proposal)}
        if "template" not in self._chosen:
            self.typed["template"] = str(proposal.fields.get("template") or "")
        self._proposed_for, self._assumed = name, proposal.assumed
        return any(self.typed.get(field, "") != before.get(field, "") for field in (*PROPOSED, "template"))

    def save(self) -> str:
        """Add the KPI, or change it; say as what it was added, and what its name warns of."""
        self._propose()
        fields = read_fields(self.workspace, self.typed)
        if self.kpi is not None:
            stored = fields_of(self.workspace, self.kpi)
            untouched = {name: stored[name] for name in fields if name in stored and name not in self.changed_fields}
            before = all_kpis(self.workspace)
            changed = edit_kpi(self.workspace, self.kpi, {**fields, **untouched})
            return changed_text(changed.name, changed_beside(self.workspace, changed, before))
        kpi = add_kpi(self.workspace, fields)
        sentences = [added_text(kpi, self.workspace.settings.numbers)]
        sentences += [vanity_text(kpi)] if is_vanity(kpi) else []
        sentences += [unmeasurable_text(kpi)] if is_beyond_measure(kpi) else []
        return ". ".join(sentences)


MOST_NEAR = 20
"""Templates that are listed below the form."""

WIDEST = 100
"""Cells of a line of prose."""

ROWS_BESIDE = 11
"""Rows of the page that are neither fields nor templates: heading, fold, hint, the region of the week, titles, keys."""


# The fields of the KPI form: which ones a kind asks for, what a template fills in, how they are read.

SHAPING = ("template", "kind", "better")
"""The fields that decide which others there are, or fill them."""

DIRECTIONS = ("higher", "lower", "band")
BLANKS = ("unknown", "zero")
DECIDED = ("unit", "numerator", "denominator", "formula", "decimals", "every", "kind", "better")
BAND, BOUNDS = ("band_low", "band_high"), ("floor", "ceiling")
TEXTS = ("name", "key", "unit", "source", "description", "group")
OF_A_KIND = {"ratio": ("numerator", "denominator"), "formula": ("formula",)}


PROPOSED = ("kind", "unit", "better", "every", *BOUNDS, "numerator", "denominator", "formula")
"""The fields that the name of a new KPI proposes something for."""


def kpi_fields(
    typed: Mapping[str, str], kpis: Sequence[Kpi], *, new: bool, assumed: Collection[str] = ()
) -> list[Field]:
    """Return the fields that what is *typed* so far asks for; *kpis* are those it may be computed from.

    What was *assumed* by the name says so where it can be changed.
    """
    by_name = _("suggested by its name (←→ to change)") if "kind" in assumed else ""
    kind, better = typed.get("kind") or "flow", typed.get("better") or "higher"
    kinds = [(name, kind_word(name)) for name in KINDS]
    explained = _(KINDS[kind].hint) + (f" ({by_name})" if by_name else "")
    more: list[Field] = [
        *_emptiness(typed, kind),
        _text(typed, "floor", _("Lowest possible"), _("lowest possible value, such as 0. Leave empty for no limit")),
        _text(
            typed,
            "ceiling",
            _("Highest possible"),
            _("highest possible value, such as 100 for a percentage. Leave empty for no limit"),
        ),
        _text(typed, "decimals", _("Decimals"), _("how many to show. Leave empty to let the unit decide")),
        _text(typed, "key", _("Short name"), _("for the command line. Leave empty to use the name")),
        _text(typed, "group", _("Group"), _("the heading above this KPI and others on Today. Leave empty for none")),
        _text(typed, "source", _("Source"), _("where the number comes from")),
        _text(typed, "description", _("What it tells you"), _("what you will do differently when it moves")),
    ]
    for field in more:
        field.is_folded = True
    return [
        _text(typed, "name", _("Name"), _("its name, such as Revenue")),
        *([_template(typed)] if new else []),
        ChoiceField("kind", _("Adds up as"), kinds, kind, hint=explained),
        *_parts(typed, kind, kpis),
        _text(typed, "unit", _("Unit"), _("EUR, %, h, s, or any short text. Leave empty for a count")),
        *_expected(typed, kind),
        *_wanted(typed, better),
        *more,
    ]


def _text(typed: Mapping[str, str], name: str, label: str, hint: str = "") -> TextField:
    return TextField(name, label, typed.get(name, ""), hint=hint)


def _template(typed: Mapping[str, str]) -> Field:
    offered = [
        ("", _("none")),
        *(
            (template.key, f"{template.name_in(language())}: {template.hint_in(language())}")
            for template in templates().values()
        ),
    ]
    begin = _("←→ to choose, type to search. A template fills in the rest")
    return ChoiceField("template", _("Template"), offered, typed.get("template", ""), hint=begin)


def _parts(typed: Mapping[str, str], kind: str, kpis: Sequence[Kpi]) -> list[Field]:
    """Return the fields for what a computed KPI is computed from."""
    if kind == "ratio":
        others = [("", _("choose with ← →")), *((kpi.key, harmless(kpi.name, 40)) for kpi in kpis)]
        return [
            ChoiceField("numerator", _("KPI to divide"), others, typed.get("numerator", "")),
            ChoiceField("denominator", _("Divided by"), others, typed.get("denominator", "")),
        ]
    if kind == "formula":
        keys = ", ".join(kpi.key for kpi in kpis)[:80]
        hint = _("such as orders / visitors * 100. Short names: {keys}").format(keys=keys)
        return [_text(typed, "formula", _("Formula"), hint)]
    return []


def _expected(typed: Mapping[str, str], kind: str) -> list[Field]:
    """Return the field for when an entry is expected."""
    if KINDS[kind].derived:
        return []
    rhythm = _("how often you log it: day, workday, week, month, quarter, or weekdays such as mon,thu")
    return [TextField("every", _("Log every"), typed.get("every") or typed_cadence("day"), hint=rhythm)]


def _emptiness(typed: Mapping[str, str], kind: str) -> list[Field]:
    """Return the field for what it means when nothing is logged."""
    if KINDS[kind].rule != "sum":
        return []
    blanks = [(blank, blank_word(blank)) for blank in BLANKS]
    meaning = _("what an empty day means")
    return [ChoiceField("blank", _("If nothing is logged"), blanks, typed.get("blank", ""), hint=meaning)]


def _wanted(typed: Mapping[str, str], better: str) -> list[Field]:
    """Return the fields for which way is better."""
    directions = [(direction, direction_word(direction)) for direction in DIRECTIONS]
    fields: list[Field] = [ChoiceField("better", _("Better when"), directions, better)]
    if better == "band":
        fields += [_text(typed, "band_low", _("Not below")), _text(typed, "band_high", _("Not above"))]
    return fields


def from_template(key: str, workspace: Workspace) -> dict[str, str]:
    """Return what the template called *key* fills in, as it would have been typed.

    Everything a template decides is emptied when it says nothing. Empty when there is no such choice.
    """
    if not key:
        return {}
    template = template_called(key)
    blank = dict.fromkeys((*DECIDED, *BOUNDS), "")
    style = workspace.settings.typed_numbers
    fields = {name: _typed(name, value, style) for name, value in template.fields.items()}
    if fields.get("unit") == CURRENCY:
        fields["unit"] = currency_of(workspace)
    return {**blank, "name": template.name_in(language()), "key": template.key, **fields}


def _typed(name: str, value: object, style: NumberStyle) -> str:
    """Return a value of a template as a person would type it."""
    if name == "every":
        return typed_cadence(str(value))
    return format_typed(value, style) if isinstance(value, float) else str(value)


def typed_proposal(workspace: Workspace, proposal: Proposal) -> dict[str, str]:
    """Return what was assumed of a new KPI as it would have been typed."""
    style = workspace.settings.typed_numbers
    return {
        name: _typed(name, float(value) if isinstance(value, int) else value, style)
        for name in proposal.assumed
        if (value := proposal.fields.get(name)) is not None
    }


def typed_of(workspace: Workspace, kpi: Kpi) -> dict[str, str]:
    """Return an existing KPI as it would have been typed."""
    fields = fields_of(workspace, kpi)
    style = workspace.settings.typed_numbers
    for name in (*BAND, *BOUNDS):
        if fields[name] is not None:
            fields[name] = format_typed(fields[name], style, kpi.decimals)
    fields["every"] = typed_cadence(kpi.cadence)
    return {name: "" if value is None else str(value) for name, value in fields.items()}


def read_fields(workspace: Workspace, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed as the fields that `kpi_fields.KpiFields` checks; raise Refused for a field."""
    kind, better = typed.get("kind") or "flow", typed.get("better") or "higher"
    fields: dict[str, Any] = {name: typed.get(name, "").strip() for name in TEXTS}
    fields |= {"kind": kind, "better": better, "blank": typed.get("blank") or "unknown"}
    fields["every"] = typed.get("every", "").strip() or "day"
    fields["template"] = typed.get("template") or None
    if not fields["name"]:
        raise Refused(mark("A KPI needs a name"), field="name")
    for name in OF_A_KIND.get(kind, ()):
        fields[name] = typed.get(name, "").strip() or None
    if better == "band":
        fields |= {name: _number(workspace, fields, typed.get(name, ""), name) for name in BAND}
    fields |= {name: _number(workspace, fields, typed.get(name, ""), name) for name in BOUNDS}
    decimals = typed.get("decimals", "").strip()
    if decimals and not (decimals.isascii() and decimals.isdigit()):
        raise Refused(mark("Decimals can't be {value}. Choose 0 to 9"), field="decimals", value=decimals)
    fields["decimals"] = int(decimals[:3]) if decimals else None
    return fields


def _number(workspace: Workspace, fields: Mapping[str, Any], text: str, field: str) -> float | None:
    if not text.strip():
        return None
    try:
        style = workspace.settings.numbers
        return parse_value(text, fields["unit"], kpi=fields["name"], style=style).value
    except Refused as error:
        error.field = field
        raise


# The dialog that splits a KPI into parts, changes which they are, or takes them out again.

WAYS: dict[str, Split] = {"computed": "computed", "logged": "logged"}


class PartsDialog(Dialog):
    """The parts of *kpi*."""

    def __init__(self, kpi: Kpi) -> None:
        super().__init__()
        self.kpi = kpi

    def heading(self) -> str:
        """Return which KPI it is about."""
        return _("The parts of {kpi}").format(kpi=self.kpi.name)

    def draft_name(self) -> str:
        """Return of which KPI what is typed is untouched."""
        return f"parts of {self.kpi.key}"

    def reload(self) -> bool:
        """Read the KPI again, with its parts."""
        self.kpi = kpi_with(self.workspace, self.kpi.id)
        return True

    def fields(self) -> Sequence[Field]:
        """Return the parts, by their names, and how the KPI comes to its figure."""
        parts = ", ".join(part.name for part in parts_of_kpi(self.workspace, self.kpi))
        ways = [
            ("", _("automatic: its own numbers if it has any, else the sum of its parts")),
            ("computed", _("the sum of its parts")),
            ("logged", _("what you log yourself. Whatever the parts leave over is shown as the rest")),
        ]
        hint = _("names separated by commas, such as organic, social, direct. New names become KPIs")
        return (
            TextField("parts", _("Parts"), parts, hint=hint),
            ChoiceField("way", _("Its numbers are"), ways, self.kpi.split or ""),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Make the parts what was typed: those that are no longer named are parts no more."""
        names = [name for name in map(str.strip, values["parts"].split(",")) if name]
        if not names and self.kpi.split is None:
            raise Refused(mark("Name at least one part"), field="parts")
        result = split_kpi(self.workspace, self.kpi, names, way=WAYS.get(values["way"]), only=True)
        undo = _("({key} to undo)").format(key=self.key_for("undo"))
        return f"{'. '.join(split_sentences(result))} {undo}"
