namespace OnePassword.Events.Identity;

/// <summary>Compares the identity in a checkpoint with that of its follower. The op-events tool compiles this file too.</summary>
internal static class CheckpointIdentity
{
    /// <returns>The differences, as the end of a sentence about the checkpoint; null if it belongs to the follower.</returns>
    public static string? Difference(Checkpoint checkpoint, string feed, string apiVersion, EventsRegion region, string? account)
    {
        (string What, string? Theirs, string? Ours)[] parts =
        [
            ("feed", checkpoint.Feed, feed),
            ("API version", checkpoint.ApiVersion, apiVersion),
            ("server", checkpoint.Host, region.Server),
            ("account", checkpoint.AccountUuid ?? account, account ?? checkpoint.AccountUuid),
        ];
        var differences = parts.Where(part => !string.Equals(part.Theirs, part.Ours, StringComparison.Ordinal)).ToList();
        return differences.Count > 0
            ? $"was written for {List(part => $"{part.What} {part.Theirs}")}, "
                + $"but this follower uses {List(part => $"{part.What} {part.Ours}")}."
            : null;

        string List(Func<(string What, string? Theirs, string? Ours), string> text) =>
            string.Join(" and ", differences.Select(text));
    }
}
