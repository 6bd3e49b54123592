using OnePassword.Events.Cli.Export;
using OnePassword.Events.Cli.Follow;

namespace OnePassword.Events.Cli.State;

/// <summary>What there is under a name: a checkpoint, or why it cannot be used.</summary>
/// <param name="Name">The name.</param>
/// <param name="Checkpoint">The checkpoint; null if it cannot be used.</param>
/// <param name="Problem">Why not; null if it can.</param>
internal sealed record StateEntry(string Name, Checkpoint? Checkpoint, string? Problem)
{
    /// <summary>How far its output is committed; null if it is written to no files.</summary>
    public OutputPosition? Output => OutputPosition.Parse(Checkpoint?.State);

    /// <summary>What a question calls it: somebody is to see what is at stake.</summary>
    public string Title => Checkpoint is null
        ? $"{Name} (it cannot be read)"
        : $"{Name} ({Text.Count(Checkpoint.Events, "event")}, {(Checkpoint.LastEventTime is { } last ? $"last {StateText.Time(last.Value)}" : "none with a time")})";

    /// <summary>How old the newest event is.</summary>
    public TimeSpan? Lag(DateTimeOffset now) => Checkpoint?.LastEventTime is not { } last ? null : now > last.Value ? now - last.Value : TimeSpan.Zero;
}
