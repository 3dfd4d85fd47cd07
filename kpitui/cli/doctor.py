"""`kpitui doctor`: what is wrong with the database or around it, what to do about it, and mending what can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpitui.core.errors import KpituiError
from kpitui.i18n import _, language
from kpitui.services.health import examined, mend, place_of, status_of
from kpitui.services.health.checks import HINT
from kpitui.services.time_zones import local_time
from kpitui.services.workspace import database_path
from kpitui.wording.errors import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from kpitui.cli.console import Console
    from kpitui.services.health import RepairResult
    from kpitui.services.health.checks import HealthCheck, HealthFinding
    from kpitui.services.json_documents.files import DoctorJson


def configure(parser: ArgumentParser) -> None:
    """Declare mending and JSON."""
    parser.epilog = _("Exit status: 0 all is well (hints don't count), 1 something is wrong, 3 database unusable")
    parser.add_argument("--fix", action="store_true", help=_("make a backup, then repair what can be repaired"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Look, mend when that is asked for, and print what is wrong then."""
    path = database_path(console.environ, console.database)
    results = examined(path, console.environ, console.now())
    mended: list[RepairResult] = []
    if arguments.fix:
        mended = mend(path, [finding for _check, findings in results for finding in findings], console.now())
        if mended:
            console.wrote_files = True
            results = examined(path, console.environ, console.now())
    status = status_of(results)
    zone, region = place_of(path, console.environ, language())
    if arguments.json:
        console.json(_document(path, results, mended, (zone, region)))
    else:
        _tell(console, path, results, mended)
        time = f"{local_time(console.now(), zone):%H:%M}"
        template = (
            _("Time zone {zone}, where it is {time}. Region {region}")
            if region
            else _("Time zone {zone}, where it is {time}")
        )
        console.say(template.format(zone=zone, time=time, region=region))
    return status


def _document(
    path: str,
    results: list[tuple[HealthCheck, list[HealthFinding]]],
    mended: list[RepairResult],
    place: tuple[str, str],
) -> DoctorJson:
    zone, region = place
    return {
        "database": path,
        "checks": [
            {
                "name": check.name,
                "findings": [
                    {
                        "level": finding.level,
                        "text": _in_words(finding.message, finding.params),
                        "advice": _in_words(finding.advice, finding.params),
                        "repair": finding.repair,
                    }
                    for finding in findings
                ],
            }
            for check, findings in results
        ],
        "mended": [_in_words(repair.message, repair.params) for repair in mended],
        "timezone": zone,
        "region": region or None,
    }


def _tell(
    console: Console, path: str, results: list[tuple[HealthCheck, list[HealthFinding]]], mended: list[RepairResult]
) -> None:
    console.say(path)
    for repair in mended:
        console.say(f"+ {_in_words(repair.message, repair.params)}")
    for check, findings in results:
        for finding in findings:
            sign = "?" if finding.level == HINT else "!"
            console.say(f"{sign} {_(check.title)}: {_in_words(finding.message, finding.params)}")
            console.say(f"    {_in_words(finding.advice, finding.params)}")
    fine = [_(check.title) for check, findings in results if not findings]
    if fine:
        console.say(_("OK: {checks}").format(checks=", ".join(fine)))


def _in_words(message: str, params: Mapping[str, Any]) -> str:
    """Return a sentence in the language in force, with everything that came from outside made harmless."""
    return sentence(KpituiError(message, **params))
