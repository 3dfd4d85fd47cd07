"""`kpitui kpi`: add, list, show, edit and archive KPIs; templates to begin with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kpitui.cli._argparse_words import count
from kpitui.cli._kpi_output import kpi_record
from kpitui.core.amount import parse_value
from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import KINDS, is_computed
from kpitui.i18n import _, language, plural
from kpitui.i18n.harmless import harmless
from kpitui.services.entries import find_kpi
from kpitui.services.reading import all_kpis, shown_kpis
from kpitui.wording.changes import changed_text
from kpitui.wording.errors import sentence
from kpitui.wording.kpis import (
    added_text,
    archived_text,
    change_text,
    setup_rows,
    split_sentences,
    split_text,
    unmeasurable_text,
    vanity_text,
)
from kpitui.wording.words import cadence_word, kind_word

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Collection

    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi, Split

FLAGS = (
    "key", "kind", "unit", "decimals", "every", "better", "numerator", "denominator", "formula", "blank", "source",
    "description", "group",
)  # fmt: skip
"""The flags that are fields of a KPI by the same name."""


def configure(parser: ArgumentParser) -> None:
    """Declare a sub-command for each thing that can be done."""
    commands = parser.add_subparsers(
        dest="action", required=True, metavar="add|list|show|edit|move|group|split|archive|templates"
    )
    add = commands.add_parser("add", help=_("add a KPI"))
    add.add_argument("name", nargs="?", metavar=_("NAME"), help=_("the name of the KPI"))
    add.add_argument("--template", metavar=_("TEMPLATE"), help=_("start from a template; see kpitui kpi templates"))
    _declare_fields(add)
    listing = commands.add_parser("list", help=_("list the KPIs"))
    listing.add_argument("--all", action="store_true", help=_("archived KPIs too"))
    listing.add_argument("--keys", action="store_true", help=_("only the short names, one per line"))
    listing.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    listing.add_argument("--json", action="store_true", help=_("print one JSON document"))
    show = commands.add_parser("show", help=_("show how a KPI is set up"))
    show.add_argument("kpi", metavar="KPI", help=_("the name or short name of the KPI"))
    show.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    show.add_argument("--json", action="store_true", help=_("print one JSON document"))
    edit = commands.add_parser("edit", help=_("change a KPI"))
    edit.add_argument("kpi", metavar="KPI", help=_("the name or short name of the KPI"))
    edit.add_argument("--name", metavar=_("NAME"), help=_("another name"))
    _declare_fields(edit)
    move = commands.add_parser("move", help=_("move a KPI on Today"))
    move.add_argument("kpi", metavar="KPI", help=_("the name or short name of the KPI"))
    place = move.add_mutually_exclusive_group(required=True)
    place.add_argument("--to", type=count, metavar="N", help=_("the new place of the KPI in the list, counted from 1"))
    place.add_argument("--before", metavar="KPI", help=_("before this KPI"))
    place.add_argument("--after", metavar="KPI", help=_("after this KPI"))
    group = commands.add_parser("group", help=_("put KPIs under one heading on Today, or list the groups"))
    group.add_argument("group", nargs="?", metavar=_("GROUP"), help=_("the name of a new or existing group"))
    group.add_argument("kpis", nargs="*", metavar="KPI", help=_("the KPIs to put into the group"))
    group.add_argument("--remove", nargs="+", metavar="KPI", help=_("take these KPIs out of their group"))
    group.add_argument("--rename", metavar=_("NAME"), help=_("the new name of the group"))
    group.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    group.add_argument("--json", action="store_true", help=_("print one JSON document"))
    split = commands.add_parser("split", help=_("split a KPI into parts that add up, such as sources of visitors"))
    split.add_argument("kpi", metavar="KPI", help=_("the name or short name of the KPI"))
    split.add_argument("parts", nargs="*", metavar=_("PART"), help=_("a KPI, or the name of a new one"))
    way = split.add_mutually_exclusive_group()
    way.add_argument("--computed", action="store_true", help=_("the KPI is the sum of its parts"))
    way.add_argument(
        "--logged",
        action="store_true",
        help=_("you log the KPI itself; whatever the parts leave over is shown as the rest"),
    )
    way.add_argument(
        "--take-out",
        nargs="*",
        metavar=_("PART"),
        help=_("take these parts out of the KPI; without names, all of them"),
    )
    archive = commands.add_parser("archive", help=_("take a KPI off Today; its numbers are kept"))
    archive.add_argument("kpi", metavar="KPI", help=_("the name or short name of the KPI"))
    archive.add_argument("--undo", action="store_true", help=_("bring an archived KPI back to Today"))
    templates = commands.add_parser("templates", help=_("list the templates"))
    templates.add_argument(
        "words", nargs="*", metavar=_("WORD"), help=_("only templates with these words, or for this trade")
    )
    templates.add_argument("--install", metavar=_("FILE"), help=_("add templates of your own from a TOML file"))
    templates.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    templates.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Do what the sub-command says."""
    actions = {
        "add": _add, "list": _list, "show": _show, "edit": _edit, "move": _move, "group": _group, "split": _split,
        "archive": _archive, "templates": _templates,
    }  # fmt: skip
    actions[arguments.action](arguments, console)
    return 0


KIND_WORDS = {
    "sum": "flow", "som": "flow", "latest": "level", "stand": "level", "average": "sample", "gemiddelde": "sample",
    "lowest": "minimum", "laagste": "minimum", "min": "minimum", "highest": "maximum", "hoogste": "maximum",
    "max": "maximum", "aantal": "count",
    "verhouding": "ratio", "formule": "formula", "fixed": "stamped", "periodecijfer": "stamped",
}  # fmt: skip
"""The words that the screen has for the kinds, in both languages, and the names of the kinds."""


OF_KIND = {"formula": "formula", "numerator": "ratio", "denominator": "ratio"}
"""The flags that say how a KPI is calculated, with the only kind that is calculated so."""


def _kind_of(word: str) -> str:
    """Return the name of a kind for *word*, which may be the word of the screen."""
    return KIND_WORDS.get(word.casefold(), word)


def _both_names(name: str, title: str) -> str:
    """Return the name that is typed with the word of the screen behind it, ``flow (sum)``, where they differ."""
    return name if name == title else f"{name} ({title})"


def _declare_fields(parser: ArgumentParser) -> None:
    parser.add_argument("--key", metavar=_("NAME"), help=_("the short name for the command line"))
    parser.add_argument(
        "--kind",
        type=_kind_of,
        choices=list(KINDS),
        help="; ".join(f"{_both_names(name, _(kind.title))}: {_(kind.hint)}" for name, kind in KINDS.items()),
    )
    parser.add_argument("--unit", metavar=_("UNIT"), help=_("EUR, %%, h, or any short text"))
    parser.add_argument("--decimals", type=int, metavar="N", help=_("how many decimals to show"))
    parser.add_argument(
        "--every", metavar=_("HOW-OFTEN"), help=_("day, workday, week, month, quarter, or weekdays such as mon,thu")
    )
    parser.add_argument("--better", choices=("higher", "lower"), help=_("which is better: higher or lower"))
    parser.add_argument("--band", nargs=2, metavar=(_("LOW"), _("HIGH")), help=_("better between these two values"))
    parser.add_argument("--floor", metavar="N", help=_("lowest possible value, such as 0; type none for no limit"))
    parser.add_argument("--ceiling", metavar="N", help=_("highest possible value, such as 100; type none for no limit"))
    parser.add_argument("--numerator", metavar="KPI", help=_("for a ratio: the KPI that is divided, such as orders"))
    parser.add_argument("--denominator", metavar="KPI", help=_("for a ratio: the KPI to divide by, such as visitors"))
    parser.add_argument("--formula", metavar=_("FORMULA"), help=_("such as: orders / visitors * 100"))
    parser.add_argument("--blank", choices=("unknown", "zero"), help=_("what an empty day means"))
    parser.add_argument("--source", metavar=_("TEXT"), help=_("where the number comes from"))
    parser.add_argument("--description", metavar=_("TEXT"), help=_("what the KPI tells you"))
    parser.add_argument("--group", metavar=_("GROUP"), help=_("the group on Today; leave empty for none"))


def _given(arguments: Namespace, console: Console, kpi: Kpi | None = None) -> dict[str, Any]:
    """Return the fields that flags were given for."""
    fields = {name: value for name in FLAGS if (value := getattr(arguments, name)) is not None}
    name = arguments.name or (kpi.name if kpi else "")
    kind = fields.get("kind", kpi.kind if kpi else None)
    for field, of_kind in OF_KIND.items():
        if field in fields and kind not in (None, of_kind):
            raise Refused(
                mark(
                    "--{flag} is only for KPIs of the kind {kind}. {kpi} is of the kind {other}. Add a new KPI instead"
                ),
                field=field,
                flag=field,
                kind=mark(KINDS[of_kind].title),
                kpi=name,
                other=mark(KINDS[kind].title),
            )
    unit = fields.get("unit", kpi.unit if kpi else _unit_of_template(arguments))
    read = partial(_number, console, name, unit)
    if arguments.band:
        low, high = (read(text, "band") for text in arguments.band)
        fields |= {"better": "band", "band_low": low, "band_high": high}
    for bound in ("floor", "ceiling"):
        text = getattr(arguments, bound)
        if text is not None:
            fields[bound] = None if text == "none" else read(text, bound)
    return fields


def _unit_of_template(arguments: Namespace) -> str:
    """Return the unit that the template brings, which flags may name bounds in."""
    if not getattr(arguments, "template", None):
        return ""
    from kpitui.services.templates import templates

    template = templates().get(arguments.template)
    return str(template.fields.get("unit", "")) if template else ""


def _number(console: Console, name: str, unit: str, text: str, field: str) -> float:
    try:
        return parse_value(text, unit, kpi=name, style=console.workspace().settings.numbers).value
    except Refused as error:
        error.field = field
        raise


def _add(arguments: Namespace, console: Console) -> None:
    console.workspace(create=True)
    given = _given(arguments, console)
    if arguments.name:
        given["name"] = arguments.name
    if arguments.template:
        from kpitui.services.templates import add_from_library

        # A name of one's own has a key of its own, made from it unless it was given.
        renamed = {"key": ""} if arguments.name else {}
        assumed: Collection[str] = ()
        doubtful, template = False, ""
        added = add_from_library(console.workspace(), arguments.template, changes={**renamed, **given})
    else:
        from kpitui.services.kpis import add_kpi
        from kpitui.services.templates import proposed

        proposal = proposed(console.workspace(), {"name": "", **given})
        added, assumed, doubtful, template = (
            [add_kpi(console.workspace(), proposal.fields)], proposal.assumed, not proposal.certain, proposal.template,
        )  # fmt: skip
    for kpi in added:
        _tell_added(console, kpi, assumed, doubtful=doubtful)
    if template:
        console.tell(
            _("KPITUI can also calculate this KPI: kpitui kpi add --template {template}").format(template=template)
        )


def _tell_added(console: Console, kpi: Kpi, assumed: Collection[str], *, doubtful: bool) -> None:
    """Print what was added and as what, how to log it, and beside it what was assumed and what its name warns of."""
    from kpitui.services.templates import is_beyond_measure, is_vanity

    message = added_text(kpi, console.workspace().settings.numbers, assumed)
    if not is_computed(kpi):
        message = _("{added}. Log it: kpitui log {key} VALUE").format(added=message, key=kpi.key)
    console.say(message)
    cautions = [
        change_text(kpi, assumed) if doubtful else "",
        vanity_text(kpi) if is_vanity(kpi) else "",
        unmeasurable_text(kpi) if is_beyond_measure(kpi) else "",
    ]
    console.output.flush()
    for text in filter(None, cautions):
        console.tell(text)


def _list(arguments: Namespace, console: Console) -> None:
    kpis = (all_kpis if arguments.all else shown_kpis)(console.workspace())
    if arguments.json:
        console.json([{**kpi_record(kpi), "group": kpi.group, "archived": kpi.archived} for kpi in kpis])
    elif arguments.keys:
        for kpi in kpis:
            console.say(kpi.key)
    else:
        console.is_plain(arguments.plain)
        console.table(
            [
                (kpi.key, kpi.name, kpi.unit, kind_word(kpi.kind), cadence_word(kpi.cadence), kpi.group, _archived(kpi))
                for kpi in kpis
            ]
        )


def _show(arguments: Namespace, console: Console) -> None:
    from kpitui.services.kpis import fields_of
    from kpitui.services.templates import templates

    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi)
    fields = fields_of(workspace, kpi)
    keys = {other.id: other.key for other in all_kpis(workspace)}
    relation = {"part_of": keys.get(kpi.part_of or 0), "split": kpi.split}
    if arguments.json:
        console.json({**fields, **relation, "created": kpi.created.isoformat(), "archived": kpi.archived})
        return
    console.is_plain(arguments.plain)
    template = templates().get(kpi.template or "")
    links = {
        "numerator": fields["numerator"],
        "denominator": fields["denominator"],
        "part_of": relation["part_of"],
        "parts": ", ".join(other.key for other in all_kpis(workspace) if other.part_of == kpi.id),
        "template": template.name_in(language()) if template else kpi.template,
    }
    console.table(setup_rows(kpi, links, workspace.settings.numbers))


def _edit(arguments: Namespace, console: Console) -> None:
    from kpitui.services.kpis import changed_beside, edit_kpi, fields_of

    workspace = console.workspace()
    kpi, before = find_kpi(workspace, arguments.kpi), all_kpis(workspace)
    named = {"name": arguments.name} if arguments.name else {}
    changed = edit_kpi(workspace, kpi, {**fields_of(workspace, kpi), **named, **_given(arguments, console, kpi)})
    console.say(changed_text(changed.name, changed_beside(workspace, changed, before)))


def _move(arguments: Namespace, console: Console) -> None:
    from kpitui.services.kpis import move_kpi

    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi)
    order = [shown.id for shown in shown_kpis(workspace)]
    if kpi.id not in order:
        raise Refused(
            mark("{kpi} is archived. Bring it back first: kpitui kpi archive KPI --undo"), field="kpi", kpi=kpi.name
        )
    position, group = order.index(kpi.id), None
    if arguments.to is not None:
        to = max(1, min(arguments.to, len(order))) - 1
    else:
        other = find_kpi(workspace, arguments.before or arguments.after)
        rest = [number for number in order if number != kpi.id]
        if other.id not in rest:
            raise Refused(
                mark("The KPI can't be moved before or after {kpi}. Choose another KPI that is on Today"),
                field="kpi",
                kpi=other.name,
            )
        to, group = rest.index(other.id) + (0 if arguments.before else 1), other.group
    move_kpi(workspace, kpi, to - position, group=group)
    shown = shown_kpis(workspace)
    place = [other.id for other in shown].index(kpi.id)
    message = _("{name} is number {place} of {n} on Today")
    console.say(message.format(name=kpi.name, place=place + 1, n=len(order)))
    if place != to:
        from kpitui.core.groups import group_of

        name = group_of(next(other for other in shown if other.id == kpi.id), shown)
        message = _(
            "That is the nearest place in its group, {group}. To put it in another group: kpitui kpi group GROUP {key}"
        )
        if not name:
            message = _(
                "That is the nearest place among the KPIs without a group. To put it in a group: kpitui kpi "
                "group GROUP {key}"
            )
        console.say(message.format(group=harmless(name, 60), key=kpi.key))


def _group(arguments: Namespace, console: Console) -> None:
    """Put KPIs into a group or take them out, call a group otherwise, or list the groups."""
    from kpitui.services.today import put_in_group, rename_group

    workspace = console.workspace()
    if arguments.rename is not None:
        if not arguments.group or arguments.kpis or arguments.remove:
            raise Refused(mark("Name only the group to rename: kpitui kpi group OLD --rename NEW"))
        count_of = rename_group(workspace, arguments.group, arguments.rename)
        message = plural(
            "The group is now called {group} and has {n} KPI",
            "The group is now called {group} and has {n} KPIs",
            count_of,
        )
        console.say(message.format(group=harmless(arguments.rename), n=count_of))
    elif arguments.remove:
        # A group before the flag would be taken for one that they are put in.
        if arguments.group:
            raise Refused(mark("After --remove, name only the KPIs, not their group"), field="group")
        put_in_group(workspace, [find_kpi(workspace, word) for word in arguments.remove], "")
        console.say(_("Taken out of their group: {kpis}").format(kpis=", ".join(arguments.remove)))
    elif arguments.kpis:
        chosen = [find_kpi(workspace, word) for word in arguments.kpis]
        put_in_group(workspace, chosen, arguments.group)
        message = _("In the group {group}: {kpis}")
        console.say(message.format(group=harmless(arguments.group), kpis=", ".join(kpi.name for kpi in chosen)))
    elif arguments.group:
        raise Refused(mark("Which KPIs? kpitui kpi group {group} KPI ..."), field="kpi", group=arguments.group)
    else:
        _list_groups(arguments, console)


def _list_groups(arguments: Namespace, console: Console) -> None:
    from kpitui.core.groups import own_groups

    groups = own_groups(shown_kpis(console.workspace()))
    if arguments.json:
        console.json([{"group": group.name, "kpis": [kpi.key for kpi in group.kpis]} for group in groups])
    elif not any(group.name for group in groups):
        console.say_empty(_("No groups yet. Make one: kpitui kpi group NAME KPI ..."))
    else:
        console.is_plain(arguments.plain)
        console.table([(group.name or "-", ", ".join(kpi.name for kpi in group.kpis)) for group in groups])


def _split(arguments: Namespace, console: Console) -> None:
    """Make KPIs parts of another, or take them out again, and say how it is split now; without any only that."""
    from kpitui.services.parts import parts_of_kpi, split_kpi, take_out

    workspace, parts = console.workspace(), arguments.parts
    way: Split | None = "computed" if arguments.computed else "logged" if arguments.logged else None
    whole = find_kpi(workspace, arguments.kpi)
    if arguments.take_out is not None:
        result = take_out(workspace, whole, [*parts, *arguments.take_out])
    elif not parts and way is None and (existing := parts_of_kpi(workspace, whole)):
        console.say(split_text(whole, existing))
        return
    else:
        result = split_kpi(workspace, whole, parts, way=way)
    for line in split_sentences(result):
        console.say(line)
    if result.added:
        values = " ".join(f"{part.key}=..." for part in result.parts)
        console.say(_("Log the parts: kpitui log {values}").format(values=values))


def _archive(arguments: Namespace, console: Console) -> None:
    from kpitui.services.kpis import archive_kpi

    workspace = console.workspace()
    kpi = archive_kpi(workspace, find_kpi(workspace, arguments.kpi), archived=not arguments.undo)
    console.say(archived_text(kpi))


def _templates(arguments: Namespace, console: Console) -> None:
    from kpitui.services.templates import install_templates, template_problems, templates_like

    if arguments.install:
        path, keys = install_templates(console.environ, arguments.install)
        console.say(_("Added to {path}: {keys}").format(path=harmless(path), keys=", ".join(keys)))
        return
    for path, refused in template_problems():
        console.tell(_("{path} skipped: {reason}").format(path=harmless(path), reason=sentence(refused)))
    matches = templates_like(" ".join(arguments.words))
    if arguments.json:
        console.json(
            [
                {
                    "key": template.key,
                    "name": template.name_in(language()),
                    "hint": template.hint_in(language()),
                    "trap": template.trap_in(language()),
                    "counter": template.counter,
                    "needs": template.needs,
                    **template.fields,
                }
                for template in matches
            ]
        )
        return
    if not matches:
        from kpitui.services.templates import trades

        message = _("No template matches {words}. Try a trade: {trades}")
        console.say(message.format(words=" ".join(arguments.words), trades=", ".join(trade.key for trade in trades())))
        return
    console.is_plain(arguments.plain)
    console.table([(template.key, template.name_in(language()), template.hint_in(language())) for template in matches])
    console.say(_("Use one: kpitui kpi add --template TEMPLATE"))


def _archived(kpi: Kpi) -> str:
    return _("archived") if kpi.archived else ""
