namespace OnePassword.Events.Tests.Formats;

/// <summary>An event of each feed of API V2 with all its fields, and fields that no specification names.</summary>
internal static class Samples
{
    private const string AuditEvent =
        """{"uuid":"A5K6COGVRVEJXJW3XQZGS7VAMM","timestamp":"2024-12-02T11:54:19.710457472Z","actor_uuid":"ACTOR","actor_details":{"uuid":"ACTOR","name":"Jack O'Neill","email":"jack@example.com","badge":7},"actor_type":"external_user","actor_account_uuid":"HOME","account_uuid":"ACCOUNT","action":"join","object_type":"gm","object_uuid":"GROUP","aux_id":9277034,"aux_uuid":"MEMBER","aux_details":{"uuid":"MEMBER","name":"Sam","email":"sam@example.com"},"aux_info":"A","session":{"uuid":"SESSION","login_time":"2024-12-02T11:00:00.000000001Z","device_uuid":"DEVICE","ip":"192.0.2.7","new":[1]},"location":{"country":"Canada","region":"Ontario","city":"Toronto","longitude":-79.433,"latitude":43.64},"new":{"a":[1.50,null,{}]}}""";

    private const string ItemUsage =
        """{"uuid":"U5K6COGVRVEJXJW3XQZGS7VAMM","timestamp":"2024-12-02T11:54:19.710457472Z","used_version":3,"vault_uuid":"VAULT","item_uuid":"ITEM","action":"reveal","user":{"uuid":"USER","name":"Jack O'Neill","email":"jack@example.com","user_type":"user","user_account_uuid":"HOME"},"client":{"app_name":"1Password for Mac","app_version":"81054033","platform_name":"Mac","platform_version":"MacBookPro18,3","os_name":"MacOSX","os_version":"14.7.1","ip_address":"2001:db8::7"},"location":{"country":"CA","region":"Ontario","city":"Toronto","longitude":-79.433,"latitude":43.64},"account_uuid":"ACCOUNT","new":true}""";

    private const string SignInAttempt =
        """{"uuid":"S5K6COGVRVEJXJW3XQZGS7VAMM","session_uuid":"SESSION","timestamp":"2024-12-02T11:54:19.710457472Z","category":"firewall_failed","type":"continent_blocked","country":"AR","details":{"value":"Europe","new":1},"target_user":{"uuid":"USER","name":"Jack O'Neill","email":"jack@example.com","type":"user"},"client":{"app_name":"1Password Browser Extension","app_version":"81054043","platform_name":"Chrome","platform_version":"131.0","os_name":"Haiku","os_version":"R1","ip_address":"192.0.2.7"},"location":{"country":"Argentina","region":"","longitude":-58.4,"latitude":-34.6},"account_uuid":"ACCOUNT"}""";

    public static string Of(string feed) => feed switch
    {
        FeedNames.AuditEvents => AuditEvent,
        FeedNames.ItemUsages => ItemUsage,
        _ => SignInAttempt,
    };
}
