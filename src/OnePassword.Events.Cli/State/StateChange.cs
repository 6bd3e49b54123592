using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Export;

namespace OnePassword.Events.Cli.State;

/// <summary>What is to become of a checkpoint. Counts, and the events by which repeated ones are recognised, stay.</summary>
/// <param name="Cursor">After which cursor it goes on; null to leave that as it is.</param>
/// <param name="Since">At which moment it begins instead; null for none.</param>
/// <param name="PageSize">How many events a page has from then on; null to leave that as it is. A cursor keeps its own, so without a moment it begins an hour before the last event.</param>
/// <param name="Output">The folder in which a new file is begun; null to go on with the old one.</param>
internal sealed record StateChange(string? Cursor, DateTimeOffset? Since, int? PageSize, string? Output)
{
    /// <returns>The checkpoint as it shall be, and what that means.</returns>
    public (Checkpoint Changed, string What) Apply(StateEntry entry, DateTimeOffset now)
    {
        var (changed, what) = (entry.Checkpoint!, new List<string>());
        if (Cursor is not null)
        {
            changed = changed with { Cursor = Cursor };
            what.Add("goes on after the cursor that was given");
        }
        if ((PageSize is null ? Since : Since ?? Begin(changed, now)) is { } since)
        {
            changed = changed with { Cursor = null, Start = since, PageSize = PageSize ?? changed.PageSize ?? EventQuery.DefaultPageSize };
            what.Add($"begins at {StateText.Time(since)}, and drops what comes again of the latest {Text.Count(changed.RecentUuids.Count, "event")}");
        }
        if (PageSize is not null)
            what.Add($"requests {Text.Count(PageSize.Value, "event")} per page");
        if (Output is not null)
        {
            var position = NewOutput.In(Output, entry, now);
            changed = changed with { State = position.ToJson() };
            what.Add($"writes to the new file {Path.Combine(Output, position.File)}");
        }
        return (changed, string.Join("; ", what));
    }

    private static DateTimeOffset Begin(Checkpoint checkpoint, DateTimeOffset now) =>
        checkpoint.LastEventTime is { } last ? last.Value - FollowDefaults.Overlap : checkpoint.Start ?? Moment.Back(FollowDefaults.Start, now);
}
