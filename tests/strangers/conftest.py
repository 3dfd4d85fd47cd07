"""Strangers use the command line as its own tests do."""

from __future__ import annotations

from tests.cli.conftest import shell, shop

__all__ = ["shell", "shop"]
