"""The schema and its history: the only place that creates or alters tables.

Each migration is one function with plain SQL, applied by sqlite-utils inside the one transaction that
`connection` opens around a whole upgrade. It is imported only when a file is new or behind.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("kpitui")

DAY = "CHECK ({0} IS date({0}, '+0 days'))"
"""SQLite's plain date() lets 30 February through; with a modifier it is worked out and differs."""


def upgrade(connection: sqlite3.Connection) -> None:
    """Apply every pending migration inside the transaction that is open on *connection*."""
    migrations.apply(Database(connection, execute_plugins=False))


def _run(db: Database, script: str) -> None:
    """Run the statements of *script* one by one, inside the transaction that is open."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


MEASUREMENTS = f"""
CREATE TABLE kpi (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 60),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  kind TEXT NOT NULL CHECK (kind IN ('flow', 'level', 'sample', 'ratio', 'formula', 'stamped')),
  unit TEXT NOT NULL DEFAULT '',
  decimals INTEGER CHECK (decimals BETWEEN 0 AND 9),
  direction TEXT NOT NULL DEFAULT 'higher' CHECK (direction IN ('higher', 'lower', 'band')),
  band_low REAL,
  band_high REAL,
  cadence TEXT NOT NULL DEFAULT 'day',
  blank TEXT NOT NULL DEFAULT 'unknown' CHECK (blank IN ('unknown', 'zero')),
  numerator INTEGER REFERENCES kpi(id),
  denominator INTEGER REFERENCES kpi(id),
  formula TEXT,
  source TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  template TEXT,
  created TEXT NOT NULL {DAY.format("created")},
  archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE batch (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  format TEXT NOT NULL,
  file TEXT NOT NULL
) STRICT;
CREATE TABLE entry (
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  date TEXT NOT NULL {DAY.format("date")},
  id TEXT NOT NULL,
  time TEXT CHECK (time GLOB '[0-2][0-9]:[0-5][0-9]'),
  value REAL NOT NULL CHECK (abs(value) < 1e16),
  note TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  batch INTEGER REFERENCES batch(id),
  import_key TEXT,
  PRIMARY KEY (kpi, date, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entry_import_key ON entry (kpi, import_key) WHERE import_key IS NOT NULL;
CREATE INDEX entry_batch ON entry (batch) WHERE batch IS NOT NULL;
CREATE TABLE pause (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kpi INTEGER REFERENCES kpi(id),
  start TEXT NOT NULL {DAY.format("start")},
  "end" TEXT NOT NULL {DAY.format('"end"')} CHECK ("end" >= start),
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE note (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  kpi INTEGER REFERENCES kpi(id),
  date TEXT NOT NULL {DAY.format("date")},
  text TEXT NOT NULL
) STRICT;
"""


@migrations()
def m001_measurements(db: Database) -> None:
    """KPIs, their entries and the imports they came with; pauses and notes."""
    _run(db, MEASUREMENTS)


GOALS = f"""
CREATE TABLE goal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  shape TEXT NOT NULL CHECK (shape IN ('cumulative', 'level', 'reduce', 'cap', 'band')),
  start TEXT NOT NULL {DAY.format("start")},
  deadline TEXT NOT NULL {DAY.format("deadline")} CHECK (deadline >= start),
  baseline REAL,
  baseline_start TEXT {DAY.format("baseline_start")},
  baseline_end TEXT {DAY.format("baseline_end")},
  baseline_days INTEGER,
  acceptable TEXT NOT NULL DEFAULT '',
  why TEXT NOT NULL DEFAULT '',
  review TEXT NOT NULL DEFAULT 'week' CHECK (review IN ('week', 'month', 'quarter')),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'achieved', 'missed', 'dropped')),
  closed TEXT {DAY.format("closed")},
  verdict REAL,
  learning TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL {DAY.format("created")}
) STRICT;
CREATE TABLE target (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  goal INTEGER NOT NULL REFERENCES goal(id),
  since TEXT NOT NULL {DAY.format("since")},
  value REAL NOT NULL,
  low REAL,
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX target_goal ON target (goal, since);
CREATE TABLE goal_kpi (
  goal INTEGER NOT NULL REFERENCES goal(id),
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  role TEXT NOT NULL CHECK (role IN ('driver', 'counter')),
  PRIMARY KEY (goal, kpi, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE action (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  what TEXT NOT NULL,
  kpi INTEGER REFERENCES kpi(id),
  goal INTEGER REFERENCES goal(id),
  due TEXT {DAY.format("due")},
  expected TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'started', 'done', 'dropped')),
  started TEXT {DAY.format("started")},
  finished TEXT {DAY.format("finished")}
) STRICT;
CREATE TABLE draft (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  form TEXT NOT NULL,
  fields TEXT NOT NULL,
  updated TEXT NOT NULL
) STRICT;
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


@migrations()
def m002_goals(db: Database) -> None:
    """Goals with their versioned targets and linked KPIs; actions, drafts and settings."""
    _run(db, GOALS)


JOURNAL = """
CREATE TABLE change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  details TEXT NOT NULL,
  key TEXT,
  undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
CREATE INDEX change_undone ON change (undone, id);
CREATE INDEX change_key ON change (key) WHERE key IS NOT NULL;
CREATE TABLE change_row (
  change INTEGER NOT NULL REFERENCES change(id),
  position INTEGER NOT NULL,
  "table" TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (change, position)
) STRICT, WITHOUT ROWID;
"""


@migrations()
def m003_journal(db: Database) -> None:
    """The journal: one row per user action, and the image of every row before and after it."""
    _run(db, JOURNAL)


VIEWS = """
CREATE VIEW daily (kpi, date, value, entries) AS
SELECT key, date,
       CASE kind WHEN 'flow' THEN total WHEN 'sample' THEN total / entries ELSE last END, entries
FROM (
  SELECT kpi.key, kpi.kind, entry.date, sum(entry.value) AS total, count(*) AS entries,
         entry.value AS last, max(coalesce(entry.time, '24:00') || entry.id)
  FROM kpi JOIN entry ON entry.kpi = kpi.id
  GROUP BY entry.kpi, entry.date
)
UNION ALL
SELECT kpi.key, above.date, (CASE kpi.unit WHEN '%' THEN 100.0 ELSE 1.0 END) * above.total / below.total,
       min(above.entries, below.entries)
FROM kpi
JOIN (SELECT kpi, date, sum(value) AS total, count(*) AS entries FROM entry GROUP BY kpi, date) AS above
  ON above.kpi = kpi.numerator
JOIN (SELECT kpi, date, sum(value) AS total, count(*) AS entries FROM entry GROUP BY kpi, date) AS below
  ON below.kpi = kpi.denominator AND below.date = above.date
WHERE kpi.kind = 'ratio' AND below.total <> 0;
CREATE VIEW latest (kpi, name, date, value, unit) AS
SELECT kpi.key, kpi.name, daily.date, daily.value, kpi.unit
FROM kpi LEFT JOIN daily ON daily.kpi = kpi.key
  AND daily.date = (SELECT max(date) FROM entry WHERE entry.kpi = kpi.id)
WHERE NOT kpi.archived;
CREATE VIEW goal_board (goal, kpi, shape, baseline, target, start, deadline, state) AS
SELECT goal.title, kpi.key, goal.shape, goal.baseline,
       (SELECT value FROM target WHERE target.goal = goal.id ORDER BY since DESC, id DESC LIMIT 1),
       goal.start, goal.deadline, goal.state
FROM goal JOIN kpi ON kpi.id = goal.kpi;
"""


@migrations()
def m004_views(db: Database) -> None:
    """Views that make the file pleasant to read without this program."""
    _run(db, VIEWS)


INSIGHT = f"""
CREATE TABLE base (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  date TEXT NOT NULL {DAY.format("date")},
  UNIQUE (kpi, date)
) STRICT;
CREATE TABLE chance (
  goal INTEGER NOT NULL REFERENCES goal(id) ON DELETE CASCADE,
  date TEXT NOT NULL {DAY.format("date")},
  chance REAL NOT NULL CHECK (chance BETWEEN 0 AND 1),
  PRIMARY KEY (goal, date)
) STRICT, WITHOUT ROWID;
"""


@migrations()
def m005_insight(db: Database) -> None:
    """The days on which natural limits begin anew, and the chances that were stated of goals."""
    _run(db, INSIGHT)


BOUNDS = f"""
ALTER TABLE kpi ADD COLUMN floor REAL;
ALTER TABLE kpi ADD COLUMN ceiling REAL CHECK (ceiling IS NULL OR floor IS NULL OR floor < ceiling);
CREATE TABLE one_off (
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  date TEXT NOT NULL {DAY.format("date")},
  PRIMARY KEY (kpi, date)
) STRICT, WITHOUT ROWID;
ALTER TABLE base ADD COLUMN trend_until TEXT CHECK (trend_until IS NULL OR {DAY.format("trend_until")[7:-1]});
"""


@migrations()
def m006_bounds(db: Database) -> None:
    """Natural bounds of KPIs, limits that follow a trend, and days that are left out of statistics."""
    _run(db, BOUNDS)


ACTIONS = f"""
ALTER TABLE action ADD COLUMN effect REAL CHECK (effect <> 0);
ALTER TABLE action ADD COLUMN effect_percent INTEGER NOT NULL DEFAULT 0 CHECK (effect_percent IN (0, 1));
ALTER TABLE action ADD COLUMN effect_by TEXT {DAY.format("effect_by")};
ALTER TABLE action ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE action ADD COLUMN created TEXT NOT NULL DEFAULT '0001-01-01' {DAY.format("created")};
ALTER TABLE action DROP COLUMN expected;
CREATE VIEW action_board (action, kpi, goal, state, due, started, finished, effect, effect_percent, effect_by) AS
SELECT action.what, kpi.key, goal.title, action.state, action.due, action.started, action.finished,
       action.effect, action.effect_percent, action.effect_by
FROM action LEFT JOIN kpi ON kpi.id = action.kpi LEFT JOIN goal ON goal.id = action.goal;
"""


@migrations()
def m007_actions(db: Database) -> None:
    """The expected effect of an action as a size and a day instead of words, and why it was dropped."""
    _run(db, ACTIONS)


REVIEWS = f"""
CREATE TABLE review (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  start TEXT NOT NULL {DAY.format("start")},
  end TEXT NOT NULL {DAY.format("end")} CHECK (end >= start),
  day TEXT NOT NULL {DAY.format("day")}
) STRICT;
CREATE TABLE decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  matter TEXT NOT NULL CHECK (matter <> ''),
  day TEXT NOT NULL {DAY.format("day")},
  choice TEXT NOT NULL CHECK (choice IN ('act', 'note', 'accept', 'snooze')),
  until TEXT {DAY.format("until")},
  said TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT '',
  kpi INTEGER REFERENCES kpi(id),
  goal INTEGER REFERENCES goal(id),
  action TEXT,
  CHECK (choice <> 'snooze' OR until IS NOT NULL)
) STRICT;
CREATE INDEX decision_matter ON decision (matter, day);
"""


@migrations()
def m008_reviews(db: Database) -> None:
    """Reviews that were held, and what was decided in them, with the uid of the action that came of it."""
    _run(db, REVIEWS)


REDO = """
ALTER TABLE change ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1));
UPDATE change SET superseded = 1
WHERE undone = 1 AND id < (SELECT max(id) FROM change WHERE undone = 0);
CREATE INDEX change_redo ON change (id) WHERE undone = 1 AND superseded = 0;
"""


@migrations()
def m009_redo(db: Database) -> None:
    """Which undone changes a later one has passed over, so that redo brings back what was undone last."""
    _run(db, REDO)


GOAL_KINDS = f"""
DROP VIEW action_board;
DROP VIEW goal_board;
ALTER TABLE goal ADD COLUMN type TEXT NOT NULL DEFAULT 'total'
  CHECK (type IN ('total', 'cap', 'level', 'recurring'));
ALTER TABLE goal ADD COLUMN per TEXT CHECK (per IN ('day', 'workday', 'week', 'month', 'quarter'));
ALTER TABLE goal ADD COLUMN over TEXT CHECK (over IN ('28d', 'week', 'month', 'quarter', 'last'));
ALTER TABLE goal ADD COLUMN down INTEGER CHECK (down IN (0, 1));
ALTER TABLE goal ADD COLUMN change REAL;
ALTER TABLE goal ADD COLUMN change_percent INTEGER NOT NULL DEFAULT 0 CHECK (change_percent IN (0, 1));
ALTER TABLE goal ADD COLUMN measure_until TEXT {DAY.format("measure_until")};
ALTER TABLE goal ADD COLUMN baseline_expected INTEGER;
ALTER TABLE goal ADD COLUMN baseline_low REAL;
ALTER TABLE goal ADD COLUMN baseline_high REAL;
ALTER TABLE goal ADD COLUMN carried TEXT NOT NULL DEFAULT '';
ALTER TABLE target ADD COLUMN high REAL;
ALTER TABLE target ADD COLUMN keep INTEGER CHECK (keep > 0);
ALTER TABLE target ADD COLUMN keep_of INTEGER CHECK (keep_of >= keep);
CREATE TABLE outlook (
  goal INTEGER PRIMARY KEY REFERENCES goal(id) ON DELETE CASCADE,
  date TEXT NOT NULL {DAY.format("date")},
  state TEXT NOT NULL,
  chance REAL CHECK (chance BETWEEN 0 AND 1),
  early TEXT {DAY.format("early")},
  middle TEXT {DAY.format("middle")},
  late TEXT {DAY.format("late")},
  n INTEGER NOT NULL DEFAULT 0
) STRICT;
"""

GOAL_VIEWS = """
ALTER TABLE goal DROP COLUMN shape;
CREATE VIEW goal_board (goal, kpi, type, per, baseline, target, start, deadline, state) AS
SELECT goal.title, kpi.key, goal.type, goal.per, goal.baseline,
       (SELECT value FROM target WHERE target.goal = goal.id ORDER BY since DESC, id DESC LIMIT 1),
       goal.start, goal.deadline, goal.state
FROM goal JOIN kpi ON kpi.id = goal.kpi;
CREATE VIEW action_board (action, kpi, goal, state, due, started, finished, effect, effect_percent, effect_by) AS
SELECT action.what, kpi.key, goal.title, action.state, action.due, action.started, action.finished,
       action.effect, action.effect_percent, action.effect_by
FROM action LEFT JOIN kpi ON kpi.id = action.kpi LEFT JOIN goal ON goal.id = action.goal;
"""


@migrations()
def m010_goal_kinds(db: Database) -> None:
    """Goals by kind, their stretch and periods; existing goals are carried over with their history.

    The images of the journal are carried over in the same way, so that what was done before can still be undone.
    """
    from kpitui.store._carrying import carry_goals

    _run(db, GOAL_KINDS)
    carry_goals(db.conn)
    _run(db, GOAL_VIEWS)


USUAL = f"""
CREATE TABLE usual (
  kpi INTEGER NOT NULL REFERENCES kpi(id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  positive INTEGER NOT NULL CHECK (positive IN (0, 1)),
  centre REAL NOT NULL,
  spread REAL NOT NULL CHECK (spread > 0),
  logarithmic INTEGER NOT NULL CHECK (logarithmic IN (0, 1)),
  n INTEGER NOT NULL,
  date TEXT NOT NULL {DAY.format("date")},
  PRIMARY KEY (kpi, place, positive)
) STRICT, WITHOUT ROWID;
"""


@migrations()
def m011_usual(db: Database) -> None:
    """What is usual for a KPI by the place in its season, worked out once a day and read when a value is logged."""
    _run(db, USUAL)


PARTS = """
ALTER TABLE kpi ADD COLUMN part_of INTEGER REFERENCES kpi(id);
ALTER TABLE kpi ADD COLUMN split TEXT CHECK (split IN ('computed', 'logged'));
CREATE VIEW part_share (kpi, part, date, value, whole) AS
SELECT whole.key, part.key, own.date, own.value,
       CASE whole.split WHEN 'logged' THEN logged.value ELSE (
         SELECT sum(other.value) FROM daily AS other JOIN kpi AS sibling ON sibling.key = other.kpi
         WHERE sibling.part_of = whole.id AND other.date = own.date
       ) END
FROM kpi AS part JOIN kpi AS whole ON whole.id = part.part_of
JOIN daily AS own ON own.kpi = part.key
LEFT JOIN daily AS logged ON logged.kpi = whole.key AND logged.date = own.date;
"""


@migrations()
def m012_parts(db: Database) -> None:
    """KPIs that are parts of another: visitors by source, revenue by product; and a view of what each brings."""
    _run(db, PARTS)


KIND_VIEWS = """
CREATE VIEW daily (kpi, date, value, entries) AS
SELECT key, date,
       CASE kind WHEN 'flow' THEN total WHEN 'sample' THEN total / entries ELSE last END, entries
FROM (
  SELECT kpi.key, kpi.kind, entry.date, sum(entry.value) AS total, count(*) AS entries,
         entry.value AS last, max(coalesce(entry.time, '24:00') || entry.id)
  FROM kpi JOIN entry ON entry.kpi = kpi.id
  WHERE kpi.kind NOT IN ('minimum', 'maximum', 'count')
  GROUP BY entry.kpi, entry.date
)
UNION ALL
SELECT kpi.key, entry.date,
       CASE kpi.kind WHEN 'minimum' THEN min(entry.value) WHEN 'maximum' THEN max(entry.value) ELSE sum(1.0) END,
       count(*)
FROM kpi JOIN entry ON entry.kpi = kpi.id
WHERE kpi.kind IN ('minimum', 'maximum', 'count')
GROUP BY entry.kpi, entry.date
UNION ALL
SELECT kpi.key, above.date, (CASE kpi.unit WHEN '%' THEN 100.0 ELSE 1.0 END) * above.total / below.total,
       min(above.entries, below.entries)
FROM kpi
JOIN (SELECT entry.kpi, date, sum(CASE part.kind WHEN 'count' THEN 1.0 ELSE value END) AS total, count(*) AS entries
      FROM entry JOIN kpi AS part ON part.id = entry.kpi GROUP BY entry.kpi, date) AS above
  ON above.kpi = kpi.numerator
JOIN (SELECT entry.kpi, date, sum(CASE part.kind WHEN 'count' THEN 1.0 ELSE value END) AS total, count(*) AS entries
      FROM entry JOIN kpi AS part ON part.id = entry.kpi GROUP BY entry.kpi, date) AS below
  ON below.kpi = kpi.denominator AND below.date = above.date
WHERE kpi.kind = 'ratio' AND below.total <> 0;
"""


@migrations()
def m013_kinds(db: Database) -> None:
    """Three kinds more: the lowest and the highest number of a day, and how many numbers it has."""
    allow_kinds(db, "minimum", "maximum", "count")
    views = _drop_views(db)
    _run(db, KIND_VIEWS)
    _make_views(db, {name: sql for name, sql in views.items() if name != "daily"})


@migrations()
def m014_groups(db: Database) -> None:
    """KPIs in groups of one's own."""
    _run(db, """ALTER TABLE kpi ADD COLUMN "group" TEXT NOT NULL DEFAULT '' CHECK (length("group") <= 60)""")


def allow_kinds(db: Database, *names: str) -> None:
    """Let the table of KPIs take more kinds: it is made anew, with every row as it was, and so are the views."""
    from re import sub

    (table,) = db.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'kpi'").fetchone()
    highest = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'kpi'").fetchone()
    added = "".join(f", '{name}'" for name in names)
    table = sub(r"kind IN \((.*?)\)", lambda kinds: f"kind IN ({kinds[1]}{added})", table, count=1)
    db.execute("PRAGMA defer_foreign_keys = ON")
    views = _drop_views(db)
    db.execute(sub('CREATE TABLE "?kpi"?', "CREATE TABLE kpi_new", table, count=1))
    db.execute("INSERT INTO kpi_new SELECT * FROM kpi")
    db.execute("DROP TABLE kpi")
    db.execute("ALTER TABLE kpi_new RENAME TO kpi")
    if highest:
        db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'kpi'", highest)
    _make_views(db, views)


def _drop_views(db: Database) -> dict[str, str]:
    """Drop every view and return how each was made, by its name, in the order in which they were."""
    views = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY rowid").fetchall())
    for name in views:
        db.execute(f"DROP VIEW {name}")
    return views


def _make_views(db: Database, views: dict[str, str]) -> None:
    for sql in views.values():
        db.execute(sql)


PLANNED = f"""
CREATE TABLE planned (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  amount REAL NOT NULL CHECK (amount <> 0 AND abs(amount) < 1e16),
  date TEXT NOT NULL {DAY.format("date")},
  every TEXT CHECK (every IN ('week', 'month', 'quarter', 'year')),
  until TEXT {DAY.format("until")} CHECK (until >= date),
  text TEXT NOT NULL DEFAULT '',
  is_new INTEGER NOT NULL DEFAULT 0 CHECK (is_new IN (0, 1)),
  created TEXT NOT NULL {DAY.format("created")}
) STRICT;
CREATE INDEX planned_kpi ON planned (kpi, date);
CREATE TABLE settlement (
  planned INTEGER NOT NULL REFERENCES planned(id),
  date TEXT NOT NULL {DAY.format("date")},
  state TEXT NOT NULL CHECK (state IN ('arrived', 'open', 'skipped')),
  arrived TEXT {DAY.format("arrived")},
  PRIMARY KEY (planned, date)
) STRICT, WITHOUT ROWID;
CREATE TABLE runway (
  kpi INTEGER PRIMARY KEY REFERENCES kpi(id) ON DELETE CASCADE,
  date TEXT NOT NULL {DAY.format("date")},
  state TEXT NOT NULL,
  as_of TEXT {DAY.format("as_of")},
  value REAL,
  floor REAL NOT NULL DEFAULT 0,
  crossings TEXT NOT NULL DEFAULT '',
  ahead INTEGER NOT NULL DEFAULT 0,
  blocks INTEGER NOT NULL DEFAULT 0,
  basis TEXT NOT NULL DEFAULT 'week' CHECK (basis IN ('week', 'stretch'))
) STRICT;
CREATE VIEW planned_amount (kpi, amount, date, every, until, text) AS
SELECT kpi.key, planned.amount, planned.date, planned.every, planned.until, planned.text
FROM planned JOIN kpi ON kpi.id = planned.kpi;
"""


@migrations()
def m014_planned(db: Database) -> None:
    """Amounts of a balance that are to come, what became of each of their days, and the runways that are kept."""
    _run(db, PLANNED)


@migrations()
def m015_no_batch_index(db: Database) -> None:
    """The index of entries by import, which nothing looked through and which took a fifth of the file."""
    db.execute("DROP INDEX IF EXISTS entry_batch")


@migrations()
def m016_goals_on_computed(db: Database) -> None:
    """Goals on a share of a stock or on a formula of sums, carried over to how such figures are read now."""
    if db.execute("SELECT 1 FROM goal WHERE state = 'open' UNION SELECT 1 FROM change_row LIMIT 1").fetchone():
        from kpitui.store._carrying_computed import carry_goals_on_computed

        carry_goals_on_computed(db.conn)


@migrations()
def m017_part_share(db: Database) -> None:
    """The view of parts as screens have them: the days of all parts, the figure of the whole, shares, the rest."""
    from kpitui.store._part_view import part_view

    db.execute("DROP VIEW IF EXISTS part_share")
    db.execute(part_view())


SUMMARY = f"""
CREATE TABLE summary (
  scope TEXT NOT NULL,
  kpi INTEGER NOT NULL REFERENCES kpi(id) ON DELETE CASCADE,
  what TEXT NOT NULL,
  date TEXT NOT NULL {DAY.format("date")},
  state TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (scope, kpi, what)
) STRICT, WITHOUT ROWID;
CREATE INDEX summary_kpi ON summary (kpi);
"""


@migrations()
def m018_summary(db: Database) -> None:
    """What was worked out of KPIs for a review and the like, of a day and a state of the data."""
    _run(db, SUMMARY)
