-- Views, which read the fields from the body. Applying this file twice changes nothing.

CREATE OR REPLACE FUNCTION op_events.json(e op_events.event) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN e.is_json THEN e.body::jsonb END;

COMMENT ON FUNCTION op_events.json(op_events.event) IS 'SELECT op_events.json(e) FROM op_events.event e. Null if the type jsonb does not accept the body.';

CREATE OR REPLACE VIEW op_events.audit_event AS
SELECT f.account, e.seq, e.received, e.time, j ->> 'timestamp' AS sent_time, e.uuid,
    j ->> 'action' AS action, j ->> 'object_type' AS object_type, j ->> 'object_uuid' AS object_uuid,
    j ->> 'actor_uuid' AS actor_uuid, j #>> '{actor_details,name}' AS actor_name, j #>> '{actor_details,email}' AS actor_email,
    j ->> 'aux_uuid' AS aux_uuid, j ->> 'aux_info' AS aux_info, j #>> '{object_details,email}' AS object_email,
    j #>> '{aux_details,email}' AS aux_email, j #>> '{session,ip}' AS session_ip, j #>> '{location,country}' AS country,
    j ->> 'account_uuid' AS account_uuid, j AS json
FROM op_events.follower f JOIN op_events.event e ON e.follower_id = f.id CROSS JOIN LATERAL op_events.json(e) AS j
WHERE f.feed = 'auditevents';

CREATE OR REPLACE VIEW op_events.item_usage AS
SELECT f.account, e.seq, e.received, e.time, j ->> 'timestamp' AS sent_time, e.uuid,
    j ->> 'action' AS action, j ->> 'vault_uuid' AS vault_uuid, j ->> 'item_uuid' AS item_uuid,
    j ->> 'used_version' AS used_version, j #>> '{user,uuid}' AS user_uuid, j #>> '{user,name}' AS user_name,
    j #>> '{user,email}' AS user_email, j #>> '{client,app_name}' AS app_name, j #>> '{client,platform_name}' AS platform_name,
    j #>> '{client,ip_address}' AS ip_address, j #>> '{location,country}' AS country,
    j ->> 'account_uuid' AS account_uuid, j AS json
FROM op_events.follower f JOIN op_events.event e ON e.follower_id = f.id CROSS JOIN LATERAL op_events.json(e) AS j
WHERE f.feed = 'itemusages';

CREATE OR REPLACE VIEW op_events.sign_in_attempt AS
SELECT f.account, e.seq, e.received, e.time, j ->> 'timestamp' AS sent_time, e.uuid,
    j ->> 'category' AS category, j ->> 'type' AS type, j ->> 'country' AS country, j #>> '{details,value}' AS details,
    j #>> '{target_user,uuid}' AS user_uuid, j #>> '{target_user,name}' AS user_name,
    j #>> '{target_user,email}' AS user_email, j #>> '{client,app_name}' AS app_name,
    j #>> '{client,platform_name}' AS platform_name, j #>> '{client,ip_address}' AS ip_address,
    j ->> 'session_uuid' AS session_uuid, j ->> 'account_uuid' AS account_uuid, j AS json
FROM op_events.follower f JOIN op_events.event e ON e.follower_id = f.id CROSS JOIN LATERAL op_events.json(e) AS j
WHERE f.feed = 'signinattempts';

CREATE OR REPLACE VIEW op_events.failed_sign_in AS
SELECT * FROM op_events.sign_in_attempt WHERE category <> 'success';

COMMENT ON VIEW op_events.failed_sign_in IS 'Sign-in attempts that did not succeed, also those that firewall rules blocked.';

CREATE OR REPLACE VIEW op_events.item_use AS
SELECT account, item_uuid, vault_uuid, user_email, user_name, action, count(*) AS uses, min(time) AS first_use, max(time) AS last_use
FROM op_events.item_usage
GROUP BY account, item_uuid, vault_uuid, user_email, user_name, action;

COMMENT ON VIEW op_events.item_use IS 'Who used which item, how often and when.';

-- Not changes: reading, sessions, tokens that are checked, and mail that is sent again.
CREATE OR REPLACE VIEW op_events.administrative_change AS
SELECT * FROM op_events.audit_event
WHERE object_type IN (
        'account', 'user', 'group', 'gm', 'vault', 'uva', 'gva', 'invite', 'sso', 'sub', 'card', 'pm', 'slackapp', 'famchild', 'sa',
        'satoken', 'mngdacc')
    AND action NOT IN ('view', 'dlgsess', 'reauth', 'ssotknv', 'resendts', 'sendts', 'sendpkg', 'prsndall', 'launchi');

COMMENT ON VIEW op_events.administrative_change IS 'Changes to users, groups, vaults and their access, sign-in settings, service accounts and billing.';
