namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>Events with every field, in the order of the specification, in which they are written.</summary>
internal static class Samples
{
    public const string Person = """{"uuid":"SMVN6A6WFHYM6L3VFZ5ZFKKIBJ","name":"Jack O'Neill","email":"jack@example.com"}""";

    public const string User = """
        {"uuid":"SMVN6A6WFHYM6L3VFZ5ZFKKIBJ","name":"Jack O'Neill","email":"jack@example.com","user_type":"external_user","user_account_uuid":"LZZG6ZDMEN4KHVDGAJGXBENYJQ"}
        """;

    public const string Client = """
        {"app_name":"1Password CLI","app_version":"20127","platform_name":"build-host","platform_version":"arm64","os_name":"Linux","os_version":"10.15.6","ip_address":"2001:db8::1"}
        """;

    public const string Location = """{"country":"CA","region":"Ontario","city":"Toronto","longitude":-79.433,"latitude":43.64}""";

    public const string Session = """
        {"uuid":"SIS2JHTLGMXGEDN73U55XTPLPF","login_time":"2024-12-02T11:50:02.104Z","device_uuid":"rujzdegxdncf32epf3dhodzdoc","ip":"192.0.2.254"}
        """;

    public const string AuditEventV1 = $$"""
        {"uuid":"56YE2TYN2VFYRLNSHKPW5NVT5E","timestamp":"2024-12-02T11:54:19.710457472Z","actor_uuid":"SMVN6A6WFHYM6L3VFZ5ZFKKIBJ",
        "actor_details":{{Person}},"action":"join","object_type":"gm","object_uuid":"nt4sywb5wkh7dnsipzz7fk4zri","object_details":{{Person}},
        "aux_id":9277034,"aux_uuid":"BT7V4SEH2KVJ72CEUVW75EFR6E","aux_details":{{Person}},"aux_info":"R","session":{{Session}},"location":{{Location}}}
        """;

    public const string AuditEventV2 = $$"""
        {"uuid":"56YE2TYN2VFYRLNSHKPW5NVT5E","timestamp":"2024-12-02T11:54:19.710457472Z","actor_uuid":"SMVN6A6WFHYM6L3VFZ5ZFKKIBJ",
        "actor_details":{{Person}},"actor_type":"user","actor_account_uuid":"M2ZNDWRGE5GLZJXRCOCNIKK2JE","account_uuid":"LZZG6ZDMEN4KHVDGAJGXBENYJQ",
        "action":"launchi","object_type":"mngdacc","object_uuid":"nt4sywb5wkh7dnsipzz7fk4zri","object_details":{{Person}},
        "aux_id":9277034,"aux_uuid":"BT7V4SEH2KVJ72CEUVW75EFR6E","aux_details":{{Person}},"aux_info":"R","session":{{Session}},"location":{{Location}}}
        """;

    public const string ItemUsageV1 = $$"""
        {"uuid":"56YE2TYN2VFYRLNSHKPW5NVT5E","timestamp":"2024-12-02T11:54:19.7Z","used_version":4294967296,"vault_uuid":"pwovompzom7wbbr6qmw4wxfogo",
        "item_uuid":"fx6hh7566tfjgvq6kbnxjbtfqx","action":"secure-copy","user":{{Person}},"client":{{Client}},"location":{{Location}}}
        """;

    public const string ItemUsageV2 = $$"""
        {"uuid":"56YE2TYN2VFYRLNSHKPW5NVT5E","timestamp":"2024-12-02T11:54:19.7Z","used_version":4294967296,"vault_uuid":"pwovompzom7wbbr6qmw4wxfogo",
        "item_uuid":"fx6hh7566tfjgvq6kbnxjbtfqx","action":"secure-copy","user":{{User}},"client":{{Client}},"location":{{Location}},
        "account_uuid":"LZZG6ZDMEN4KHVDGAJGXBENYJQ"}
        """;

    public const string SignInAttemptV1 = $$"""
        {"uuid":"56YE2TYN2VFYRLNSHKPW5NVT5E","session_uuid":"Q7NDXJ2MGRB5VEWKZ4YHTC6LUA","timestamp":"2024-12-02T11:49:31Z","category":"firewall_failed",
        "type":"continent_blocked","country":"FR","details":{"value":"Europe"},"target_user":{{Person}},"client":{{Client}},"location":{{Location}}}
        """;

    public const string SignInAttemptV2 = $$"""
        {"uuid":"56YE2TYN2VFYRLNSHKPW5NVT5E","session_uuid":"Q7NDXJ2MGRB5VEWKZ4YHTC6LUA","timestamp":"2024-12-02T11:49:31Z","category":"firewall_failed",
        "type":"continent_blocked","country":"FR","details":{"value":"Europe"},"target_user":{{User}},"client":{{Client}},"location":{{Location}},
        "account_uuid":"LZZG6ZDMEN4KHVDGAJGXBENYJQ"}
        """;

    public const string IntrospectionV1 = """
        {"UUID":"56YE2TYN2VFYRLNSHKPW5NVT5E","IssuedAt":"2020-06-11T16:32:50-03:00","Features":["auditevents","itemusages","signinattempts"]}
        """;

    public const string IntrospectionV2 = """
        {"uuid":"56YE2TYN2VFYRLNSHKPW5NVT5E","issued_at":"2020-06-11T16:32:50-03:00","features":["auditevents","itemusages"],"account_uuid":"LZZG6ZDMEN4KHVDGAJGXBENYJQ"}
        """;
}
