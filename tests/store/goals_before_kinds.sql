PRAGMA application_id=1263552852;
PRAGMA user_version=5;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'kpitui','m001_measurements','2026-11-29 01:42:37.278065+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'kpitui','m002_goals','2026-11-29 01:42:37.278453+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'kpitui','m003_journal','2026-11-29 01:42:37.278651+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'kpitui','m004_views','2026-11-29 01:42:37.295289+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'kpitui','m005_insight','2026-11-29 01:42:37.295484+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'kpitui','m006_bounds','2026-11-29 01:42:37.296517+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'kpitui','m007_actions','2026-11-29 01:42:37.318904+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'kpitui','m008_reviews','2026-11-29 01:42:37.319187+00:00');
CREATE TABLE action (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  what TEXT NOT NULL,
  kpi INTEGER REFERENCES kpi(id),
  goal INTEGER REFERENCES goal(id),
  due TEXT CHECK (due IS date(due, '+0 days')),
  state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'started', 'done', 'dropped')),
  started TEXT CHECK (started IS date(started, '+0 days')),
  finished TEXT CHECK (finished IS date(finished, '+0 days'))
, effect REAL CHECK (effect <> 0), effect_percent INTEGER NOT NULL DEFAULT 0 CHECK (effect_percent IN (0, 1)), effect_by TEXT CHECK (effect_by IS date(effect_by, '+0 days')), reason TEXT NOT NULL DEFAULT '', created TEXT NOT NULL DEFAULT '0001-01-01' CHECK (created IS date(created, '+0 days'))) STRICT;
CREATE TABLE base (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  date TEXT NOT NULL CHECK (date IS date(date, '+0 days')), trend_until TEXT CHECK (trend_until IS NULL OR trend_until IS date(trend_until, '+0 days')),
  UNIQUE (kpi, date)
) STRICT;
CREATE TABLE batch (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  format TEXT NOT NULL,
  file TEXT NOT NULL
) STRICT;
CREATE TABLE chance (
  goal INTEGER NOT NULL REFERENCES goal(id) ON DELETE CASCADE,
  date TEXT NOT NULL CHECK (date IS date(date, '+0 days')),
  chance REAL NOT NULL CHECK (chance BETWEEN 0 AND 1),
  PRIMARY KEY (goal, date)
) STRICT, WITHOUT ROWID;
CREATE TABLE change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  details TEXT NOT NULL,
  key TEXT,
  undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
INSERT INTO "change" VALUES(1,'2026-11-29T01:42:37.388+00:00','kpi.added','{"kpi": "Hours"}',NULL,0);
INSERT INTO "change" VALUES(2,'2026-11-29T01:42:38.106+00:00','kpi.added','{"kpi": "Revenue"}',NULL,0);
INSERT INTO "change" VALUES(3,'2026-11-29T01:42:38.589+00:00','kpi.added','{"kpi": "Orders"}',NULL,0);
INSERT INTO "change" VALUES(4,'2026-11-29T01:42:39.056+00:00','kpi.added','{"kpi": "Visitors"}',NULL,0);
INSERT INTO "change" VALUES(5,'2026-11-29T01:42:39.568+00:00','kpi.added','{"kpi": "Conversion"}',NULL,0);
INSERT INTO "change" VALUES(6,'2026-11-29T01:42:39.952+00:00','kpi.added','{"kpi": "Speed"}',NULL,0);
INSERT INTO "change" VALUES(7,'2026-11-29T01:42:40.548+00:00','kpi.added','{"kpi": "Costs"}',NULL,0);
INSERT INTO "change" VALUES(9,'2026-11-29T01:42:41.721+00:00','goal.added','{"goal": "12000 revenue by 31 July"}',NULL,0);
INSERT INTO "change" VALUES(10,'2026-11-29T01:42:42.646+00:00','goal.added','{"goal": "at most 3000 costs by 31 July"}',NULL,0);
INSERT INTO "change" VALUES(11,'2026-11-29T01:42:43.467+00:00','goal.added','{"goal": "60 orders a week by 31 July"}',NULL,0);
INSERT INTO "change" VALUES(12,'2026-11-29T01:42:44.261+00:00','goal.added','{"goal": "conversion of 3% by 31 July"}',NULL,0);
INSERT INTO "change" VALUES(13,'2026-11-29T01:42:45.305+00:00','goal.added','{"goal": "site speed under 2 seconds by 31 July"}',NULL,0);
INSERT INTO "change" VALUES(14,'2026-11-29T01:42:46.162+00:00','goal.added','{"goal": "Keep between 15 and 42 hours a week until 31 July"}',NULL,0);
INSERT INTO "change" VALUES(15,'2026-11-29T01:42:46.647+00:00','goal.added','{"goal": "site between 1.8 and 2.4"}',NULL,0);
INSERT INTO "change" VALUES(16,'2026-11-29T01:42:47.176+00:00','goal.added','{"goal": "at most 40 hours a week until 31 July"}',NULL,0);
INSERT INTO "change" VALUES(17,'2026-11-29T01:42:47.461+00:00','target.changed','{"goal": "12000 revenue by 31 July"}',NULL,0);
INSERT INTO "change" VALUES(18,'2026-11-29T01:42:47.915+00:00','goal.closed','{"goal": "conversion of 3% by 31 July", "state": "missed"}',NULL,0);
INSERT INTO "change" VALUES(19,'2026-11-29T01:42:48.583+00:00','goal.added','{"goal": "10000 revenue by 30 June"}',NULL,1);
CREATE TABLE change_row (
  change INTEGER NOT NULL REFERENCES change(id),
  position INTEGER NOT NULL,
  "table" TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (change, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "change_row" VALUES(1,0,'kpi',NULL,'{"id": 1, "key": "hours", "name": "Hours", "kind": "flow", "unit": "h", "decimals": null, "direction": "higher", "band_low": null, "band_high": null, "cadence": "workday", "blank": "unknown", "numerator": null, "denominator": null, "formula": null, "source": "", "description": "", "template": null, "created": "2026-05-18", "archived": 0, "position": 1, "floor": null, "ceiling": null}');
INSERT INTO "change_row" VALUES(2,0,'kpi',NULL,'{"id": 2, "key": "revenue", "name": "Revenue", "kind": "flow", "unit": "EUR", "decimals": null, "direction": "higher", "band_low": null, "band_high": null, "cadence": "day", "blank": "unknown", "numerator": null, "denominator": null, "formula": null, "source": "", "description": "", "template": null, "created": "2026-05-18", "archived": 0, "position": 2, "floor": null, "ceiling": null}');
INSERT INTO "change_row" VALUES(3,0,'kpi',NULL,'{"id": 3, "key": "orders", "name": "Orders", "kind": "flow", "unit": "", "decimals": null, "direction": "higher", "band_low": null, "band_high": null, "cadence": "day", "blank": "unknown", "numerator": null, "denominator": null, "formula": null, "source": "", "description": "", "template": null, "created": "2026-05-18", "archived": 0, "position": 3, "floor": null, "ceiling": null}');
INSERT INTO "change_row" VALUES(4,0,'kpi',NULL,'{"id": 4, "key": "visitors", "name": "Visitors", "kind": "flow", "unit": "", "decimals": null, "direction": "higher", "band_low": null, "band_high": null, "cadence": "day", "blank": "unknown", "numerator": null, "denominator": null, "formula": null, "source": "", "description": "", "template": null, "created": "2026-05-18", "archived": 0, "position": 4, "floor": null, "ceiling": null}');
INSERT INTO "change_row" VALUES(5,0,'kpi',NULL,'{"id": 5, "key": "conversion", "name": "Conversion", "kind": "ratio", "unit": "%", "decimals": null, "direction": "higher", "band_low": null, "band_high": null, "cadence": "day", "blank": "unknown", "numerator": 3, "denominator": 4, "formula": null, "source": "", "description": "", "template": null, "created": "2026-05-18", "archived": 0, "position": 5, "floor": null, "ceiling": null}');
INSERT INTO "change_row" VALUES(6,0,'kpi',NULL,'{"id": 6, "key": "speed", "name": "Speed", "kind": "sample", "unit": "s", "decimals": null, "direction": "lower", "band_low": null, "band_high": null, "cadence": "day", "blank": "unknown", "numerator": null, "denominator": null, "formula": null, "source": "", "description": "", "template": null, "created": "2026-05-18", "archived": 0, "position": 6, "floor": null, "ceiling": null}');
INSERT INTO "change_row" VALUES(7,0,'kpi',NULL,'{"id": 7, "key": "costs", "name": "Costs", "kind": "flow", "unit": "EUR", "decimals": null, "direction": "lower", "band_low": null, "band_high": null, "cadence": "day", "blank": "unknown", "numerator": null, "denominator": null, "formula": null, "source": "", "description": "", "template": null, "created": "2026-05-18", "archived": 0, "position": 7, "floor": null, "ceiling": null}');
INSERT INTO "change_row" VALUES(9,0,'goal',NULL,'{"id": 1, "uid": "01M8JFFZ9S8XTA6MVAVA7DHC7E", "title": "12000 revenue by 31 July", "kpi": 2, "shape": "cumulative", "start": "2026-05-01", "deadline": "2026-07-31", "baseline": 6870.0, "baseline_start": "2026-02-01", "baseline_end": "2026-04-30", "baseline_days": 60, "acceptable": "me", "why": "money", "review": "week", "state": "open", "closed": null, "verdict": null, "learning": "", "created": "2026-05-18"}');
INSERT INTO "change_row" VALUES(9,1,'target',NULL,'{"id": 1, "goal": 1, "since": "2026-05-01", "value": 12000.0, "low": null, "reason": ""}');
INSERT INTO "change_row" VALUES(10,0,'goal',NULL,'{"id": 2, "uid": "01M8JFG06P51G19Y1781F6FH14", "title": "at most 3000 costs by 31 July", "kpi": 7, "shape": "cap", "start": "2026-05-01", "deadline": "2026-07-31", "baseline": 1860.0, "baseline_start": "2026-02-01", "baseline_end": "2026-04-30", "baseline_days": 60, "acceptable": "", "why": "", "review": "week", "state": "open", "closed": null, "verdict": null, "learning": "", "created": "2026-05-18"}');
INSERT INTO "change_row" VALUES(10,1,'target',NULL,'{"id": 2, "goal": 2, "since": "2026-05-01", "value": 3000.0, "low": null, "reason": ""}');
INSERT INTO "change_row" VALUES(11,0,'goal',NULL,'{"id": 3, "uid": "01M8JFG0ZT6HWEC4TKF1XXXPHB", "title": "60 orders a week by 31 July", "kpi": 3, "shape": "level", "start": "2026-05-18", "deadline": "2026-07-31", "baseline": 11.0, "baseline_start": "2026-03-04", "baseline_end": "2026-05-17", "baseline_days": 75, "acceptable": "", "why": "", "review": "week", "state": "open", "closed": null, "verdict": null, "learning": "", "created": "2026-05-18"}');
INSERT INTO "change_row" VALUES(11,1,'target',NULL,'{"id": 3, "goal": 3, "since": "2026-05-18", "value": 8.57, "low": null, "reason": ""}');
INSERT INTO "change_row" VALUES(12,0,'goal',NULL,'{"id": 4, "uid": "01M8JFG1S4A1MBS443MV94SX0N", "title": "conversion of 3% by 31 July", "kpi": 5, "shape": "level", "start": "2026-05-18", "deadline": "2026-07-31", "baseline": 2.736318407960199, "baseline_start": "2026-03-04", "baseline_end": "2026-05-17", "baseline_days": 75, "acceptable": "", "why": "", "review": "week", "state": "open", "closed": null, "verdict": null, "learning": "", "created": "2026-05-18"}');
INSERT INTO "change_row" VALUES(12,1,'target',NULL,'{"id": 4, "goal": 4, "since": "2026-05-18", "value": 3.0, "low": null, "reason": ""}');
INSERT INTO "change_row" VALUES(13,0,'goal',NULL,'{"id": 5, "uid": "01M8JFG2SJ2W898TGCVH03TTE7", "title": "site speed under 2 seconds by 31 July", "kpi": 6, "shape": "reduce", "start": "2026-05-18", "deadline": "2026-07-31", "baseline": 2.2, "baseline_start": "2026-03-04", "baseline_end": "2026-05-17", "baseline_days": 75, "acceptable": "", "why": "", "review": "week", "state": "open", "closed": null, "verdict": null, "learning": "", "created": "2026-05-18"}');
INSERT INTO "change_row" VALUES(13,1,'target',NULL,'{"id": 5, "goal": 5, "since": "2026-05-18", "value": 2.0, "low": null, "reason": ""}');
INSERT INTO "change_row" VALUES(14,0,'goal',NULL,'{"id": 6, "uid": "01M8JFG3MHAVF377XGTNTSRZFY", "title": "Keep between 15 and 42 hours a week until 31 July", "kpi": 1, "shape": "band", "start": "2026-05-18", "deadline": "2026-07-31", "baseline": null, "baseline_start": null, "baseline_end": null, "baseline_days": null, "acceptable": "", "why": "", "review": "week", "state": "open", "closed": null, "verdict": null, "learning": "", "created": "2026-05-18"}');
INSERT INTO "change_row" VALUES(14,1,'target',NULL,'{"id": 6, "goal": 6, "since": "2026-05-18", "value": 42.0, "low": 15.0, "reason": ""}');
INSERT INTO "change_row" VALUES(15,0,'goal',NULL,'{"id": 7, "uid": "01M8JFG43Q1X7709BYWM7WJ1FA", "title": "site between 1.8 and 2.4", "kpi": 6, "shape": "band", "start": "2026-05-18", "deadline": "2026-07-31", "baseline": null, "baseline_start": null, "baseline_end": null, "baseline_days": null, "acceptable": "", "why": "", "review": "week", "state": "open", "closed": null, "verdict": null, "learning": "", "created": "2026-05-18"}');
INSERT INTO "change_row" VALUES(15,1,'target',NULL,'{"id": 7, "goal": 7, "since": "2026-05-18", "value": 2.4, "low": 1.8, "reason": ""}');
INSERT INTO "change_row" VALUES(16,0,'goal',NULL,'{"id": 8, "uid": "01M8JFG4M7CZ6PWACYS2H13G8H", "title": "at most 40 hours a week until 31 July", "kpi": 1, "shape": "cumulative", "start": "2026-05-18", "deadline": "2026-07-31", "baseline": 424.0, "baseline_start": "2026-03-04", "baseline_end": "2026-05-17", "baseline_days": 53, "acceptable": "", "why": "", "review": "week", "state": "open", "closed": null, "verdict": null, "learning": "", "created": "2026-05-18"}');
INSERT INTO "change_row" VALUES(16,1,'target',NULL,'{"id": 8, "goal": 8, "since": "2026-05-18", "value": 40.0, "low": null, "reason": ""}');
INSERT INTO "change_row" VALUES(17,0,'target',NULL,'{"id": 9, "goal": 1, "since": "2026-05-18", "value": 13000.0, "low": null, "reason": "more is possible"}');
INSERT INTO "change_row" VALUES(18,0,'goal','{"id": 4, "uid": "01M8JFG1S4A1MBS443MV94SX0N", "title": "conversion of 3% by 31 July", "kpi": 5, "shape": "level", "start": "2026-05-18", "deadline": "2026-07-31", "baseline": 2.736318407960199, "baseline_start": "2026-03-04", "baseline_end": "2026-05-17", "baseline_days": 75, "acceptable": "", "why": "", "review": "week", "state": "open", "closed": null, "verdict": null, "learning": "", "created": "2026-05-18"}','{"id": 4, "uid": "01M8JFG1S4A1MBS443MV94SX0N", "title": "conversion of 3% by 31 July", "kpi": 5, "shape": "level", "start": "2026-05-18", "deadline": "2026-07-31", "baseline": 2.736318407960199, "baseline_start": "2026-03-04", "baseline_end": "2026-05-17", "baseline_days": 75, "acceptable": "", "why": "", "review": "week", "state": "missed", "closed": "2026-05-18", "verdict": null, "learning": "too early", "created": "2026-05-18"}');
INSERT INTO "change_row" VALUES(19,0,'goal',NULL,'{"id": 9, "uid": "01M8JFG6068F0DB5FGZBVG3WJC", "title": "10000 revenue by 30 June", "kpi": 2, "shape": "cumulative", "start": "2026-05-01", "deadline": "2026-06-30", "baseline": 6870.0, "baseline_start": "2026-03-01", "baseline_end": "2026-04-30", "baseline_days": 60, "acceptable": "", "why": "", "review": "week", "state": "open", "closed": null, "verdict": null, "learning": "", "created": "2026-05-18"}');
INSERT INTO "change_row" VALUES(19,1,'target',NULL,'{"id": 10, "goal": 9, "since": "2026-05-01", "value": 10000.0, "low": null, "reason": ""}');
CREATE TABLE decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  matter TEXT NOT NULL CHECK (matter <> ''),
  day TEXT NOT NULL CHECK (day IS date(day, '+0 days')),
  choice TEXT NOT NULL CHECK (choice IN ('act', 'note', 'accept', 'snooze')),
  until TEXT CHECK (until IS date(until, '+0 days')),
  said TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT '',
  kpi INTEGER REFERENCES kpi(id),
  goal INTEGER REFERENCES goal(id),
  action TEXT,
  CHECK (choice <> 'snooze' OR until IS NOT NULL)
) STRICT;
CREATE TABLE draft (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  form TEXT NOT NULL,
  fields TEXT NOT NULL,
  updated TEXT NOT NULL
) STRICT;
CREATE TABLE entry (
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  date TEXT NOT NULL CHECK (date IS date(date, '+0 days')),
  id TEXT NOT NULL,
  time TEXT CHECK (time GLOB '[0-2][0-9]:[0-5][0-9]'),
  value REAL NOT NULL CHECK (abs(value) < 1e16),
  note TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  batch INTEGER REFERENCES batch(id),
  import_key TEXT,
  PRIMARY KEY (kpi, date, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE goal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  shape TEXT NOT NULL CHECK (shape IN ('cumulative', 'level', 'reduce', 'cap', 'band')),
  start TEXT NOT NULL CHECK (start IS date(start, '+0 days')),
  deadline TEXT NOT NULL CHECK (deadline IS date(deadline, '+0 days')) CHECK (deadline >= start),
  baseline REAL,
  baseline_start TEXT CHECK (baseline_start IS date(baseline_start, '+0 days')),
  baseline_end TEXT CHECK (baseline_end IS date(baseline_end, '+0 days')),
  baseline_days INTEGER,
  acceptable TEXT NOT NULL DEFAULT '',
  why TEXT NOT NULL DEFAULT '',
  review TEXT NOT NULL DEFAULT 'week' CHECK (review IN ('week', 'month', 'quarter')),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'achieved', 'missed', 'dropped')),
  closed TEXT CHECK (closed IS date(closed, '+0 days')),
  verdict REAL,
  learning TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL CHECK (created IS date(created, '+0 days'))
) STRICT;
INSERT INTO "goal" VALUES(1,'01M8JFFZ9S8XTA6MVAVA7DHC7E','12000 revenue by 31 July',2,'cumulative','2026-05-01','2026-07-31',6870.0,'2026-02-01','2026-04-30',60,'me','money','week','open',NULL,NULL,'','2026-05-18');
INSERT INTO "goal" VALUES(2,'01M8JFG06P51G19Y1781F6FH14','at most 3000 costs by 31 July',7,'cap','2026-05-01','2026-07-31',1860.0,'2026-02-01','2026-04-30',60,'','','week','open',NULL,NULL,'','2026-05-18');
INSERT INTO "goal" VALUES(3,'01M8JFG0ZT6HWEC4TKF1XXXPHB','60 orders a week by 31 July',3,'level','2026-05-18','2026-07-31',11.0,'2026-03-04','2026-05-17',75,'','','week','open',NULL,NULL,'','2026-05-18');
INSERT INTO "goal" VALUES(4,'01M8JFG1S4A1MBS443MV94SX0N','conversion of 3% by 31 July',5,'level','2026-05-18','2026-07-31',2.73631840796019920603e+00,'2026-03-04','2026-05-17',75,'','','week','missed','2026-05-18',NULL,'too early','2026-05-18');
INSERT INTO "goal" VALUES(5,'01M8JFG2SJ2W898TGCVH03TTE7','site speed under 2 seconds by 31 July',6,'reduce','2026-05-18','2026-07-31',2.2,'2026-03-04','2026-05-17',75,'','','week','open',NULL,NULL,'','2026-05-18');
INSERT INTO "goal" VALUES(6,'01M8JFG3MHAVF377XGTNTSRZFY','Keep between 15 and 42 hours a week until 31 July',1,'band','2026-05-18','2026-07-31',NULL,NULL,NULL,NULL,'','','week','open',NULL,NULL,'','2026-05-18');
INSERT INTO "goal" VALUES(7,'01M8JFG43Q1X7709BYWM7WJ1FA','site between 1.8 and 2.4',6,'band','2026-05-18','2026-07-31',NULL,NULL,NULL,NULL,'','','week','open',NULL,NULL,'','2026-05-18');
INSERT INTO "goal" VALUES(8,'01M8JFG4M7CZ6PWACYS2H13G8H','at most 40 hours a week until 31 July',1,'cumulative','2026-05-18','2026-07-31',424.0,'2026-03-04','2026-05-17',53,'','','week','open',NULL,NULL,'','2026-05-18');
CREATE TABLE goal_kpi (
  goal INTEGER NOT NULL REFERENCES goal(id),
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  role TEXT NOT NULL CHECK (role IN ('driver', 'counter')),
  PRIMARY KEY (goal, kpi, role)
) STRICT, WITHOUT ROWID;
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
  created TEXT NOT NULL CHECK (created IS date(created, '+0 days')),
  archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  position INTEGER NOT NULL DEFAULT 0
, floor REAL, ceiling REAL CHECK (ceiling IS NULL OR floor IS NULL OR floor < ceiling)) STRICT;
INSERT INTO "kpi" VALUES(1,'hours','Hours','flow','h',NULL,'higher',NULL,NULL,'workday','unknown',NULL,NULL,NULL,'','',NULL,'2026-05-18',0,1,NULL,NULL);
INSERT INTO "kpi" VALUES(2,'revenue','Revenue','flow','EUR',NULL,'higher',NULL,NULL,'day','unknown',NULL,NULL,NULL,'','',NULL,'2026-05-18',0,2,NULL,NULL);
INSERT INTO "kpi" VALUES(3,'orders','Orders','flow','',NULL,'higher',NULL,NULL,'day','unknown',NULL,NULL,NULL,'','',NULL,'2026-05-18',0,3,NULL,NULL);
INSERT INTO "kpi" VALUES(4,'visitors','Visitors','flow','',NULL,'higher',NULL,NULL,'day','unknown',NULL,NULL,NULL,'','',NULL,'2026-05-18',0,4,NULL,NULL);
INSERT INTO "kpi" VALUES(5,'conversion','Conversion','ratio','%',NULL,'higher',NULL,NULL,'day','unknown',3,4,NULL,'','',NULL,'2026-05-18',0,5,NULL,NULL);
INSERT INTO "kpi" VALUES(6,'speed','Speed','sample','s',NULL,'lower',NULL,NULL,'day','unknown',NULL,NULL,NULL,'','',NULL,'2026-05-18',0,6,NULL,NULL);
INSERT INTO "kpi" VALUES(7,'costs','Costs','flow','EUR',NULL,'lower',NULL,NULL,'day','unknown',NULL,NULL,NULL,'','',NULL,'2026-05-18',0,7,NULL,NULL);
CREATE TABLE note (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  kpi INTEGER REFERENCES kpi(id),
  date TEXT NOT NULL CHECK (date IS date(date, '+0 days')),
  text TEXT NOT NULL
) STRICT;
CREATE TABLE one_off (
  kpi INTEGER NOT NULL REFERENCES kpi(id),
  date TEXT NOT NULL CHECK (date IS date(date, '+0 days')),
  PRIMARY KEY (kpi, date)
) STRICT, WITHOUT ROWID;
CREATE TABLE pause (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kpi INTEGER REFERENCES kpi(id),
  start TEXT NOT NULL CHECK (start IS date(start, '+0 days')),
  "end" TEXT NOT NULL CHECK ("end" IS date("end", '+0 days')) CHECK ("end" >= start),
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE review (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  start TEXT NOT NULL CHECK (start IS date(start, '+0 days')),
  end TEXT NOT NULL CHECK (end IS date(end, '+0 days')) CHECK (end >= start),
  day TEXT NOT NULL CHECK (day IS date(day, '+0 days'))
) STRICT;
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE target (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  goal INTEGER NOT NULL REFERENCES goal(id),
  since TEXT NOT NULL CHECK (since IS date(since, '+0 days')),
  value REAL NOT NULL,
  low REAL,
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO "target" VALUES(1,1,'2026-05-01',12000.0,NULL,'');
INSERT INTO "target" VALUES(2,2,'2026-05-01',3000.0,NULL,'');
INSERT INTO "target" VALUES(3,3,'2026-05-18',8.57,NULL,'');
INSERT INTO "target" VALUES(4,4,'2026-05-18',3.0,NULL,'');
INSERT INTO "target" VALUES(5,5,'2026-05-18',2.0,NULL,'');
INSERT INTO "target" VALUES(6,6,'2026-05-18',42.0,15.0,'');
INSERT INTO "target" VALUES(7,7,'2026-05-18',2.4,1.8,'');
INSERT INTO "target" VALUES(8,8,'2026-05-18',40.0,NULL,'');
INSERT INTO "target" VALUES(9,1,'2026-05-18',13000.0,NULL,'more is possible');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX entry_import_key ON entry (kpi, import_key) WHERE import_key IS NOT NULL;
CREATE INDEX entry_batch ON entry (batch) WHERE batch IS NOT NULL;
CREATE INDEX target_goal ON target (goal, since);
CREATE INDEX change_undone ON change (undone, id);
CREATE INDEX change_key ON change (key) WHERE key IS NOT NULL;
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
CREATE VIEW action_board (action, kpi, goal, state, due, started, finished, effect, effect_percent, effect_by) AS
SELECT action.what, kpi.key, goal.title, action.state, action.due, action.started, action.finished,
       action.effect, action.effect_percent, action.effect_by
FROM action LEFT JOIN kpi ON kpi.id = action.kpi LEFT JOIN goal ON goal.id = action.goal;
CREATE INDEX decision_matter ON decision (matter, day);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('kpi',7);
INSERT INTO "sqlite_sequence" VALUES('change',19);
INSERT INTO "sqlite_sequence" VALUES('goal',9);
INSERT INTO "sqlite_sequence" VALUES('target',10);
COMMIT;
