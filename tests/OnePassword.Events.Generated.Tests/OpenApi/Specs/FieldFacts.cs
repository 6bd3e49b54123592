namespace OnePassword.Events.Generated.Tests.OpenApi.Specs;

/// <summary>
/// The fields that 1Password documents, in its order, as <c>name:type</c>; copied from the reference by hand, not from our files.
/// </summary>
internal static class FieldFacts
{
    private const string Reset = "limit:int32 start_time:date-time end_time:date-time";
    private const string Page = "cursor:string has_more:boolean";
    private const string Person = "uuid:string name:string email:email";
    private const string SignIn = "uuid:string session_uuid:string timestamp:date-time category:SignInAttemptCategory type:SignInAttemptType"
        + " country:string details:SignInDetails target_user:User client:Client location:Location";
    private const string Usage = "uuid:string timestamp:date-time used_version:int64 vault_uuid:string item_uuid:string action:ItemUsageAction"
        + " user:User client:Client location:Location";
    private const string AuditEnd = " session:Session location:Location";

    private static readonly Dictionary<string, string> Shared = new(StringComparer.Ordinal)
    {
        ["Cursor"] = "cursor:string",
        ["ResetCursor"] = Reset,
        ["CursorRequest"] = "cursor:string " + Reset,
        ["CursorCollection"] = Page,
        ["AuditEventItems"] = Page + " items:AuditEvent[]",
        ["ItemUsageItems"] = Page + " items:ItemUsage[]",
        ["SignInAttemptItems"] = Page + " items:SignInAttempt[]",
        ["SignInDetails"] = "value:string",
        ["Client"] = "app_name:string app_version:string platform_name:string platform_version:string os_name:string os_version:string"
            + " ip_address:string",
        ["Location"] = "country:string region:string city:string longitude:double latitude:double",
        ["Session"] = "uuid:string login_time:date-time device_uuid:string ip:string",
        ["ErrorResponse"] = "Error:ErrorDetail",
        ["ErrorDetail"] = "Message:string",
    };

    private static readonly Dictionary<string, string> OnlyV1 = new(StringComparer.Ordinal)
    {
        ["Introspection"] = "UUID:string IssuedAt:date-time Features:string[]",
        ["AuditEvent"] = "uuid:string timestamp:date-time actor_uuid:string actor_details:User action:AuditEventAction"
            + " object_type:AuditEventObjectType object_uuid:string object_details:User aux_id:int64 aux_uuid:string aux_details:User"
            + " aux_info:string" + AuditEnd,
        ["ItemUsage"] = Usage,
        ["SignInAttempt"] = SignIn,
        ["User"] = Person,
    };

    private static readonly Dictionary<string, string> OnlyV2 = new(StringComparer.Ordinal)
    {
        ["Introspection"] = "uuid:string issued_at:date-time features:string[] account_uuid:string",
        ["AuditEvent"] = "uuid:string timestamp:date-time actor_uuid:string actor_details:UserDetails actor_type:AuditEventActorType"
            + " actor_account_uuid:string account_uuid:string action:AuditEventAction object_type:AuditEventObjectType"
            + " object_uuid:string object_details:UserDetails aux_id:int64 aux_uuid:string aux_details:UserDetails aux_info:string" + AuditEnd,
        ["ItemUsage"] = Usage + " account_uuid:string",
        ["SignInAttempt"] = SignIn + " account_uuid:string",
        ["User"] = Person + " user_type:UserType user_account_uuid:string",
        ["UserDetails"] = Person,
    };

    public static IReadOnlyDictionary<string, string> Of(Spec spec) =>
        Shared.Concat(spec == Spec.V1 ? OnlyV1 : OnlyV2).ToDictionary(StringComparer.Ordinal);
}
