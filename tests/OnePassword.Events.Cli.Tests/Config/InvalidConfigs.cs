using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>Files with one problem each, and the expected message.</summary>
internal static class InvalidConfigs
{
    private const string Durations = "a duration such as 30s, 90m, 24h or 120d";
    private const string Addresses = "a port, or an IP address with a port such as 127.0.0.1:9464";
    private const string Quotas = "'300/min', '9000/h', '300/min,9000/h' or 'off'";

    /// <summary>Problems that the schema detects too: keys, types, forms.</summary>
    public static IEnumerable<TestCaseData> OfStructure => Cases(
        ("[]", "(1,1): must be an object, not a list"),
        ("5", "(1,1): must be an object, not a number"),
        ("null", "(1,1): must be an object, not null"),
        ("""{ "accounts": [{ "name": "acme", "token": { "env": "T" } }] }""", "(1,1): state: is missing"),
        ("""{ "state": "state" }""", "(1,1): accounts: is missing"),
        ("""{ "state": "state", "accounts": [] }""", "(1,33): accounts: must be a list of accounts, not an empty list"),
        ("""{ "state": "state", "accounts": {} }""", "(1,33): accounts: must be a list of accounts, not an object"),
        ("""{ "state": "state", "accounts": ["acme"] }""", "(1,34): accounts[0]: must be an object, not a string"),
        ("""{ "state": "state", "accounts": [{ "token": { "env": "T" } }] }""", "(1,34): accounts[0].name: is missing"),
        ("""{ "state": "state", "accounts": [{ "name": "acme" }] }""", "(1,34): accounts[0].token: is missing"),
        (Root("\"sate\": 1"), "(2,1): sate: unknown key. Did you mean state?"),
        (Root("\"pageSize\": 1"), "(2,1): pageSize: unknown key. Did you mean page_size?"),
        (
            Root("\"webhook\": 1"),
            "(2,1): webhook: unknown key. Known keys: feeds, start, quota, listen, listen_token, outputs, accounts, page_size, state, poll, on_cursor_rejected, silence and silence_fails_health"),
        (Root("\"feeds\": \"auditevents\""), "(2,10): feeds: must be a list of feeds, not a string"),
        (Root("\"feeds\": []"), "(2,10): feeds: must be a list of feeds, not an empty list"),
        (Root("\"feeds\": [\"auditevent\"]"), "(2,11): feeds[0]: 'auditevent' is not auditevents, itemusages or signinattempts. Did you mean auditevents?"),
        (Root("\"feeds\": [\"itemusages\", \"itemusages\"]"), "(2,25): feeds[1]: itemusages is a duplicate"),
        (Root("\"feeds\": [\"itemusages\", null]"), "(2,25): feeds[1]: must be a string, not null"),
        (Root("\"start\": 5"), $"(2,10): start: must be {TimeExpression.Forms}, not a number"),
        (Root("\"start\": \"5\""), $"(2,10): start: '5' is not {TimeExpression.Forms}"),
        (Root("\"page_size\": 0"), "(2,14): page_size: 0 is not a whole number from 1 to 1000"),
        (Root("\"page_size\": 1001"), "(2,14): page_size: 1001 is not a whole number from 1 to 1000"),
        (Root("\"page_size\": 1.5"), "(2,14): page_size: 1.5 is not a whole number from 1 to 1000"),
        (Root("\"page_size\": 9999999999"), "(2,14): page_size: 9999999999 is not a whole number from 1 to 1000"),
        (Root("\"page_size\": \"500\""), "(2,14): page_size: must be a whole number from 1 to 1000, not a string"),
        ("""{ "accounts": [{ "name": "acme", "token": { "env": "T" } }], "state": "" }""", "(1,71): state: is empty"),
        ("""{ "accounts": [{ "name": "acme", "token": { "env": "T" } }], "state": " " }""", "(1,71): state: is empty"),
        ("""{ "accounts": [{ "name": "acme", "token": { "env": "T" } }], "state": "a\nb" }""", "(1,71): state: contains a control character"),
        ("""{ "accounts": [{ "name": "acme", "token": { "env": "T" } }], "state": "a\u0000b" }""", "(1,71): state: contains a null character"),
        ("""{ "accounts": [{ "name": "acme", "token": { "env": "T" } }], "state": true }""", "(1,71): state: must be a path, not true"),
        (Root("\"output\": { \"folder\": \"out\" }"), "(2,1): output: unknown key. Did you mean outputs?"),
        (Root("\"outputs\": { \"type\": \"files\" }"), "(2,12): outputs: must be a list of outputs, not an object"),
        (Root("\"outputs\": []"), "(2,12): outputs: must be a list of outputs, not an empty list"),
        (Root("\"outputs\": [{ \"folder\": \"out\" }]"), "(2,13): outputs[0].type: is missing"),
        (Root("\"outputs\": [{ \"type\": 1, \"path\": \"out\" }]"), "(2,23): outputs[0].type: must be a string, not a number"),
        (
            Root("\"outputs\": [{ \"type\": \"file\", \"path\": \"out\" }]"),
            $"(2,23): outputs[0].type: 'file' is not {Format.List(OutputsReader.Types, "or")}. Did you mean files?"),
        (Typed("s3", "\"bucket\": \"Events\""), "(3,11): outputs[0].bucket: 'Events' is not the name of a bucket: lowercase letters, digits, hyphens and periods"),
        (Typed("s3", "\"bucket\": \"events\", \"region\": \"EU\""), "(3,31): outputs[0].region: 'EU' is not the name of a region, such as eu-central-1"),
        (
            Typed("s3", "\"bucket\": \"events\", \"prefix\": \"/a\""),
            "(3,31): outputs[0].prefix: '/a' is not a prefix: up to 200 letters, digits and the characters / - _ . = without a slash at the beginning and without the folders . and .."),
        (
            Typed("s3", "\"bucket\": \"events\", \"prefix\": \"a/../b\""),
            "(3,31): outputs[0].prefix: 'a/../b' is not a prefix: up to 200 letters, digits and the characters / - _ . = without a slash at the beginning and without the folders . and .."),
        (Typed("s3", "\"bucket\": \"events\", \"format\": \"csv\""), "(3,31): outputs[0].format: 'csv' is not ndjson or parquet"),
        (
            Typed("azure_blob", "\"url\": \"https://acme.blob.core.windows.net/events\""),
            "(2,13): outputs[0]: has no credential. Specify exactly one of account_key, sas_token, client_secret and managed_identity"),
        (
            Typed("azure_blob", "\"url\": \"https://acme.blob.core.windows.net/events\", \"client_secret\": { \"env\": \"X\" }"),
            "(3,53): outputs[0].client_secret: requires tenant_id and client_id"),
        (
            Files("\"name\": \"my-files\""),
            "(3,9): outputs[0].name: 'my-files' is not a valid name: up to 32 letters, digits and underscores, and not the name of a feed"),
        (
            Files("\"file\": 1"),
            "(3,1): outputs[0].file: unknown key. Known keys: name, type, folder, rotate_size, rotate_every, keep, keep_files, gzip, min_free_space, format and group_readable"),
        (ConfigSample.Output("https", "\"gzip\": true"), "(2,13): outputs[0].url: is missing"),
        (ConfigSample.Output("https", "\"url\": \"siem.example.com\""), "(3,8): outputs[0].url: must be an https address (or http on loopback) without user and fragment"),
        (
            ConfigSample.Output("https", "\"url\": \"https://siem.example.com\",\n\"token\": \"s3cret\""),
            "(4,10): outputs[0].token: must be an object with env, file or command. The token itself does not belong in this file"),
        (
            ConfigSample.Output("splunk", $"{ConfigSample.KeysOf("splunk").Trim()},\n\"index\": \"_internal\""),
            "(4,10): outputs[0].index: '_internal' is not the name of an index: lowercase letters, digits, underscores and hyphens, and a letter or digit first"),
        (
            ConfigSample.Output("https", "\"url\": \"https://siem.example.com\",\n\"headers\": [{ \"name\": \"X-Key\" }]"),
            "(4,13): outputs[0].headers[0]: needs exactly one of value and secret"),
        (
            ConfigSample.Output("https", "\"url\": \"https://siem.example.com\",\n\"format\": \"cef\""),
            $"(4,11): outputs[0].format: 'cef' is not {Format.List([.. EventFormat.All.Select(format => format.Name)], "or")}"),
        (Files("\"ack\": \"-\""), "(3,1): outputs[0].ack: unknown key. Known keys: name, type, folder, rotate_size, rotate_every, keep, keep_files, gzip, min_free_space, format and group_readable"),
        (
            ConfigSample.Output("stdout", "\"rotate_every\": \"1d\""),
            "(3,1): outputs[0].rotate_every: unknown key. Known keys: name, type, ack, gzip and format"),
        (Files("\"folder\": false"), "(3,11): outputs[0].folder: must be a path, not false"),
        (
            Files("\"rotate_size\": \"1 MB\""),
            "(3,16): outputs[0].rotate_size: '1 MB' is not a size such as 500KB, 100MB or 2GiB"),
        (
            Files("\"rotate_size\": -1"),
            "(3,16): outputs[0].rotate_size: -1 is not a size such as 500KB, 100MB or 2GiB"),
        (Files("\"rotate_size\": 999"), "(3,16): outputs[0].rotate_size: 999 is less than 1KB"),
        (
            Files("\"rotate_size\": []"),
            "(3,16): outputs[0].rotate_size: must be a size such as 500KB, 100MB or 2GiB, not a list"),
        (Files("\"keep\": \"forever\""), $"(3,9): outputs[0].keep: 'forever' is not {Durations}"),
        (Files("\"keep_files\": 0"), "(3,15): outputs[0].keep_files: 0 is not a whole number from 1 to 2147483647"),
        (
            Files("\"min_free_space\": \"10%\""),
            "(3,19): outputs[0].min_free_space: '10%' is not a size such as 500KB, 100MB or 2GiB"),
        (Files("\"rotate_every\": \"daily\""), $"(3,17): outputs[0].rotate_every: 'daily' is not {Durations}"),
        (Files("\"gzip\": \"yes\""), "(3,9): outputs[0].gzip: must be true or false, not a string"),
        (Files("\"format\": 1"), "(3,11): outputs[0].format: must be a string, not a number"),
        (Files("\"format\": \"osfc\""), "(3,11): outputs[0].format: 'osfc' is not raw, envelope, ecs or ocsf"),
        (Root("\"poll\": { \"mni\": \"1s\" }"), "(2,11): poll.mni: unknown key. Did you mean min?"),
        (Root("\"poll\": { \"min\": 10 }"), $"(2,18): poll.min: must be {Durations}, not a number"),
        (
            Root("\"on_cursor_rejected\": { \"action\": \"stop\" }"),
            "(2,35): on_cursor_rejected.action: 'stop' is not fail or restart"),
        (
            Root("\"on_cursor_rejected\": { \"overlap\": \"-1h\" }"),
            $"(2,36): on_cursor_rejected.overlap: '-1h' is not {Durations}"),
        (Root("\"listen\": -1"), "(2,11): listen: -1 is not a whole number from 0 to 65535"),
        (Root("\"listen\": 65536"), "(2,11): listen: 65536 is not a whole number from 0 to 65535"),
        (Root("\"listen\": \"localhost\""), $"(2,11): listen: 'localhost' is not {Addresses}"),
        (Root("\"listen\": \"127.0.0.1\""), $"(2,11): listen: '127.0.0.1' is not {Addresses}"),
        (Root("\"listen\": \":9464\""), $"(2,11): listen: ':9464' is not {Addresses}"),
        (Root("\"listen\": \"host.example:9464\""), $"(2,11): listen: 'host.example:9464' is not {Addresses}"),
        (Root("\"listen\": true"), $"(2,11): listen: must be {Addresses}, not true"),
        (Root("\"listen\": 0, \"listen_token\": \"s3cret\""), "(2,30): listen_token: must be an object, not a string"),
        (Root("\"listen\": 0, \"listen_token\": {}"), "(2,30): listen_token: must have exactly one of env and file"),
        (
            Root("\"listen\": 0, \"listen_token\": { \"env\": \"A\", \"file\": \"b\" }"),
            "(2,30): listen_token: must have exactly one of env and file"),
        (Root("\"silence_fails_health\": \"yes\""), "(2,25): silence_fails_health: must be true or false, not a string"),
        (Root("\"quota\": 300"), $"(2,10): quota: must be {Quotas}, not a number"),
        (Root("\"quota\": \"300\""), $"(2,10): quota: '300' is not {Quotas}"),
        (Account("\"quota\": \"0/min\""), $"(2,10): accounts[0].quota: '0/min' is not {Quotas}"),
        (Root("\"silence\": \"\""), "(2,12): silence: is empty"),
        (Account("\"regoin\": \"eu\""), "(2,1): accounts[0].regoin: unknown key. Did you mean region?"),
        (
            Account("\"tenant\": \"eu\""),
            "(2,1): accounts[0].tenant: unknown key. Known keys: name, region, url, api, token, feeds, quota, start and outputs"),
        (Account("\"region\": \"EU\""), "(2,11): accounts[0].region: 'EU' is not us, ca, eu, ent or enterprise. Did you mean eu?"),
        (
            Account("\"url\": \"events.example.com\""),
            "(2,8): accounts[0].url: must be an https address (or http on loopback) without user, query and fragment"),
        (
            Account("\"region\": \"eu\", \"url\": \"https://events.example.com\""),
            "(2,17): accounts[0].url: region and url are mutually exclusive"),
        (Account("\"api\": \"v3\""), "(2,8): accounts[0].api: 'v3' is not v2 or v1"),
        (
            Account("\"feeds\": [\"vaults\"]"),
            "(2,11): accounts[0].feeds[0]: 'vaults' is not auditevents, itemusages or signinattempts"),
        (
            Account("\"start\": \"tomorrow\""),
            $"(2,10): accounts[0].start: 'tomorrow' is not {TimeExpression.Forms}"),
        (
            Named("a/b"),
            "(2,1): accounts[0].name: 'a/b' is not a valid name: up to 64 letters, digits, dots, dashes and underscores, starting with a letter or digit"),
        (
            Named(".hidden"),
            "(2,1): accounts[0].name: '.hidden' is not a valid name: up to 64 letters, digits, dots, dashes and underscores, starting with a letter or digit"),
        (
            Named("é"),
            "(2,1): accounts[0].name: 'é' is not a valid name: up to 64 letters, digits, dots, dashes and underscores, starting with a letter or digit"),
        (
            Named(new string('a', 65)),
            "(2,1): accounts[0].name: the value is not a valid name: up to 64 letters, digits, dots, dashes and underscores, starting with a letter or digit"),
        (
            Token("\"ops_s3cret\""),
            "(2,1): accounts[0].token: must be an object with env, file or command. The token itself does not belong in this file"),
        (
            Token("[\"ops_s3cret\"]"),
            "(2,1): accounts[0].token: must be an object with env, file or command. The token itself does not belong in this file"),
        (Token("{}"), "(2,1): accounts[0].token: has no source. Specify exactly one of env, file and command"),
        (Token("""{ "env": "A", "file": "b" }"""), "(2,1): accounts[0].token: has env and file. Specify exactly one of env, file and command"),
        (Token("""{ "value": "ops_s3cret" }"""), "(2,3): accounts[0].token.value: unknown key. Known keys: env, file and command"),
        (Token("""{ "evn": "A" }"""), "(2,3): accounts[0].token.evn: unknown key. Did you mean env?"),
        (Token("""{ "env": "eyJhbGciOi.s3cret" }"""), "(2,10): accounts[0].token.env: is not the name of an environment variable: letters, digits and underscores, not starting with a digit"),
        (Token("""{ "env": ["ops_s3cret"] }"""), "(2,10): accounts[0].token.env: must be the name of an environment variable, not a list"),
        (Token("""{ "file": 5 }"""), "(2,11): accounts[0].token.file: must be a path, not a number"),
        (Token("""{ "command": "op read s3cret" }"""), "(2,14): accounts[0].token.command: must be a list with a program and its arguments, not a string"),
        (Token("""{ "command": [] }"""), "(2,14): accounts[0].token.command: must be a list with a program and its arguments, not an empty list"),
        (Token("""{ "command": ["", "s3cret"] }"""), "(2,14): accounts[0].token.command: has no program as its first item"),
        (Token("""{ "command": ["op", 5] }"""), "(2,21): accounts[0].token.command[1]: must be a string, not a number"));

    /// <summary>Problems that only the reader detects: contradictions between values, environment variables and files.</summary>
    public static IEnumerable<TestCaseData> OfMeaning => Cases(
        (ConfigSample.Output("https", "\"url\": \"https://siem.example.com\",\n\"user\": \"me\""), "(4,1): outputs[0].user: requires token, the password"),
        (
            ConfigSample.Output("elasticsearch", "\"url\": \"https://es.example.com\", \"user\": \"me\""),
            "(2,13): outputs[0]: a user needs a password, and a password needs a user."),
        (
            ConfigSample.Output("elasticsearch", "\"url\": \"https://es.example.com\", \"data_stream\": \"logs-{month}\""),
            "(2,13): outputs[0]: the name of a data stream cannot contain {month}. Use an index."),
        (Files("\"folder\": \"-\""), "(3,11): outputs[0].folder: is standard output. Use the type stdout"),
        (
            Files("\"name\": \"AuditEvents\""),
            "(3,9): outputs[0].name: 'AuditEvents' is not a valid name: up to 32 letters, digits and underscores, and not the name of a feed"),
        (
            Root("\"outputs\": [{ \"type\": \"files\" },\n{ \"type\": \"stdout\", \"name\": \"Files\" }]"),
            "(3,1): outputs[1]: another output has the name Files. Add a name"),
        (
            Root("\"outputs\": [{ \"type\": \"files\" },\n{ \"type\": \"files\", \"name\": \"b\", \"folder\": \".\" }]"),
            "(3,1): outputs[1]: another output writes to the same folder. Choose another folder"),
        (Typed("s3", "\"bucket\": \"events\", \"access_key_id\": \"A\""), "(3,21): outputs[0].access_key_id: requires secret_access_key"),
        (Typed("s3", "\"bucket\": \"events\", \"external_id\": \"id\""), "(3,21): outputs[0].external_id: requires role_arn"),
        (Azure("\"sas_token\": { \"env\": \"X\" },\n\"account\": \"acme\""), "(4,1): outputs[0].account: requires account_key"),
        (Azure("\"managed_identity\": true,\n\"tenant_id\": \"acme\""), "(4,1): outputs[0].tenant_id: requires client_secret"),
        (Azure("\"managed_identity\": true,\n\"authority\": \"https://a\""), "(4,1): outputs[0].authority: requires client_secret"),
        (Azure("\"account_key\": { \"env\": \"X\" },\n\"client_id\": \"1\""), "(4,1): outputs[0].client_id: requires client_secret or managed_identity"),
        (
            Root("\"outputs\": [{ \"type\": \"s3\", \"bucket\": \"events\" },\n{ \"type\": \"s3\", \"name\": \"b\", \"bucket\": \"events\" }]"),
            "(3,1): outputs[1]: another output stores the events in s3://events/. Choose another place, or remove this output"),
        (
            Root("\"outputs\": [{ \"type\": \"files\" },\n{ \"type\": \"stdout\" }]"),
            "(3,1): outputs[1]: the outputs files and stdout need names if there are both. Add a name to one of them"),
        (
            Files("\"folder\": \"out/{tenant}\""),
            "(3,11): outputs[0].folder: contains {tenant}, which is not {account}. Write {{ or }} for a brace."),
        (Token("""{ "file": "~root/token" }"""), "(2,11): accounts[0].token.file: starts with '~' and a name, which is not expanded. Write the full path, or ./~ for a file with that name"),
        (
            Root("\"on_cursor_rejected\": { \"overlap\": \"200d\" }"),
            "(2,36): on_cursor_rejected.overlap: '200d' is more than 120d, the retention of the API"),
        (
            Root("\"listen\": \"0.0.0.0:9464\""),
            "(2,1): listen: 0.0.0.0:9464 is reachable from other machines, and no bearer token is set. Add listen_token, or listen on loopback"),
        (Root("\"listen\": \"127.0.0.1:65536\""), $"(2,11): listen: '127.0.0.1:65536' is not {Addresses}"),
        (Root("\"listen\": \"127.1:9464\""), $"(2,11): listen: '127.1:9464' is not {Addresses}"),
        (Root("\"listen_token\": { \"env\": \"T\" }"), "(2,1): listen_token: requires listen"),
        (Root("\"silence_fails_health\": true"), "(2,1): silence_fails_health: requires silence"),
        (Root("\"quota\": \"1/min,2/min\""), $"(2,10): quota: '1/min,2/min' is not {Quotas}"),
        (Root("\"listen\": 1, \"listen\": 2"), "(2,14): listen: is a duplicate of line 2"),
        (Root("\"state\": \"elsewhere\""), "(2,1): state: is a duplicate of line 1"),
        (Root("\"listen\": 99999999999999999999"), "(2,11): listen: 99999999999999999999 is not a whole number from 0 to 65535"), // The schema validator throws on it.
        (
            Root("\"start\": \"36501d\""),
            $"(2,10): start: '36501d' is not {TimeExpression.Forms}"),
        (
            Root("\"start\": \"2026-02-30T00:00:00Z\""),
            $"(2,10): start: '2026-02-30T00:00:00Z' is not {TimeExpression.Forms}"),
        (
            ConfigSample.Output("splunk", $"{ConfigSample.KeysOf("splunk").Trim()},\n\"ack_timeout\": \"9s\""),
            "(4,16): outputs[0].ack_timeout: '9s' is less than 10s"),
        (
            ConfigSample.Output("syslog", $"{ConfigSample.KeysOf("syslog").Trim()},\n\"timeout\": \"0.9s\""),
            "(4,12): outputs[0].timeout: '0.9s' is less than 1s"),
        (
            ConfigSample.Output("https", "\"url\": \"https://siem.example.com\",\n\"timeout\": \"601s\""),
            "(4,12): outputs[0].timeout: '601s' is more than 10m"),
        (Root("\"silence\": \"999ms\""), "(2,12): silence: '999ms' is less than 1s"),
        (Files("\"rotate_size\": \"0.9KB\""), "(3,16): outputs[0].rotate_size: '0.9KB' is less than 1KB"),
        (Files("\"rotate_every\": \"0s\""), "(3,17): outputs[0].rotate_every: '0s' is less than 1s"),
        (Root("\"poll\": { \"min\": \"500ms\" }"), "(2,18): poll.min: '500ms' is less than 1s"),
        (Root("\"poll\": { \"max\": \"0.5s\" }"), "(2,18): poll.max: '0.5s' is less than 1s"),
        (Root("\"poll\": { \"min\": \"20s\", \"max\": \"10s\" }"), "(2,25): poll.max: is less than min, which is 20s"),
        (Root("\"poll\": { \"max\": \"5s\" }"), "(2,11): poll.max: is less than min, which is 10s by default"),
        (Root("\"poll\": { \"min\": \"2m\" }"), "(2,11): poll.min: is more than max, which is 1m by default"),
        (
            Account("\"url\": \"http://events.example.com\""),
            "(2,8): accounts[0].url: must be an https address (or http on loopback) without user, query and fragment"),
        (
            Account("\"url\": \"https://me:s3cret@events.example.com\""),
            "(2,8): accounts[0].url: must be an https address (or http on loopback) without user, query and fragment"),
        (
            Account("\"url\": \"https://\""),
            "(2,8): accounts[0].url: must be an https address (or http on loopback) without user, query and fragment"),
        (
            Account("\"region\": \"${REGION:-mars}\""),
            "(2,11): accounts[0].region: the value of '${REGION:-mars}' is not us, ca, eu, ent or enterprise"),
        (
            Account("\"region\": \"${REGION}\""),
            "(2,11): accounts[0].region: the environment variable REGION is not set, and ${REGION} has no default"),
        (
            Files("\"folder\": \"${OUT\""),
            "(3,11): outputs[0].folder: has a '${' without a '}'. Write $${ for a literal ${"),
        (
            Files("\"folder\": \"${O-UT}\""),
            "(3,11): outputs[0].folder: has a '${' that is neither ${NAME} nor ${NAME:-default}. Write $${ for a literal ${"),
        (Token("""{ "file": "${FILE:-}" }"""), "(2,11): accounts[0].token.file: is empty"),
        (
            Account("\"feeds\": [\"auditevents\"] }, { \"name\": \"ACME\", \"token\": { \"env\": \"T\" }"),
            "(2,39): accounts[1].name: 'ACME' is used by accounts[0].name. Names must differ in more than letter case"));

    private static string Root(string rest) => ConfigSample.Root(rest);

    private static string Files(string rest) => ConfigSample.Files(rest);

    private static string Typed(string type, string rest) => ConfigSample.Output(type, rest);

    private static string Azure(string rest) => Typed("azure_blob", $"\"url\": \"https://acme.blob.core.windows.net/events\", {rest}");

    private static string Account(string rest) => ConfigSample.Account(rest);

    private static string Token(string token) => ConfigSample.Token(token);

    private static string Named(string name) => $$"""
        { "state": "state", "accounts": [{ "token": { "env": "ACME_TOKEN" }, "name":
        "{{name}}" }] }
        """;

    private static IEnumerable<TestCaseData> Cases(params (string Json, string Problem)[] cases) =>
        cases.Select(one => new TestCaseData(one.Json, "follow.json" + one.Problem));
}
