using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>The shortest and the longest wait between two polls of an idle feed.</summary>
internal sealed record PollRange(TimeSpan Min, TimeSpan Max)
{
    public const string Forms = "a duration of at least 1s, or two such as 10s..60s";

    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static PollRange Default { get; } = new(FollowPlan.Defaults.MinPollInterval, FollowPlan.Defaults.MaxPollInterval);

    /// <returns>Null if the text has neither form.</returns>
    public static PollRange? TryParse(string text) =>
        text.Split("..") is { Length: <= 2 } parts && Duration.TryParse(parts[0], out var min)
            && Duration.TryParse(parts[^1], out var max)
            && min >= Shortest && max >= min ? new PollRange(min, max) : null;

    public override string ToString() => $"{Duration.Format(Min)}..{Duration.Format(Max)}";
}
