"""The view `part_share` as SQL: what the parts of a KPI bring, day by day, as `kpitui show --parts` says it.

The rules are those of `kpitui.core.parts`: a day (of what is logged by the week, month or quarter its last day) counts
where the whole has a figure and so has every part that was expected. The whole of a computed one is the sum of its
parts, or what was logged on itself where a part had not begun; what the parts leave of either is a row of its own.
"""

from __future__ import annotations

REST = "(rest)"
"""What stands for a part where the row is what the parts leave of the whole; no key of a KPI can be that."""

LEVELS = 3
"""How deep parts of parts may lie: SQLite has no sums that build on themselves, so they are written out."""

LAST = """CASE kpi.cadence
         WHEN 'week' THEN date(daily.date, (6 - (strftime('%w', daily.date) + 7 - week.first) % 7) || ' days')
         WHEN 'month' THEN date(daily.date, 'start of month', '+1 month', '-1 day')
         WHEN 'quarter' THEN date(daily.date, 'start of month',
           (3 - (strftime('%m', daily.date) + 12 - business_year.month) % 3) || ' months', '-1 day')
         ELSE daily.date END"""
"""The last day of the week, month or quarter that `daily.date` lies in, of what is logged by those; else that day."""

LOGGED = """
within (top, id) AS (
  SELECT id, id FROM kpi WHERE part_of IS NOT NULL OR split IS NOT NULL
  UNION
  SELECT within.top, kpi.id FROM kpi JOIN within ON kpi.part_of = within.id JOIN kpi AS above ON above.id = within.top
  WHERE above.split = 'computed'
),
logged (id, first, entries) AS (
  SELECT kpi.id, min(kpi.created, coalesce(min(entry.date), kpi.created)), count(entry.date)
  FROM within JOIN kpi ON kpi.id = within.top LEFT JOIN entry ON entry.kpi = within.id GROUP BY kpi.id
),
begun (part, whole, date, joins) AS (
  SELECT kpi.id, kpi.part_of, logged.first, logged.entries > 0 OR NOT kpi.archived
  FROM kpi JOIN logged ON logged.id = kpi.id WHERE kpi.part_of IS NOT NULL
),
all_begun (whole, date) AS (SELECT whole, max(date) FILTER (WHERE joins) FROM begun GROUP BY whole),
week (first) AS (
  SELECT coalesce((
    SELECT (instr('sun mon tue wed thu fri sat', substr(value, 1, 3)) - 1) / 4 FROM setting
    WHERE key = 'week-start' AND value <> 'auto'), 1)
),
business_year (month) AS (SELECT coalesce((SELECT value FROM setting WHERE key = 'fiscal-month'), 1) + 0),
value_of_day (id, kind, date, value, last) AS (
  SELECT kpi.id, kpi.kind, daily.date, daily.value, {last}
  FROM kpi JOIN daily ON daily.kpi = kpi.key, week, business_year
  WHERE kpi.part_of IS NOT NULL OR kpi.split IS NOT NULL
),
calendar (date) AS (
  SELECT min(logged.first) FROM logged JOIN kpi ON kpi.id = logged.id WHERE kpi.blank = 'zero'
  UNION ALL
  SELECT date(date, '+1 day') FROM calendar WHERE date < date('now', 'localtime', '-1 day')
),
blank_day (whole, date) AS (
  SELECT kpi.part_of, daily.date FROM kpi JOIN calendar AS daily, week, business_year
  WHERE kpi.part_of IS NOT NULL AND kpi.blank = 'zero' AND daily.date = {last}
),
own (id, date, value) AS (
  SELECT id, last, CASE kind WHEN 'flow' THEN total ELSE value END
  FROM (SELECT id, kind, last, sum(value) AS total, value, max(date) FROM value_of_day GROUP BY id, last)
),
figure_0 (id, date, value) AS (
  SELECT own.id, own.date, own.value FROM own JOIN kpi ON kpi.id = own.id WHERE kpi.split IS NOT 'computed'
)""".replace("{last}", LAST)
"""Who belongs to whom, since when, and what was logged on each, a day, week, month or quarter a row."""

LEVEL = """
day_{n} (whole, date) AS (
  SELECT kpi.part_of, figure_{below}.date FROM figure_{below} JOIN kpi ON kpi.id = figure_{below}.id
  WHERE kpi.part_of IS NOT NULL
  UNION
  SELECT own.id, own.date FROM own JOIN kpi ON kpi.id = own.id WHERE kpi.split IS NOT NULL
  UNION
  SELECT whole, date FROM blank_day
),
brought_{n} (whole, date, part, value, lacks) AS (
  SELECT day_{n}.whole, day_{n}.date, kpi.key, coalesce(figure.value, {zero}),
         figure.value IS NULL AND {zero} IS NULL AND {expected}
         AND (NOT kpi.archived OR day_{n}.date < max(figure.date) OVER (PARTITION BY kpi.id))
  FROM day_{n} JOIN begun ON begun.whole = day_{n}.whole JOIN kpi ON kpi.id = begun.part
  LEFT JOIN figure_{below} AS figure ON figure.id = kpi.id AND figure.date = day_{n}.date
),
sum_{n} (whole, date, value, lowest) AS (
  SELECT whole, date, sum(value), min(value) FROM brought_{n} GROUP BY whole, date
  HAVING count(value) > 0 AND NOT coalesce(max(lacks), 0)
),
whole_{n} (id, date, value, total, lowest, rest) AS (
  SELECT kpi.id, sum_{n}.date,
         CASE WHEN kpi.split = 'logged' THEN coalesce(own.value, {own_zero})
         WHEN sum_{n}.date < all_begun.date THEN coalesce(own.value, sum_{n}.value) ELSE sum_{n}.value END,
         sum_{n}.value, sum_{n}.lowest,
         kpi.split = 'logged' OR (own.value IS NOT NULL AND sum_{n}.date < all_begun.date)
  FROM sum_{n} JOIN kpi ON kpi.id = sum_{n}.whole JOIN all_begun ON all_begun.whole = kpi.id
  JOIN logged ON logged.id = kpi.id
  LEFT JOIN own ON own.id = kpi.id AND own.date = sum_{n}.date
),
figure_{n} (id, date, value) AS (
  SELECT id, date, coalesce(max(summed), max(logged)) FROM (
    SELECT whole_{n}.id, whole_{n}.date, whole_{n}.value AS summed, NULL AS logged
    FROM whole_{n} JOIN kpi ON kpi.id = whole_{n}.id WHERE kpi.split = 'computed'
    UNION ALL
    SELECT id, date, NULL, value FROM own
  ) GROUP BY id, date
)"""
"""What the parts bring on each day that counts, with the figures of the level *below* as theirs."""

EXPECTED = """({day} >= {begun} AND (
    kpi.cadence IN ('day', 'week', 'month', 'quarter')
    OR (kpi.cadence = 'workday' AND strftime('%w', {day}) BETWEEN '1' AND '5')
    OR instr(kpi.cadence, substr('sunmontuewedthufrisat', 1 + 3 * strftime('%w', {day}), 3)) > 0
  ) AND NOT EXISTS (
    SELECT 1 FROM pause WHERE (pause.kpi IS NULL OR pause.kpi = kpi.id) AND pause."end" >= {day} AND pause.start <=
      CASE kpi.cadence WHEN 'week' THEN date({day}, '-6 days') WHEN 'month' THEN date({day}, 'start of month')
      WHEN 'quarter' THEN date({day}, 'start of month', '-2 months') ELSE {day} END
  ))"""
"""Whether a number of `kpi` is expected that stands for the day, week, month or quarter that ends on *day*."""

ZERO = """CASE WHEN kpi.blank = 'zero' AND kpi.split IS NOT 'computed' AND {day} < date('now', 'localtime')
    AND {expected} THEN 0.0 END"""
"""The figure of a day on which nothing was logged, where that means zero."""

ROWS = """
counted (id, date, value, lowest, rest) AS (
  SELECT id, date, value, lowest,
         CASE WHEN rest THEN CASE WHEN abs(value - total) <= 1e-9 * max(abs(value), abs(total)) THEN 0.0
         ELSE value - total END END
  FROM whole_{n} WHERE value IS NOT NULL
),
listed (id, part, date, value, whole, lowest, rest) AS (
  SELECT counted.id, brought_{n}.part, counted.date, brought_{n}.value, counted.value, counted.lowest, counted.rest
  FROM counted JOIN brought_{n} ON brought_{n}.whole = counted.id AND brought_{n}.date = counted.date
  WHERE brought_{n}.value IS NOT NULL
  UNION ALL
  SELECT id, '{rest}', date, rest, value, lowest, rest FROM counted WHERE rest IS NOT NULL
)
SELECT kpi.key, listed.part, listed.date, listed.value, listed.whole,
       CASE WHEN listed.whole <> 0 AND listed.lowest >= 0 AND coalesce(listed.rest, 0) >= 0
       THEN listed.value / listed.whole END
FROM listed JOIN kpi ON kpi.id = listed.id"""


def part_view() -> str:
    """Return the statement that makes the view."""
    tables = [LOGGED]
    for level in range(1, LEVELS + 1):
        day, whole_day = f"day_{level}.date", f"sum_{level}.date"
        expected = EXPECTED.format(day=day, begun="begun.date")
        own = EXPECTED.format(day=whole_day, begun="logged.first")
        tables.append(
            LEVEL.format(
                n=level,
                below=level - 1,
                expected=expected,
                zero=ZERO.format(day=day, expected=expected),
                own_zero=ZERO.format(day=whole_day, expected=own),
            )
        )
    tables.append(ROWS.format(n=LEVELS, rest=REST))
    return f"CREATE VIEW part_share (kpi, part, date, value, whole, share) AS\nWITH RECURSIVE {','.join(tables)}"
