namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>Configuration files with a line that a test supplies.</summary>
internal static class ConfigSample
{
    public const string Minimal = """{ "accounts": [{ "name": "acme", "token": { "env": "ACME_TOKEN" } }], "state": "state" }""";

    public const string Full = """
        {
          "$schema": "follow.schema.json", // For editors.
          "accounts": [
            { "name": "acme", "region": "eu", "token": { "env": "ACME_TOKEN" } },
            { "name": "Globex_2.test-x", "url": "https://events.example.com/1password", "api": "v1", "token": { "file": "tokens/globex" } },
            {
              "name": "initech",
              "token": { "command": ["op", "read", "op://vault/item/token"] },
              "feeds": ["signinattempts", "auditevents"],
              "start": "2026-01-01T00:00:00Z",
              "quota": "60/min",
            },
          ],
          "feeds": ["itemusages"],
          "start": "30d",
          "page_size": 500,
          "state": "state",
          "outputs": [{ "type": "files", "folder": "out", "rotate_size": "100MB", "rotate_every": "1d", "keep": "30d", "keep_files": 100, "min_free_space": "1GB", "gzip": true, "format": "ecs", "group_readable": true }],
          "poll": { "min": "5s", "max": "2m" },
          "on_cursor_rejected": { "action": "restart", "overlap": "90m" },
          "quota": "300/min,9000/h",
          "listen": "0.0.0.0:9464",
          "listen_token": { "file": "scraper.token" },
          "silence": "24h", /* An alarm. */
          "silence_fails_health": true,
        }
        """;

    public static string Root(string rest) => $$"""
        { "accounts": [{ "name": "acme", "token": { "env": "ACME_TOKEN" } }], "state": "state",
        {{rest}} }
        """;

    /// <summary>The keys of an output that has all objects of its type.</summary>
    public static string KeysOf(string type) => type switch
    {
        "https" => """
            "url": "https://siem.example.com/events", "user": "siem", "token": { "env": "SIEM_TOKEN" },
            "headers": [{ "name": "X-Key", "secret": { "env": "SIEM_KEY" } }], "signing_secret": { "env": "SIEM_KEY" }
            """,
        "splunk" => """
            "url": "https://splunk.example.com:8088", "token": { "env": "HEC_TOKEN" }, "indexes": { "auditevents": "audit-1" }
            """,
        "sentinel" => """
            "url": "https://onepassword-events-a1b2.eastus-1.ingest.monitor.azure.com", "rule_id": "dcr-0123456789abcdef",
            "tenant_id": "acme.example.com", "client_id": "22222222", "client_secret": { "env": "AZURE_SECRET" }
            """,
        "otlp" => """
            "url": "https://otlp.example.com:4318", "headers": [{ "name": "x-api-key", "secret": { "env": "OTLP_KEY" } }]
            """,
        "postgresql" => """ "connection": "Host=db;Database=events", "password": { "env": "DB_PASSWORD" } """,
        "s3" => """
            "bucket": "security-events", "access_key_id": "op-events", "secret_access_key": { "env": "S3_SECRET" },
            "session_token": { "env": "S3_SESSION" }, "role_arn": "arn:aws:iam::123456789012:role/collector"
            """,
        "azure_blob" => """ "url": "https://acme.blob.core.windows.net/events", "account_key": { "env": "AZURE_KEY" } """,
        "kafka" => """
            "bootstrap_servers": "kafka:9093", "settings": { "client.id": "siem" },
            "sasl": { "mechanism": "SCRAM-SHA-512", "username": "op-events", "password": { "env": "KAFKA_PASSWORD" } }
            """,
        "datadog" => """ "api_key": { "env": "DD_API_KEY" } """,
        "sumologic" => """ "url": "https://endpoint1.collection.us2.sumologic.com/receiver/v1/http/", "token": { "env": "SUMO_TOKEN" } """,
        "google_secops" => """ "service_account": { "file": "secops.json" }, "customer_id": "01234567" """,
        "panther" => """ "url": "https://logs.acme.runpanther.net/http/x", "token": { "env": "PANTHER_TOKEN" } """,
        "syslog" => """ "url": "tls://siem.example.com:6514" """,
        "elasticsearch" => """ "url": "https://es.example.com:9243", "api_key": { "env": "ES_API_KEY" } """,
        "opensearch" => """ "url": "https://search.example.com", "user": "op-events", "password": { "env": "PASSWORD" } """,
        _ => "",
    };

    /// <summary>The keys that exclude those of <see cref="KeysOf"/>, with all their objects.</summary>
    public static string OtherKeysOf(string type) => type switch
    {
        "elasticsearch" => """, "user": "op-events", "password": { "env": "PASSWORD" }, "token": { "env": "TOKEN" } """,
        "opensearch" => """, "token": { "env": "TOKEN" } """,
        "azure_blob" => """, "sas_token": { "env": "SAS" }, "client_secret": { "env": "AZURE_SECRET" } """,
        _ => "",
    };

    public static string Output(string type) =>
        KeysOf(type) is { Length: > 0 } keys ? Output(type, keys) : Root($$"""  "outputs": [{ "type": "{{type}}" }] """);

    public static string Files(string rest) => Output("files", rest);

    public static string Output(string type, string rest) => Root($$"""
        "outputs": [{ "type": "{{type}}",
        {{rest}} }]
        """);

    public static string Account(string rest) => $$"""
        { "state": "state", "accounts": [{ "name": "acme", "token": { "env": "ACME_TOKEN" },
        {{rest}} }] }
        """;

    public static string Token(string token) => $$"""
        { "state": "state", "accounts": [{ "name": "acme", "token":
        {{token}} }] }
        """;
}
