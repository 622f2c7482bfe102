-- The catalogue: derived from the OCFL root and rebuilt from it, never the other way round.
-- user_version 2. application_id 0x5374656c, "Stel".
CREATE TABLE objects (
  rowid INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  uuid TEXT NOT NULL UNIQUE,
  object_id TEXT NOT NULL UNIQUE,
  access_id TEXT NOT NULL,
  head_version INTEGER NOT NULL,
  type TEXT NOT NULL,
  language TEXT NOT NULL,
  date_text TEXT NOT NULL,
  earliest_day INTEGER,          -- days since 1970-01-01; null is without bound
  latest_day INTEGER,
  lat REAL,
  lon REAL,
  rights TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  triangles INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ok', 'no-viewing-copy', 'damaged', 'pending')),
  added INTEGER NOT NULL,        -- seconds since 1970-01-01 UTC
  modified INTEGER NOT NULL,
  last_verified INTEGER,
  record_json TEXT NOT NULL
) STRICT;

-- Texts by language tag: field is 'title' or 'place'.
CREATE TABLE texts (
  object INTEGER NOT NULL REFERENCES objects (rowid) ON DELETE CASCADE,
  field TEXT NOT NULL,
  tag TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (object, field, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE assets (
  object INTEGER NOT NULL REFERENCES objects (rowid) ON DELETE CASCADE,
  name TEXT NOT NULL,
  original_path TEXT NOT NULL,
  source_digest TEXT NOT NULL,
  triangles INTEGER NOT NULL,
  levels INTEGER NOT NULL,
  root_error_m REAL NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (object, name)
) STRICT, WITHOUT ROWID;

-- What a writer is about to commit: read again from OCFL after a crash.
CREATE TABLE intents (
  object_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  what TEXT NOT NULL,
  pid INTEGER NOT NULL,
  PRIMARY KEY (object_id, version)
) STRICT, WITHOUT ROWID;

-- rowid is that of objects. The cjk columns hold the bigrams of Han, Kana and Hangul runs: unicode61 takes a run
-- for one word, and trigram cannot find a word of two characters. search.cpp knows their order.
CREATE VIRTUAL TABLE search USING fts5(
  title, place, creator, holder, material, description,
  title_cjk, place_cjk, creator_cjk, holder_cjk, material_cjk, description_cjk,
  tokenize = "unicode61 remove_diacritics 2");
