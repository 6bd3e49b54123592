-- The membership of the nodes, in a schema of its own. Orleans reads OrleansQuery through the search path of its connection, and
-- sends only the statements that it finds there. It reads columns, and sets parameters, by name. A statement that changes the
-- membership returns whether it did: it does not if the version is not the expected one.

CREATE SCHEMA op_events_cluster;

CREATE TABLE op_events_cluster.OrleansQuery (
    QueryKey text PRIMARY KEY,
    QueryText text NOT NULL
);

CREATE TABLE op_events_cluster.membership (
    fleet text PRIMARY KEY,
    version integer NOT NULL DEFAULT 0
);

CREATE TABLE op_events_cluster.node (
    fleet text NOT NULL REFERENCES op_events_cluster.membership,
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    name text NOT NULL,
    host text NOT NULL,
    status integer NOT NULL,
    proxy_port integer NOT NULL,
    suspected text,
    started timestamptz(3) NOT NULL,
    alive timestamptz(3) NOT NULL,
    PRIMARY KEY (fleet, address, port, generation)
);

COMMENT ON COLUMN op_events_cluster.node.status IS 'As Orleans numbers it: 3 is active, 6 is dead.';
COMMENT ON COLUMN op_events_cluster.node.alive IS 'When the node last wrote that it runs.';

INSERT INTO op_events_cluster.OrleansQuery VALUES
('InsertMembershipVersionKey', $$
    WITH added AS (
        INSERT INTO op_events_cluster.membership (fleet) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING fleet)
    SELECT count(*) > 0 FROM added
$$),
('InsertMembershipKey', $$
    WITH advanced AS (
        UPDATE op_events_cluster.membership SET version = version + 1
        WHERE fleet = @DeploymentId AND version = @Version AND NOT EXISTS (
            SELECT FROM op_events_cluster.node
            WHERE fleet = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING fleet),
    added AS (
        INSERT INTO op_events_cluster.node (
            fleet, address, port, generation, name, host, status, proxy_port, started, alive)
        SELECT fleet, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM advanced RETURNING fleet)
    SELECT count(*) > 0 FROM added
$$),
('UpdateMembershipKey', $$
    WITH advanced AS (
        UPDATE op_events_cluster.membership SET version = version + 1
        WHERE fleet = @DeploymentId AND version = @Version AND EXISTS (
            SELECT FROM op_events_cluster.node
            WHERE fleet = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING fleet),
    changed AS (
        UPDATE op_events_cluster.node n SET status = @Status, suspected = @SuspectTimes, alive = greatest(alive, @IAmAliveTime)
        FROM advanced a
        WHERE n.fleet = a.fleet AND address = @Address AND port = @Port AND generation = @Generation RETURNING n.fleet)
    SELECT count(*) > 0 FROM changed
$$),
('UpdateIAmAlivetimeKey', $$
    UPDATE op_events_cluster.node SET alive = greatest(alive, @IAmAliveTime)
    WHERE fleet = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
('MembershipReadAllKey', $$
    SELECT m.fleet AS DeploymentId, n.address AS Address, n.port AS Port, n.generation AS Generation, n.name AS SiloName,
        n.host AS HostName, n.status AS Status, n.proxy_port AS ProxyPort, n.suspected AS SuspectTimes, n.started AS StartTime,
        n.alive AS IAmAliveTime, m.version AS Version
    FROM op_events_cluster.membership m LEFT JOIN op_events_cluster.node n USING (fleet) WHERE m.fleet = @DeploymentId
$$),
('MembershipReadRowKey', $$
    SELECT m.fleet AS DeploymentId, n.address AS Address, n.port AS Port, n.generation AS Generation, n.name AS SiloName,
        n.host AS HostName, n.status AS Status, n.proxy_port AS ProxyPort, n.suspected AS SuspectTimes, n.started AS StartTime,
        n.alive AS IAmAliveTime, m.version AS Version
    FROM op_events_cluster.membership m LEFT JOIN op_events_cluster.node n
        ON n.fleet = m.fleet AND n.address = @Address AND n.port = @Port AND n.generation = @Generation
    WHERE m.fleet = @DeploymentId
$$),
('DeleteMembershipTableEntriesKey', $$
    WITH removed AS (DELETE FROM op_events_cluster.node WHERE fleet = @DeploymentId)
    DELETE FROM op_events_cluster.membership WHERE fleet = @DeploymentId
$$),
('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM op_events_cluster.node WHERE fleet = @DeploymentId AND status = 6 AND alive < @IAmAliveTime
$$),
('CleanupDefunctSiloEntryKey', $$
    DELETE FROM op_events_cluster.node
    WHERE fleet = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status = 6
        AND alive = @IAmAliveTime AND started = @StartTime AND coalesce(suspected, '') = coalesce(@SuspectTimes, '')
$$),
('GatewaysQueryKey', $$
    SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM op_events_cluster.node
    WHERE fleet = @DeploymentId AND status = @Status AND proxy_port > 0
$$);
