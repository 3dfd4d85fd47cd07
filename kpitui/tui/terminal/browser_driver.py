"""Textual's driver for a browser, with the same guarded way in for what is typed as any terminal has."""

from __future__ import annotations

from time import monotonic
from typing import Any

from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver, _ExitInput

from kpitui.tui.terminal import bounded_size
from kpitui.tui.terminal.input import TerminalInput
from kpitui.tui.terminal.unix_driver import GuardedInput

DATA = "D"
"""The kind of a packet from the server that holds what was typed; all others are about the browser."""


class BrowserDriver(GuardedInput, WebDriver):
    """The driver of an app that `kpitui serve` started."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._size is not None:
            self._size = bounded_size(*self._size)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Do what the server says of the browser; a window that cannot be is another, or none."""
        if packet_type == "resize":
            columns, lines = payload.get("width"), payload.get("height")
            if not isinstance(columns, int) or not isinstance(lines, int):
                return
            payload = dict(zip(("width", "height"), bounded_size(columns, lines), strict=True))
        super().on_meta(packet_type, payload)

    def read_input(self) -> None:
        """Pass on what is typed in the browser, until it leaves."""
        terminal, packets = TerminalInput(mouse=self._mouse), ByteStream()
        try:
            for data in self._input_reader:
                for kind, payload in packets.feed(data) if data else ():
                    if kind == DATA:
                        self.pass_on(terminal.feed(payload, monotonic()))
                    else:
                        self._on_meta(kind, payload)
                self.pass_on(terminal.tick(monotonic()))
        except _ExitInput:
            pass
        finally:
            self._input_reader.close()
