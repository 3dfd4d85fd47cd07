"""The values of JSON documents that have no type of their own in Python's types."""

from __future__ import annotations

from typing import Annotated

from kpitui.core.kinds import KINDS

Number = float | None
"""A figure; None where there is none, for which 0 never stands."""
Day = Annotated[str, "day"]
"""A date as ISO 8601 writes it."""
Moment = Annotated[str, "moment"]
"""A date and time as ISO 8601 writes it."""
KindName = Annotated[str, ", ".join(f"`{name}`" for name in KINDS)]
"""The kind of a KPI."""
