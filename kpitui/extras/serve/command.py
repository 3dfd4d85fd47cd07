"""`kpitui serve`: the app in a browser, on this machine only."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import kpitui
from kpitui.core.errors import Refused, mark
from kpitui.core.system_reasons import system_reason
from kpitui.i18n import _, language

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console

PORT = 8000
START = "import sys; sys.path.append(sys.argv.pop(1)); from kpitui.__main__ import run; run()"
"""Starts this very program, wherever it is started."""
HERE = ("127.0.0.1", "localhost", "::1")


def configure(parser: ArgumentParser) -> None:
    """Declare the port."""
    parser.add_argument(
        "--port", type=int, default=PORT, metavar="N", help=_("the port (default: {port})").format(port=PORT)
    )
    parser.add_argument("--host", default=HERE[0], help=_("only on this computer: the app has no login"))


def run(arguments: Namespace, console: Console) -> int:
    """Say where the app is to be opened, and serve it until the command is stopped."""
    if arguments.host not in HERE:
        raise Refused(
            mark(
                "The app has no login, so only this computer can open it, not {value}. From another "
                "computer: ssh -L {port}:127.0.0.1:{port} SERVER, and open the address there"
            ),
            field="host",
            value=arguments.host,
            port=arguments.port,
        )
    if not 1 <= arguments.port <= 65535:
        raise Refused(mark("The port can't be {value}. Choose 1 to 65535"), field="port", value=arguments.port)
    if console.has_database():
        console.workspace()  # what is wrong with it is said first
    try:
        from kpitui.extras.serve._server import PrivateServer
    except ImportError as error:
        raise Refused(mark("The web server is not installed: pip install 'kpitui[web]'"), field="serve") from error
    database = console.workspace(create=True).path
    console.close()
    ended = _("The session has ended. Open a new one")
    server = PrivateServer(app_command(database, console.language), arguments.port, language=language(), ended=ended)
    try:
        server.try_port()  # before an address is given out that others answer at
    except OSError as error:
        raise _refused(arguments.port, error) from error
    console.say(server.address)
    console.tell(_("Open this address in a browser. It is secret, and new each time. Ctrl+C stops the server"))
    console.output.flush()
    try:
        server.serve()
    except OSError as error:
        raise _refused(arguments.port, error) from error
    return 0


def _refused(port: int, error: OSError) -> Refused:
    reason = system_reason(error)
    return Refused(mark("Port {value} can't be used: {reason}"), field="port", value=port, reason=reason)


def app_command(database: str, language: str | None) -> list[str]:
    """Return the command that runs the app on *database*: this program, and nothing of the folder it is started in."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(kpitui.__file__)))  # noqa: PTH100, PTH120
    flags = ["--lang", language] if language else []
    # -P: otherwise Python would look for modules in the current folder first, which may be anybody's.
    program = [sys.executable, "-P", "-c", START, root]
    return [*program, "--db", os.path.abspath(database), *flags, "app"]  # noqa: PTH100
