"""Every sentence and fact that is made from records, one module per thing; both faces and the reports show the same.

Nothing is decided here, and nothing is asked of the database: what a sentence needs is handed in.
"""

from __future__ import annotations

Fact = tuple[str, str]
"""What there is to know about a thing: a name and a text, both to be shown."""
