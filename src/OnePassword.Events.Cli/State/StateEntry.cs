using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>A checkpoint of a state folder.</summary>
/// <param name="Name">The name.</param>
/// <param name="Checkpoint">The checkpoint; null if it cannot be used.</param>
/// <param name="Problem">Why it cannot be used; otherwise null.</param>
internal sealed record StateEntry(string Name, Checkpoint? Checkpoint, string? Problem)
{
    /// <summary>Gets the end of its committed output; null without files.</summary>
    public OutputPosition? Output => OutputPosition.Parse(Checkpoint?.State);

    /// <summary>Gets the name of its output; null if the name of the checkpoint has none.</summary>
    public string? OutputName => Checkpoint is null ? null : CheckpointOutput.Of(Name, Checkpoint.Feed);

    /// <summary>Gets the name without its output, with which the names of its files begin.</summary>
    public string NameInFiles => Checkpoint is null ? Name : CheckpointOutput.WithoutOutput(Name, Checkpoint.Feed);

    /// <summary>Gets the name shown in the confirmation prompt.</summary>
    public string Title => Checkpoint is null
        ? $"{Name} (cannot be read)"
        : $"{Name} ({Format.Count(Checkpoint.Events, "event")}, {Last})";

    private string Last => Checkpoint?.LastEventTime is { } last ? $"last {Format.Time(last.Value)}" : "none with a time";

    /// <summary>Returns the age of the last event; null if there is none.</summary>
    public TimeSpan? LastEventAge(DateTimeOffset now) =>
        Checkpoint?.LastEventTime is not { } last ? null : now > last.Value ? now - last.Value : TimeSpan.Zero;
}
