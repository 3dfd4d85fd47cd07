"""The family of templates: each makes a KPI that the program accepts, once what it needs is there."""

from __future__ import annotations

import pytest

from kpitui.core.errors import NotFound
from kpitui.core.text import checked_key
from kpitui.services.planning import add_kpi
from kpitui.services.templates import TEMPLATES, template_called
from kpitui.services.workspace import Workspace


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_makes_a_kpi(workspace: Workspace, key: str) -> None:
    """With the KPIs it needs, which are templates themselves, every template can be added as it is."""
    template = template_called(key)
    for needed in (*template.needs, key):
        each = TEMPLATES[needed]
        kpi = add_kpi(workspace, {"name": each.name, "key": checked_key(each.key), **each.fields})
    assert (kpi.key, kpi.name) == (key, template.name)
    assert template.hint


def test_an_unknown_template_is_refused_with_those_there_are() -> None:
    """The refusal lists the templates."""
    with pytest.raises(NotFound, match="revenue, orders"):
        template_called("weather")
