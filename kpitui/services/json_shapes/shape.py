"""The base of the models that describe what `--json` prints; see `json_shapes`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

Number = float | None
"""A figure; None where there is none, for which 0 never stands."""


class Shape(BaseModel):
    """The base of all: a field that is not described here is refused."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)
