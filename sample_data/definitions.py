"""What Studio Noord measures and wants: its KPIs, goals, pauses, notes and actions, in English and Dutch.

The three goals and their KPIs are those of the article KPITUI grew from. Baselines and targets are computed
from the days that were logged, never typed. The figures themselves are `figures`' work.
"""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import Any

from figures import (
    BIG_RETURN, BLACK_FRIDAYS, FASTER_HOSTING, FIRST, LAST, PAYMENTS_DOWN, SITE_DOWN, SUMMER_2026, Day,
)  # fmt: skip

Record = dict[str, Any]

TODAY = date(2026, 11, 23)


def definitions(logged: list[Day]) -> Record:
    """Return everything but the entries, as it is written to `studio-noord.json`."""
    return {
        "business": "Studio Noord",
        "today": TODAY.isoformat(),
        "first": FIRST.isoformat(),
        "last": LAST.isoformat(),
        "files": [
            {"name": "studio-noord-daily.csv", "format": "csv-wide"},
            {"name": "studio-noord-site.csv", "format": "csv-long"},
            {"name": "studio-noord-weekly.csv", "format": "csv-wide"},
        ],
        "kpis": _kpis(),
        "goals": _goals(logged),
        "pauses": [_pause(*SUMMER_2026, "Summer holiday", "Zomervakantie")],
        "notes": _notes(),
        "actions": _actions(),
    }


def _kpis() -> list[Record]:
    """Return the KPIs in their order on Today; whatever a ratio or formula rests on comes before it."""
    return [
        _kpi("revenue", "Revenue", "Omzet", "flow", "EUR", source=_SHOP, description=_both(
            "What was paid, including VAT, less what was refunded",
            "Wat betaald is, inclusief btw, min wat is terugbetaald")),
        _kpi("orders", "Orders", "Bestellingen", "flow", source=_SHOP, description=_both(
            "Paid orders: the daily and weekly sales", "Betaalde bestellingen: de verkopen per dag en per week")),
        _kpi("visitors", "Visitors", "Bezoekers", "flow", source=_STATISTICS, description=_both(
            "Visitors of the day, each counted once a day", "Bezoekers van de dag, ieder één keer per dag geteld")),
        _kpi("conversion", "Conversion", "Conversie", "ratio", "%", numerator="orders", denominator="visitors",
             description=_both("Of a hundred visitors, how many order", "Hoeveel van de honderd bezoekers bestellen")),
        _kpi("order-value", "Order value", "Bestelwaarde", "formula", "EUR", formula="revenue / orders",
             description=_both("What an average order brings in", "Wat een gemiddelde bestelling opbrengt")),
        _kpi("site-speed", "Site speed", "Snelheid van de site", "sample", "s", direction="lower", cadence="workday",
             decimals=2, source=_both("a speed test", "een snelheidstest"), description=_both(
                "Seconds until the home page can be used", "Seconden tot de startpagina bruikbaar is")),
        _kpi("bounce-rate", "Bounce rate", "Bouncepercentage", "sample", "%", direction="lower", source=_STATISTICS,
             description=_both("Visits that end on their first page", "Bezoeken die op de eerste pagina eindigen")),
        _kpi("organic-visitors", "Organic visitors", "Bezoekers via zoekmachines", "flow", source=_STATISTICS,
             description=_both("Visitors who came from a search engine", "Bezoekers die via een zoekmachine kwamen")),
        _kpi("social-visitors", "Social visitors", "Bezoekers via sociale media", "flow", source=_STATISTICS,
             description=_both("Visitors who came from social media", "Bezoekers die via sociale media kwamen")),
        _kpi("ad-impressions", "Ad impressions", "Advertentievertoningen", "flow", source=_ADS, description=_both(
            "How often an advertisement was shown: it says little on its own",
            "Hoe vaak een advertentie getoond is: zegt op zichzelf weinig")),
        _kpi("ad-clicks", "Ad clicks", "Advertentieklikken", "flow", source=_ADS, description=_both(
            "How often an advertisement was clicked", "Hoe vaak op een advertentie geklikt is")),
        _kpi("click-through", "Click-through rate", "Doorklikpercentage", "ratio", "%", numerator="ad-clicks",
             denominator="ad-impressions", description=_both(
                "Of a hundred times shown, how often clicked", "Hoe vaak geklikt per honderd vertoningen")),
        _kpi("carts", "Carts filled", "Gevulde winkelwagens", "flow", source=_SHOP, description=_both(
            "Carts that something was put in", "Winkelwagens waar iets in gelegd is")),
        _kpi("abandoned-carts", "Abandoned carts", "Verlaten winkelwagens", "formula", "%", direction="lower",
             formula="(carts - orders) / carts * 100", description=_both(
                "Of a hundred filled carts, how many were left", "Hoeveel van de honderd gevulde wagens zijn verlaten")),
        _kpi("newsletter", "Newsletter subscribers", "Abonnees van de nieuwsbrief", "level", cadence="mon",
             source=_both("the mailing list", "de mailinglijst"), description=_both(
                "Subscribers on Monday morning", "Abonnees op maandagochtend")),
        _kpi("weekly-uniques", "Unique visitors per week", "Unieke bezoekers per week", "stamped", cadence="week",
             source=_STATISTICS, description=_both(
                "Different people in a week: never to be added up", "Verschillende mensen in een week: nooit optellen")),
    ]  # fmt: skip


def _goals(logged: list[Day]) -> list[Record]:
    """Return the three goals of the article, measured from what was logged in *logged*."""
    revenue = _total(logged, "revenue", date(2025, 10, 1), date(2026, 6, 30))
    visitors = _total(logged, "visitors", date(2025, 1, 1), date(2025, 12, 31))
    conversion = _usual_conversion(logged, date(2026, 1, 1), date(2026, 6, 30))
    return [
        {
            "title": _both("15% more revenue by the end of Q2", "15% meer omzet voor het einde van Q2"),
            "kpi": "revenue", "shape": "cumulative", "start": "2026-10-01", "deadline": "2027-06-30",
            "change": "15%", "baseline": revenue, "target": round(revenue["value"] * 1.15, 2),
            "drivers": ["orders", "conversion", "site-speed"], "counters": [],
            "acceptable": _both("Agreed with my accountant; it takes two hours a week and 150 euros a month of ads",
                                "Afgesproken met mijn boekhouder; kost twee uur per week en 150 euro per maand aan advertenties"),
            "why": _both("With it the shop pays a full month's salary", "Daarmee betaalt de winkel een volledig maandsalaris"),
            "review": "week",
        },
        {
            "title": _both("20% more visitors between 1 January and 31 December",
                           "20% meer bezoekers tussen 1 januari en 31 december"),
            "kpi": "visitors", "shape": "cumulative", "start": "2026-01-01", "deadline": "2026-12-31",
            "change": "20%", "baseline": visitors, "target": round(visitors["value"] * 1.2),
            "drivers": ["organic-visitors", "social-visitors", "bounce-rate"], "counters": [],
            "acceptable": _both("One article and two posts a week, which I can write myself",
                                "Eén artikel en twee berichten per week, die ik zelf kan schrijven"),
            "why": _both("Without new visitors revenue stops growing", "Zonder nieuwe bezoekers groeit de omzet niet verder"),
            "review": "month",
        },
        {
            "title": _both("Conversion rate up 4 points by 31 December", "Conversie 4 punten omhoog voor 31 december"),
            "kpi": "conversion", "shape": "level", "start": "2026-07-01", "deadline": "2026-12-31",
            "change": "4pp", "baseline": conversion, "target": round(conversion["value"] + 4, 2),
            "drivers": ["click-through", "abandoned-carts", "bounce-rate"], "counters": ["order-value"],
            "acceptable": _both("A new checkout, built by a freelancer in the autumn",
                                "Een nieuwe kassa, in het najaar gebouwd door een freelancer"),
            "why": _both("More orders from the visitors who come anyway", "Meer bestellingen van de bezoekers die er toch al zijn"),
            "review": "week",
        },
    ]  # fmt: skip


def _notes() -> list[Record]:
    rushes = [_note("revenue", day, "Black Friday", "Black Friday") for day in sorted(BLACK_FRIDAYS)]
    return [
        *rushes,
        _note("revenue", BIG_RETURN, "A large Christmas order came back", "Grote kerstbestelling teruggestuurd"),
        _note("orders", PAYMENTS_DOWN, "Payments were down all day", "Betalingen lagen de hele dag plat"),
        _note("visitors", SITE_DOWN, "The site was down all day", "De site lag de hele dag plat"),
        _note("site-speed", FASTER_HOSTING, "Moved to faster hosting", "Verhuisd naar snellere hosting"),
    ]


def _actions() -> list[Record]:
    return [
        {
            "what": _both("Move the site to faster hosting", "De site naar snellere hosting verhuizen"),
            "kpi": "site-speed", "goal": None, "due": "2026-03-06", "state": "done",
            "started": "2026-02-20", "finished": FASTER_HOSTING.isoformat(),
            "expected": _both("site speed under 2.5 s", "snelheid onder 2,5 s"),
        },
        {
            "what": _both("Show shipping costs before the checkout", "Verzendkosten vóór de kassa tonen"),
            "kpi": "abandoned-carts", "goal": "Conversion rate up 4 points by 31 December", "due": "2026-12-01",
            "state": "started", "started": "2026-11-16", "finished": None,
            "expected": _both("abandoned carts under 60%", "verlaten winkelwagens onder 60%"),
        },
    ]  # fmt: skip


def _total(logged: list[Day], name: str, start: date, end: date) -> Record:
    """Return the sum of a column over the days with data from *start* to *end*, both inclusive."""
    found = [value for day in logged if start <= day.date <= end and (value := getattr(day, name)) is not None]
    return _baseline(round(sum(found), 2), start, end, len(found))


def _usual_conversion(logged: list[Day], start: date, end: date) -> Record:
    """Return the median percentage of orders per visitor over the days with visitors."""
    span = [day for day in logged if start <= day.date <= end and day.visitors]
    found = [100 * (day.orders or 0) / (day.visitors or 1) for day in span]
    return _baseline(round(median(found), 2), start, end, len(found))


def _baseline(value: float, start: date, end: date, count: int) -> Record:
    return {"value": value, "start": start.isoformat(), "end": end.isoformat(), "days": count}


def _both(en: str, nl: str) -> dict[str, str]:
    return {"en": en, "nl": nl}


_SHOP = _both("the web shop", "de webwinkel")
_STATISTICS = _both("the visitor statistics", "de bezoekersstatistieken")
_ADS = _both("the advertising account", "het advertentieaccount")
_COMPUTED = _both("", "")


def _kpi(
    key: str, en: str, nl: str, kind: str, unit: str = "", *, direction: str = "higher", cadence: str = "day",
    decimals: int | None = None, numerator: str | None = None, denominator: str | None = None,
    formula: str | None = None, source: dict[str, str] = _COMPUTED, description: dict[str, str],
) -> Record:  # fmt: skip
    return {
        "key": key, "name": _both(en, nl), "kind": kind, "unit": unit, "decimals": decimals,
        "direction": direction, "cadence": cadence, "blank": "unknown",
        "numerator": numerator, "denominator": denominator, "formula": formula,
        "source": source, "description": description,
    }  # fmt: skip


def _pause(start: date, end: date, en: str, nl: str) -> Record:
    return {"kpi": None, "start": start.isoformat(), "end": end.isoformat(), "reason": _both(en, nl)}


def _note(kpi: str, day: date, en: str, nl: str) -> Record:
    return {"kpi": kpi, "date": day.isoformat(), "text": _both(en, nl)}
