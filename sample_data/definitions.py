"""What Studio Noord measures and wants: its goals, pauses, notes and actions, in English and Dutch.

The first three goals and their KPIs are those of the article KPITUI grew from; their baselines and targets are computed
from the days that were logged, never typed. One for every week and one that is over stand beside them, so that each way
in which a goal can stand is there to be seen. The figures themselves are `figures`' work.
"""

from __future__ import annotations

from datetime import date

import figures
from figures import Day
from kpis import KPIS, Record, both

TODAY = date(2026, 11, 23)

BETTER_CONVERSION = both(
    "Conversion up 4 percentage points by 31 December", "Conversie 4 procentpunt omhoog voor 31 december"
)
"""The title of a goal that an action names."""


def definitions(logged: list[Day]) -> Record:
    """Return everything but the entries, as it is written to `studio-noord.json`."""
    return {
        "business": "Studio Noord",
        "today": TODAY.isoformat(),
        "first": figures.FIRST.isoformat(),
        "last": figures.LAST.isoformat(),
        "files": [
            {"name": "studio-noord-daily.csv", "format": "csv-wide"},
            {"name": "studio-noord-site.csv", "format": "csv-long"},
            {"name": "studio-noord-weekly.csv", "format": "csv-wide"},
            {"name": "studio-noord-account.csv", "format": "csv-wide"},
        ],
        "kpis": list(KPIS),
        "goals": [
            _more_revenue(logged),
            _more_visitors(logged),
            _better_conversion(logged),
            _orders_every_week(),
            _faster_site(),
        ],
        "bases": [
            {"kpi": "site-speed", "date": figures.FASTER_HOSTING.isoformat()},
            {"kpi": "revenue", "date": "2026-09-01"},
            {"kpi": "account", "date": "2026-08-10"},
        ],
        "one_offs": [{"kpi": "revenue", "date": "2026-09-16"}],
        "pauses": [_pause(*figures.SUMMER_2026, "Summer holiday", "Zomervakantie")],
        "notes": _notes(),
        "actions": _actions(),
        "planned": [
            _planned(-figures.RENT, "2026-12-01", "month", "Rent of the workshop", "Huur van de werkplaats"),
            _planned(-figures.VAT, "2027-01-31", "quarter", "VAT", "Btw"),
        ],
    }


def _planned(amount: float, first: str, every: str, en: str, nl: str) -> Record:
    return {"kpi": "account", "amount": f"{amount:.0f}", "first": first, "every": every, "text": both(en, nl)}


def _more_revenue(logged: list[Day]) -> Record:
    baseline = _total(logged, "revenue", date(2025, 10, 1), date(2026, 6, 30))
    return {
        "title": both("15% more revenue by the end of Q2", "15% meer omzet voor het einde van Q2"),
        "kpi": "revenue",
        "type": "total",
        "start": "2026-10-01",
        "deadline": "2027-06-30",
        "change": "15%",
        "baseline": baseline,
        "target": round(baseline["value"] * 1.15, 2),
        "drivers": ["orders", "conversion", "site-speed"],
        "counters": [],
        "acceptable": both(
            "My own decision: two hours a week and 150 euros of ads a month",
            "Eigen beslissing: twee uur per week en 150 euro per maand aan advertenties",
        ),
        "why": both("With it the shop pays a full salary", "Daarmee betaalt de winkel een volledig salaris"),
        "review": "week",
    }


def _more_visitors(logged: list[Day]) -> Record:
    baseline = _total(logged, "visitors", date(2025, 1, 1), date(2025, 12, 31))
    return {
        "title": both(
            "20% more visitors between 1 January and 31 December",
            "20% meer bezoekers tussen 1 januari en 31 december",
        ),
        "kpi": "visitors",
        "type": "total",
        "start": "2026-01-01",
        "deadline": "2026-12-31",
        "change": "20%",
        "baseline": baseline,
        "target": round(baseline["value"] * 1.2),
        "drivers": ["organic-visitors", "social-visitors", "bounce-rate"],
        "counters": [],
        "acceptable": both(
            "One article and two posts a week, which I can write myself",
            "Eén artikel en twee berichten per week, die ik zelf kan schrijven",
        ),
        "why": both("Without new visitors revenue stops growing", "Zonder nieuwe bezoekers stopt de groei"),
        "review": "month",
    }


def _better_conversion(logged: list[Day]) -> Record:
    baseline = _conversion(logged, date(2026, 1, 1), date(2026, 6, 30))
    return {
        "title": BETTER_CONVERSION,
        "kpi": "conversion",
        "type": "level",
        "start": "2026-07-01",
        "deadline": "2026-12-31",
        "change": "4pp",
        "baseline": baseline,
        "target": round(baseline["value"] + 4, 2),
        "drivers": ["click-through", "abandoned-carts", "bounce-rate"],
        "counters": ["order-value"],
        "acceptable": both(
            "A new checkout, built by a freelancer in the autumn",
            "Een nieuwe kassa, in het najaar gebouwd door een freelancer",
        ),
        "why": both("More orders from the visitors who come anyway", "Meer bestellingen van wie er toch al komt"),
        "review": "week",
    }


def _orders_every_week() -> Record:
    """Return a goal for every week that missed one of them, and may miss one in ten."""
    return {
        "title": both("150 orders every week until 27 December", "Elke week 150 bestellingen tot en met 27 december"),
        "kpi": "orders",
        "type": "recurring",
        "per": "week",
        "at_least": 150,
        "keep": [9, 10],
        "start": "2026-10-05",
        "deadline": "2026-12-27",
        "baseline": None,
        "target": 150,
        "drivers": ["visitors", "conversion"],
        "counters": ["order-value"],
        "acceptable": both("A newsletter every Thursday, which I write", "Elke donderdag een nieuwsbrief van mij"),
        "why": both("Full days in the workshop", "Volle dagen in het atelier"),
        "review": "week",
    }


def _faster_site() -> Record:
    """Return a goal that is over and was reached."""
    return {
        "title": both("Site faster than 2.5 seconds by 30 June", "Site sneller dan 2,5 seconden op 30 juni"),
        "kpi": "site-speed",
        "type": "level",
        "start": "2026-02-16",
        "deadline": "2026-06-30",
        "baseline": _baseline(3.4, date(2026, 1, 1), date(2026, 1, 31), 21) | {"expected": 22},
        "target": 2.5,
        "drivers": [],
        "counters": [],
        "acceptable": both("One day and ten euros a month more", "Een dag werk en tien euro per maand meer"),
        "why": both("Who waits leaves", "Wie wacht, haakt af"),
        "review": "month",
        "state": "achieved",
        "closed": "2026-07-01",
        "verdict": 2.13,
        "learning": both("Measure first: it was the hosting", "Eerst meten: het lag aan de hosting"),
    }


def _notes() -> list[Record]:
    rushes = [_note("revenue", day, "Black Friday", "Black Friday") for day in sorted(figures.BLACK_FRIDAYS)]
    return [
        *rushes,
        _note("revenue", figures.BIG_RETURN, "A large Christmas order came back", "Grote bestelling teruggestuurd"),
        _note("orders", figures.PAYMENTS_DOWN, "Payments were down all day", "Betalingen lagen de hele dag plat"),
        _note("visitors", figures.SITE_DOWN, "The site was down all day", "De site lag de hele dag plat"),
        _note("site-speed", figures.FASTER_HOSTING, "Moved to faster hosting", "Verhuisd naar snellere hosting"),
    ]


def _actions() -> list[Record]:
    return [
        {
            "what": both("Move the site to faster hosting", "De site naar snellere hosting verhuizen"),
            "kpi": "site-speed",
            "goal": None,
            "due": "2026-03-06",
            "state": "done",
            "created": "2026-02-16",
            "started": figures.FASTER_HOSTING.isoformat(),
            "finished": figures.FASTER_HOSTING.isoformat(),
            "expected": {"size": -1, "percent": False, "by": "2026-03-31"},
        },
        {
            "what": both("Show shipping costs before the checkout", "Verzendkosten vóór de kassa tonen"),
            "kpi": "abandoned-carts",
            "goal": BETTER_CONVERSION,
            "due": "2026-12-01",
            "state": "started",
            "created": "2026-11-09",
            "started": "2026-11-16",
            "finished": None,
            "expected": {"size": -5, "percent": False, "by": "2026-12-20"},
        },
    ]


def _total(logged: list[Day], name: str, start: date, end: date) -> Record:
    """Return the sum of a column over the days with data from *start* to *end*, both inclusive."""
    found = [value for day in logged if start <= day.date <= end and (value := getattr(day, name)) is not None]
    return _baseline(round(sum(found), 2), start, end, len(found))


def _conversion(logged: list[Day], start: date, end: date) -> Record:
    """Return the percentage of orders per visitor over the days that have both."""
    span = [day for day in logged if start <= day.date <= end and day.visitors is not None and day.orders is not None]
    orders, visitors = sum(day.orders or 0 for day in span), sum(day.visitors or 0 for day in span)
    return _baseline(round(100 * orders / visitors, 2), start, end, len(span))


def _baseline(value: float, start: date, end: date, count: int) -> Record:
    return {
        "value": value, "start": start.isoformat(), "end": end.isoformat(), "days": count,
        "expected": (end - start).days + 1,
    }  # fmt: skip


def _pause(start: date, end: date, en: str, nl: str) -> Record:
    return {"kpi": None, "start": start.isoformat(), "end": end.isoformat(), "reason": both(en, nl)}


def _note(kpi: str, day: date, en: str, nl: str) -> Record:
    return {"kpi": kpi, "date": day.isoformat(), "text": both(en, nl)}
