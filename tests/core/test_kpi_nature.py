"""What a KPI is by its name in both languages, and the pitfalls that a name gives away."""

from __future__ import annotations

import pytest

from kpitui.core.kpi_nature import is_flattering, is_money_of_a_period, is_unmeasurable, nature_of, unit_named


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        ("Cash balance|Bank balance|accountbalance|Banksaldo|Saldo zakelijke rekening|Savings|Spaargeld", "level EUR"),
        ("Conversion rate|Conversie|Win rate|Market share|Marge|Aandeel vaste klanten", "sample %"),
        ("Bounce rate|Bouncepercentage|Churn|Opzegpercentage", "sample % lower"),
        ("Ziekteverzuim|Verzuim|Kortverzuim|Absenteeism|Absence rate|Verzuimpercentage", "sample % lower"),
        ("Verzuimdagen|Ziekmeldingen|Sick leave|Sick days", "flow lower"),
        ("Verzuimuren|Sick hours|Absence hours", "flow h lower"),
        ("Newsletter subscribers|Abonnees|Followers|Volgers|Members|E-maillijst", "level"),
        ("Mailing list|Newsletter list|Nieuwsbrieflijst|Wachtlijst", "level"),
        ("Unique visitors|Unieke bezoekers|Active users", "stamped week"),
        ("Revenue|Omzet|Profit|Winst|Income|Inkomsten", "flow EUR"),
        ("Costs|Kosten|Expenses|Uitgaven|Ad spend|Reiskosten", "flow EUR lower"),
        ("Revenue - fees|Omzet – kosten|Income - returns", "flow EUR"),
        ("Occupancy taxes|Conversion fee", "flow EUR lower"),
        ("Lost patrons|New followers|Churned subscribers|Net followers|Organic followers|Netto volgers", "flow"),
        ("Difference in followers from previous day|Follower growth|Verschil in volgers", "flow"),
        ("Total followers|Volgers", "level"),
        ("Skin temp (celsius)|Day Strain|Hauttemperatur", "sample"),
        ("Meterstand|Stand gas|Meter reading|Odometer|Import T1 kWh", "level"),
        ("Respiratory rate|Stroke Rate/Cadence|Rate|Age|Cal/Hour|Drag factor", "sample"),
        ("ADR|RevPAR|ARPA|LTV|Gem. bon|Billable rate|unit_price", "sample EUR"),
        ("ACOS|TTR|Inflation|Rente|Taux de conversion|Öffnungsrate", "sample %"),
        ("Growth|State of charge|Battery|TTFB|p95 latency|Session duration|CTL|Blood glucose|Pressure", "sample"),
        ("Preis|Prix|Tarief|Koers", "sample EUR"),
        ("Days overdue|Days on market", "sample lower"),
        ("New MRR|Churned MRR", "flow EUR"),
        ("Assets|Liabilities|Portfolio", "level EUR"),
        ("Backlinks|Qty on hand|Active subscriptions|Actieve klanten|Open issues|Fuel level|Lagerbestand", "level"),
        ("Cost / conv.", "sample EUR lower"),
        ("Conversies|Alle conversies|Conversions|Conversiones", ""),
        ("Conversie|Conversiepercentage|Conversies %", "sample %"),
        ("Pages / Session|Conv. value / cost|Wind_speed_10m (km/h)|Orders/visit", "sample"),
        ("Conv.-Wert/Kosten|Valeur conv. / coût", "sample"),
        ("Revenue / user|Omzet/klant", "sample EUR"),
        ("Hours|Uren|Billable hours|Declarabele uren", "flow h"),
        (
            "Revenue after fees|Omzet na kosten|Income minus costs|Sales revenue before tax|Winst zonder kosten",
            "flow EUR",
        ),
        ("Fees|Shipping costs after discount", "flow EUR lower"),
        (
            "Btw 9%|VAT 21%|Omzet 21%|Sales 20%|Conversion value|Conversion-Wert|Conv.-Wert|Valeur de conversion",
            "flow EUR",
        ),
        ("Max speed|L1 max W|Humidity|Blood pressure|Watched full video|Frequency|Bewertung Ø", "sample"),
        ("Fat mass (kg)|BMI|Waist|Hydration (kg)", "level"),
        ("Energy (kWh)|Usage kWh|Calories", "flow"),
        ("Complaints|Klachten|Returns|Retouren", "flow lower"),
        ("Revenue per customer|Omzet per klant|Turnover per square metre|Omzet per uur", "sample EUR"),
        (
            "Visitors per hour|Bezoekers per uur|Calls per minute|Orders per visit|Clicks per link|Pagina's per bezoek",
            "sample",
        ),
        ("Revenue per week|Omzet per maand", "flow EUR"),
        ("Customer satisfaction|Tevredenheid|Average rating|Gemiddelde waardering", "sample"),
        ("Load time|Laadtijd|Site speed", "sample s lower"),
        ("Order value|Orderwaarde|Hourly rate|Uurtarief", "sample EUR"),
        ("Cost per conversion|Cost per click|Kosten per klant", "sample EUR lower"),
        ("Debt|Schuld|Unpaid invoices|Openstaande facturen", "level EUR lower"),
        ("Orders|Bestellingen|Visitors|Bezoekers|Phone calls|New clients|Leads|Steps|Bank holidays taken", ""),
        ("Number of people by the hour|Calls an hour|People each hour", ""),
    ],
)
def test_a_name_says_what_its_numbers_are(names: str, fields: str) -> None:
    """Balances are never added up, rates never either; what a name does not tell is left open."""
    for name in names.split("|"):
        for written in (name, name.upper(), name.lower()):
            found = nature_of(written).fields("EUR")
            assert {str(value) for value in found.values()} - {"lower"} == set(fields.split()) - {"lower"}, written
            assert ("better" in found) == ("lower" in fields), written


@pytest.mark.parametrize(
    "name",
    [
        "Likes", "1000 likes", "more followers on instagram", "Page views", "10000 pageviews", "Impressions",
        "Ad impressions", "Video views", "Reach", "Volgers", "1000 volgers", "Weergaven", "Paginaweergaven",
        "Vertoningen", "Impressies", "Bereik", "Vind-ik-leuks",
    ],
)  # fmt: skip
def test_what_flatters_is_known_by_name(name: str) -> None:
    """In a KPI and in the sentence of a goal."""
    assert is_flattering(name)
    assert not is_unmeasurable(name)


@pytest.mark.parametrize(
    "name",
    [
        "Work atmosphere", "better working atmosphere", "Culture", "Team morale", "Better service", "improved contact",
        "Werksfeer", "Betere sfeer op het werk", "Cultuur", "Werkplezier", "Betere service", "Een mooiere winkel",
        "Work-life balance", "Werk-privébalans", "brand awareness", "Naamsbekendheid",
    ],
)  # fmt: skip
def test_what_no_number_shows_is_known_by_name(name: str) -> None:
    """Proposed is a mark from 1 to 10, for a sum of atmosphere is nothing."""
    assert is_unmeasurable(name)
    assert nature_of(name).fields("EUR") == {"kind": "sample", "floor": 1, "ceiling": 10}


@pytest.mark.parametrize(
    "name",
    ["Orders", "Revenue", "Better margin", "Betere marge", "Happiness score", "Cijfer voor werksfeer",
     "Days of low morale", "Reviews", "Cash balance", "Shareholders", "Marketing", "Banksaldo", "Viewings of houses"],
)  # fmt: skip
def test_what_can_be_counted_is_left_in_peace(name: str) -> None:
    """What names its measure can be measured, and words that only resemble are no pitfall."""
    assert not is_unmeasurable(name)
    assert not is_flattering(name)


@pytest.mark.parametrize(
    ("names", "unit"),
    [
        ("Margin €|Marge (EUR)|Gross margin in euro|Omzet in euro's|€", "EUR"),
        ("Ad spend (USD)|Revenue $", "USD"),
        ("Revenue £", "GBP"),
        ("Profit margin %|Bounce (percent)", "%"),
        ("Margin|Europe|Entrepreneur|100% sold out shows|Usdan", ""),
    ],
)
def test_a_unit_at_the_end_of_a_name(names: str, unit: str) -> None:
    assert {name: unit_named(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), unit)


def test_words_that_stand_together_are_told_apart() -> None:
    """As programs write the names of their columns."""
    assert nature_of("unitPriceVAT").kind == nature_of("averageOrderValue").kind == "sample"
    assert nature_of("Beløb") == nature_of("Antal").__class__()


@pytest.mark.parametrize(
    ("name", "comes_in"),
    [
        ("MRR", True),
        ("Monthly recurring revenue", True),
        ("Omzet", True),
        ("Cash", False),
        ("Bank balance", False),
        ("Savings", False),
    ],
)
def test_money_that_comes_in_anew_does_not_run_out(name: str, comes_in: bool) -> None:
    assert is_money_of_a_period(name) is comes_in
