"""What a place decides, and which place a locale names."""

from __future__ import annotations

import pytest

from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.region import REGIONS, territory_of
from kpitui.services.settings import REGION_CODES


def test_the_settings_offer_every_region() -> None:
    """The codes that can be set are those of the table, in its order, and each has a style of numbers there is."""
    assert tuple(REGIONS) == REGION_CODES == tuple(sorted(REGION_CODES))
    assert {region.numbers for region in REGIONS.values()} <= NUMBER_STYLES.keys()


@pytest.mark.parametrize(
    ("locale", "territory"),
    [
        ("en_US.UTF-8", "US"),
        ("nl_BE", "BE"),
        ("de_DE@euro", "DE"),
        ("en-GB", "GB"),
        ("C.UTF-8", ""),
        ("en_XX", ""),
        ("", ""),
    ],
)
def test_the_territory_of_a_locale(locale: str, territory: str) -> None:
    """The part after the language, where there is a region for it."""
    assert territory_of(locale) == territory
