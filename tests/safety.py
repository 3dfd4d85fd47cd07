"""The one limit in seconds that tests have: it is met by what hangs, never by a machine that is slow or busy."""

from __future__ import annotations

SAFETY_SECONDS = 600.0
"""After so long without an event a test fails in place of hanging for ever. No test expects it to be met."""
