"""Adding KPIs from the template library: a template with all it is computed from, and what usually drives it.

The templates themselves are `templates`' data, what a KPI may be is `planning`'s.
"""

from __future__ import annotations

from kpitui.core.model import Kpi
from kpitui.services.planning import add_kpi
from kpitui.services.templates import Template, template_called
from kpitui.services.workspace import Workspace
from kpitui.store import kpis


def add_from_library(workspace: Workspace, key: str, *, drivers: bool = False) -> list[Kpi]:
    """Add the template called *key*, what it is computed from and, when asked, what drives it; return those added.

    KPIs that exist already are left as they are. Raises NotFound for an unknown template.
    """
    wanted = template_called(key)
    order = [wanted, *(template_called(driver) for driver in wanted.drivers if drivers)]
    added: list[Kpi] = []
    for template in order:
        added += _with_parts(workspace, template)
    return added


def _with_parts(workspace: Workspace, template: Template) -> list[Kpi]:
    if kpis.kpi_by_key(workspace.store, template.key) is not None:
        return []
    parts = [kpi for key in template.needs for kpi in _with_parts(workspace, template_called(key))]
    fields = {"name": template.name, "key": template.key, "template": template.key, **template.fields}
    return [*parts, add_kpi(workspace, fields)]
