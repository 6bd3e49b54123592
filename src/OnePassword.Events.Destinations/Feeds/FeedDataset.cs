namespace OnePassword.Events.Destinations.Feeds;

/// <summary>The names of feeds in Splunk's add-on and in Elastic's integration of 1Password.</summary>
internal static class FeedDataset
{
    /// <summary>Returns the name of a feed, in the plural; null for an unknown feed.</summary>
    public static string? Of(string feed) => feed switch
    {
        FeedNames.AuditEvents => "audit_events",
        FeedNames.ItemUsages => "item_usages",
        FeedNames.SignInAttempts => "signin_attempts",
        _ => null,
    };
}
