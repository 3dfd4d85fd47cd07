"""The three goals of the article and the KPIs that they are about, as a newcomer types them in each language."""

from __future__ import annotations

NAMES = {
    "en": ("Revenue", "Orders", "Visitors", "Conversion rate"),
    "nl": ("Omzet", "Bestellingen", "Bezoekers", "Conversiepercentage"),
}
SENTENCES = {
    "en": (
        "15% more revenue by the end of Q2",
        "20% more visitors between 1 January and 31 December",
        "Raise the conversion rate by 4 percent by 31 December",
    ),
    "nl": (
        "15 procent meer omzet voor het einde van Q2",
        "20 procent meer bezoekers tussen 1 januari en 31 december",
        "Het conversiepercentage met 4 procent verhogen op 31 december",
    ),
}
