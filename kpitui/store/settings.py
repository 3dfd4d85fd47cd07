"""Reading and writing settings as text; which exist and what they accept is decided by `kpitui.services`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.store.connection import Store
    from kpitui.store.journal import Transaction


def read_settings(store: Store) -> dict[str, str]:
    """Return every setting that was ever set, as text by key."""
    return {row["key"]: row["value"] for row in store.rows("SELECT key, value FROM setting")}


def write_setting(change: Transaction, key: str, value: str | None) -> bool:
    """Set one setting, or forget it when *value* is None; return whether anything became different."""
    if value is None:
        return change.delete("setting", {"key": key})
    if change.rows("SELECT 1 FROM setting WHERE key = ?", (key,)):
        return change.update("setting", {"key": key}, {"value": value})
    change.insert("setting", {"key": key, "value": value})
    return True
