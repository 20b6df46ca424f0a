#pragma once
// The schema of the record on PostgreSQL, a step for every version.

#include <array>

namespace kiemphieu::station {

/// Statements that lead from version i to version i + 1; the schema's version is how many were run.
/// docs/formats/postgresql.md tells what each table is for.
inline constexpr std::array postgres_schema_steps{
    R"sql(
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kiemphieu_append') THEN CREATE ROLE kiemphieu_append NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kiemphieu_read') THEN CREATE ROLE kiemphieu_read NOLOGIN; END IF;
END $$;

CREATE TABLE kiemphieu.events (
  log       text   NOT NULL,
  number    bigint NOT NULL CHECK (number >= 1),
  time      text   NOT NULL,
  kind      text   NOT NULL,
  body      text   NOT NULL,
  salt      text   NOT NULL,
  previous  text   NOT NULL,
  hash      text   NOT NULL,
  signature text   NOT NULL,
  PRIMARY KEY (log, number),
  UNIQUE (log, previous),
  UNIQUE (log, hash)
);
-- A log that moved elsewhere: nothing follows here.
CREATE TABLE kiemphieu.moved_logs (
  log      text        PRIMARY KEY,
  last     bigint      NOT NULL,
  moved_to text        NOT NULL,
  at       timestamptz NOT NULL DEFAULT now()
);
-- Images on their way from the stations that scan to the one that leads the count.
CREATE TABLE kiemphieu.images (
  image text  PRIMARY KEY,
  bytes bytea NOT NULL
);
ALTER TABLE kiemphieu.images ALTER COLUMN bytes SET STORAGE EXTERNAL; -- JPEGs do not shrink

CREATE FUNCTION kiemphieu.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'restrict_violation'; END $$;

-- Whoever inserts waits for whoever inserts into the same log: numbers have no gap, and no two follow the same event.
CREATE FUNCTION kiemphieu.follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_number bigint;
  last_hash   text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('kiemphieu.events ' || NEW.log, 0));
  SELECT number, hash INTO last_number, last_hash FROM kiemphieu.events WHERE log = NEW.log ORDER BY number DESC LIMIT 1;
  IF NEW.number <> coalesce(last_number, 0) + 1 OR NEW.previous <> coalesce(last_hash, repeat('0', 64)) THEN
    RAISE EXCEPTION 'the record is append-only: event % does not follow', NEW.number USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (SELECT FROM kiemphieu.moved_logs WHERE log = NEW.log) THEN
    RAISE EXCEPTION 'the record moved elsewhere; nothing is added here' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER events_follow_each_other BEFORE INSERT ON kiemphieu.events FOR EACH ROW EXECUTE FUNCTION kiemphieu.follow();
CREATE TRIGGER events_are_never_changed BEFORE UPDATE OR DELETE ON kiemphieu.events FOR EACH ROW EXECUTE FUNCTION kiemphieu.refuse();
CREATE TRIGGER events_are_never_emptied BEFORE TRUNCATE ON kiemphieu.events EXECUTE FUNCTION kiemphieu.refuse();
CREATE TRIGGER moves_are_never_changed BEFORE UPDATE OR DELETE ON kiemphieu.moved_logs FOR EACH ROW EXECUTE FUNCTION kiemphieu.refuse();
CREATE TRIGGER moves_are_never_emptied BEFORE TRUNCATE ON kiemphieu.moved_logs EXECUTE FUNCTION kiemphieu.refuse();
CREATE TRIGGER images_are_never_changed BEFORE UPDATE OR DELETE ON kiemphieu.images FOR EACH ROW EXECUTE FUNCTION kiemphieu.refuse();
CREATE TRIGGER images_are_never_emptied BEFORE TRUNCATE ON kiemphieu.images EXECUTE FUNCTION kiemphieu.refuse();

REVOKE ALL ON SCHEMA kiemphieu FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA kiemphieu FROM PUBLIC;
GRANT USAGE ON SCHEMA kiemphieu TO kiemphieu_append, kiemphieu_read;
GRANT SELECT ON kiemphieu.version, kiemphieu.events, kiemphieu.moved_logs, kiemphieu.images TO kiemphieu_append, kiemphieu_read;
GRANT INSERT ON kiemphieu.events, kiemphieu.moved_logs, kiemphieu.images TO kiemphieu_append;
)sql"};

}  // namespace kiemphieu::station
