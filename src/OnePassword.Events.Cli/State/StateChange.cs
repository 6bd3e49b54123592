using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>A change of a checkpoint. Counts, and the events by which duplicates are recognized, stay.</summary>
/// <param name="Cursor">The new cursor; null to keep the current one.</param>
/// <param name="Since">The time to restart at; null not to restart.</param>
/// <param name="PageSize">The new page size, which requires a restart; null to keep the current one.</param>
/// <param name="Output">The folder in which a new file is started; null to keep the current file.</param>
internal sealed record StateChange(string? Cursor, DateTimeOffset? Since, int? PageSize, string? Output)
{
    // A restart without a time begins this long before the last event.
    private static readonly TimeSpan Overlap = new FollowOptions().Overlap;

    /// <returns>The changed checkpoint, and a description of the change.</returns>
    public (Checkpoint Changed, string Description) Apply(StateEntry entry, DateTimeOffset now)
    {
        var (changed, parts) = (entry.Checkpoint!, new List<string>());
        if (Cursor is not null)
        {
            changed = changed with { Cursor = Cursor };
            parts.Add("continues after the given cursor");
        }
        if ((PageSize is null ? Since : Since ?? DefaultStart(changed, now)) is { } since)
        {
            changed =
                changed with
                {
                    Cursor = null,
                    Start = since,
                    PageSize = PageSize ?? changed.PageSize ?? EventQuery.DefaultPageSize,
                };
            parts.Add(
                $"restarts at {Format.Time(since)}, "
                    + $"dropping duplicates of the latest {Format.Count(changed.RecentUuids.Count, "event")}");
        }
        if (PageSize is not null)
            parts.Add($"requests {Format.Count(PageSize.Value, "event")} per page");
        if (Output is not null)
        {
            var position = NextOutputFile.CreateIn(Output, entry, now);
            changed = changed with { State = position.ToJson() };
            parts.Add($"writes to the new file {Path.Combine(Output, position.File)}");
        }
        return (changed, string.Join("; ", parts));
    }

    private static DateTimeOffset DefaultStart(Checkpoint checkpoint, DateTimeOffset now) =>
        checkpoint.LastEventTime is { } last ? last.Value - Overlap : checkpoint.Start ?? now - EventQuery.Retention;
}
