"""The databases that the tests of services have, for those of the extras."""

from __future__ import annotations

from tests.services.conftest import shop, workspace

__all__ = ["shop", "workspace"]
