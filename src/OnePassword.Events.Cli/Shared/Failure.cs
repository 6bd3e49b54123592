using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Shared;

/// <summary>A failure as the tool reports it: the library's problem, and a remedy that names the options of the tool.</summary>
/// <param name="ExitCode">The exit code that it causes.</param>
/// <param name="Text">The problem and the remedy.</param>
/// <param name="Source">The account, the feed and the server.</param>
internal sealed record Failure(int ExitCode, string Text, MessageSource Source)
{
    public const string MismatchRemedy = "Use another --state folder or account name.";

    /// <summary>Gets whether the text itself names the source.</summary>
    public bool NamesSource { get; init; }

    /// <summary>Gets whether a message about it was written already, such as that of an output about all its feeds.</summary>
    public bool IsReported { get; init; }

    /// <param name="error">The failure.</param>
    /// <param name="source">The source, if the failure itself does not name it.</param>
    /// <param name="remedy">A remedy that replaces the general one; null for none.</param>
    public static Failure Of(Exception error, MessageSource source = default, string? remedy = null) => error switch
    {
        EventsException failure => new(
            Shared.ExitCode.Of(failure),
            Join(failure.Problem, remedy ?? RemedyOf(failure.Reason)),
            new MessageSource(source.Account, failure.Feed, failure.Region.Name)
            {
                Attempts = failure.Attempts,
                Output = source.Output,
            }),
        CheckpointException failure => new(
            Shared.ExitCode.State, Join(Format.Lowercase(failure.Problem), remedy ?? RemedyOf(failure.Reason)), source)
        {
            NamesSource = true,
        },
        CliException failure => new(
            failure.ExitCode,
            failure.Message,
            failure.About == default ? source : failure.About with { Account = source.Account, Output = source.Output }),
        DestinationException => new(Shared.ExitCode.Output, error.Message, source) { IsReported = true },
        IOException or UnauthorizedAccessException => new(Shared.ExitCode.Output, error.Message, source),
        _ => new(Shared.ExitCode.Server, error.Message, source),
    };

    private static string Join(string problem, string? remedy) => string.IsNullOrEmpty(remedy) ? problem : $"{problem} {remedy}";

    // The problem names the remedy of all other failures.
    private static string? RemedyOf(EventsFailure reason) => reason switch
    {
        EventsFailure.TimedOut or EventsFailure.NoProgress => "Try again later.",
        EventsFailure.CursorRejected => "Run the same command again.",
        EventsFailure.TooLarge => "Use a smaller --page-size.",
        _ => null,
    };

    private static string RemedyOf(CheckpointFailure reason) => reason switch
    {
        CheckpointFailure.Corrupt =>
            "Restore a backup, or run `op-events state reset`: the feed then starts from the beginning in another output folder.",
        CheckpointFailure.TooNew => "Use the version of op-events that wrote it, or a later one.",
        CheckpointFailure.Mismatch => MismatchRemedy,
        CheckpointFailure.InUse => "Stop that program, or use another --state folder.",
        CheckpointFailure.StartInFuture => "Correct the local clock, and set another start with `op-events state set --since`.",
        _ => "Use another --state folder.",
    };
}
