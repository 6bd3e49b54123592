-- Tables. Applying this file twice changes nothing.

DO $$
BEGIN
    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION 'The database must have the encoding UTF8. Create another one for the events.';
    END IF;
    IF to_regnamespace('op_events') IS NULL THEN -- The owner of an existing schema may not be able to create one.
        CREATE SCHEMA op_events;
    END IF;
END
$$;

CREATE TABLE IF NOT EXISTS op_events.migration (
    version integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- One row per followed feed of an account. Each commit changes it first, so a writer that lost it commits nothing.
CREATE TABLE IF NOT EXISTS op_events.follower (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    account text NOT NULL DEFAULT '',
    feed text NOT NULL DEFAULT '',
    epoch bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    last_seq bigint NOT NULL DEFAULT 0,
    checkpoint text,
    recent_uuids text[],
    owner text,
    taken_at timestamptz,
    saved_at timestamptz
) WITH (fillfactor = 50);

COMMENT ON COLUMN op_events.follower.epoch IS 'How often a process has taken this feed. Only the last one can commit.';
COMMENT ON COLUMN op_events.follower.version IS 'The number of commits.';
COMMENT ON COLUMN op_events.follower.last_seq IS 'The seq of the last event.';
COMMENT ON COLUMN op_events.follower.recent_uuids IS 'Recent events that are not in the table event, to detect duplicates.';

CREATE UNIQUE INDEX IF NOT EXISTS follower_name ON op_events.follower (lower(name));

CREATE TABLE IF NOT EXISTS op_events.event (
    follower_id integer NOT NULL,
    seq bigint NOT NULL,
    received timestamptz NOT NULL DEFAULT now(),
    time timestamptz,
    uuid text,
    checksum integer,
    is_json boolean NOT NULL,
    body text,
    body_bytes bytea,
    PRIMARY KEY (follower_id, seq)
);

COMMENT ON COLUMN op_events.event.seq IS 'The order of the events of a feed: 1, 2, 3.';
COMMENT ON COLUMN op_events.event.time IS 'The timestamp of the event, in microseconds. The body has all its digits.';
COMMENT ON COLUMN op_events.event.is_json IS 'Whether the type jsonb accepts the body.';
COMMENT ON COLUMN op_events.event.body IS 'The event as the server sent it; null if it is not valid UTF-8.';
COMMENT ON COLUMN op_events.event.body_bytes IS 'The event as the server sent it, if it is not valid UTF-8.';

-- Small indexes: both times ascend with the place of the rows.
CREATE INDEX IF NOT EXISTS event_received ON op_events.event USING brin (received);
CREATE INDEX IF NOT EXISTS event_time ON op_events.event USING brin (time);
