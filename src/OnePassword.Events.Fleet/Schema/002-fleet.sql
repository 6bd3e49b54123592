-- The accounts of the fleet, and what its nodes report about them.

CREATE SCHEMA op_events_fleet;

CREATE TABLE op_events_fleet.migration (
    version integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- One row: a database has one fleet.
CREATE TABLE op_events_fleet.fleet (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    name text NOT NULL
);

CREATE SEQUENCE op_events_fleet.revision;

CREATE TABLE op_events_fleet.account (
    name text PRIMARY KEY,
    definition text NOT NULL,
    folder text NOT NULL,
    is_paused boolean NOT NULL DEFAULT false,
    revision bigint NOT NULL DEFAULT nextval('op_events_fleet.revision'),
    changed_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN op_events_fleet.account.definition IS 'A configuration of op-events follow with this account only. It has no secret.';
COMMENT ON COLUMN op_events_fleet.account.folder IS 'The folder that relative paths in the definition start from.';
COMMENT ON COLUMN op_events_fleet.account.revision IS 'Changes whenever the account must restart.';

CREATE UNIQUE INDEX account_name ON op_events_fleet.account (lower(name));

CREATE TABLE op_events_fleet.feed_status (
    name text PRIMARY KEY,
    account text NOT NULL REFERENCES op_events_fleet.account ON DELETE CASCADE,
    node text NOT NULL,
    state text NOT NULL,
    text text NOT NULL,
    reported_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN op_events_fleet.feed_status.name IS 'The feed; or the account, while it has no feed.';

CREATE INDEX feed_status_account ON op_events_fleet.feed_status (account);

CREATE VIEW op_events_fleet.current_feed_status AS
SELECT s.* FROM op_events_fleet.feed_status s
WHERE EXISTS (SELECT FROM op_events_cluster.node n WHERE n.name = s.node AND n.status = 3);

COMMENT ON VIEW op_events_fleet.current_feed_status IS 'Without what nodes reported that have ended since.';
