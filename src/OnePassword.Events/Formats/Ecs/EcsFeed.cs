using System.Collections.Frozen;

namespace OnePassword.Events.Formats.Ecs;

/// <summary>The fields of a feed that Elastic's integration of 1Password renames, and its fixed values.</summary>
internal sealed record EcsFeed
{
    private static readonly FrozenDictionary<string, EcsFeed> All = new Dictionary<string, EcsFeed>(StringComparer.Ordinal)
    {
        [FeedNames.AuditEvents] = new()
        {
            Dataset = "1password.audit_events",
            Category = "configuration",
            Type = "access",
            Action = "action",
            UserId = "actor_uuid",
            UserName = "actor_details.name",
            UserEmail = "actor_details.email",
            RelatedUsers = ["actor_details.name", "actor_uuid"],
            Ip = "session.ip",
            HasUserName = true,
        },
        [FeedNames.ItemUsages] = new()
        {
            Dataset = "1password.item_usages",
            Category = "file",
            Type = "access",
            Action = "action",
            UserId = "user.uuid",
            UserName = "user.name",
            UserEmail = "user.email",
            RelatedUsers = ["user.uuid", "user.email", "user.name"],
            Ip = "client.ip_address",
            OsName = "client.os_name",
            OsVersion = "client.os_version",
        },
        [FeedNames.SignInAttempts] = new()
        {
            Dataset = "1password.signin_attempts",
            Category = "authentication",
            Type = "info",
            Action = "category",
            UserId = "target_user.uuid",
            UserName = "target_user.name",
            UserEmail = "target_user.email",
            RelatedUsers = ["target_user.uuid", "target_user.email", "target_user.name"],
            Ip = "client.ip_address",
            OsName = "client.os_name",
            OsVersion = "client.os_version",
            HasUserName = true,
            HasOutcome = true,
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public required string Dataset { get; init; }

    public string? Category { get; init; }

    public string? Type { get; init; }

    public JsonPath Action { get; init; }

    public JsonPath UserId { get; init; }

    public JsonPath UserName { get; init; }

    public JsonPath UserEmail { get; init; }

    /// <summary>Gets the fields in <c>related.user</c>, apart from those that depend on the object of an audit event.</summary>
    public IReadOnlyList<JsonPath> RelatedUsers { get; init; } = [];

    public JsonPath Ip { get; init; }

    public JsonPath OsName { get; init; }

    public JsonPath OsVersion { get; init; }

    /// <summary>Gets whether <c>user.name</c> is a copy of <c>user.full_name</c>.</summary>
    public bool HasUserName { get; init; }

    public bool HasOutcome { get; init; }

    /// <summary>Returns the fields of a feed. Those of an unknown feed are not renamed.</summary>
    public static EcsFeed Of(string feed) => All.GetValueOrDefault(feed) ?? new EcsFeed { Dataset = $"1password.{feed}" };
}
