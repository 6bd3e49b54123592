using OnePassword.Events.Cli.Connection;
using OnePassword.Events.Cli.Export;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Check;

/// <summary>What would become of one feed: judged by its checkpoint and its files, which stay as they are.</summary>
internal sealed class FeedCheck(FollowPlan plan, FollowAccount account, string feed, FileCheckpointStore store, ToolIo io)
{
    private readonly string _name = account.NameOf(feed);

    /// <returns>Where it goes on or begins, and where its events go.</returns>
    /// <exception cref="ToolException">It would be refused.</exception>
    public async Task<string> RunAsync(string host, string? accountUuid, TimeSpan? clockOffset, CancellationToken cancellationToken)
    {
        var checkpoint = await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (checkpoint is not null && Difference(checkpoint, host, accountUuid) is { } difference)
            throw new ToolException(ExitCode.State, $"the checkpoint is of another follower: {difference}; give another state folder or name.");
        if (checkpoint?.Cursor is null)
            FutureStart.Refuse(checkpoint is null ? account.Start : checkpoint.Start, clockOffset, io.Clock, "choose another start");
        return $"{Beginning(checkpoint)} -> {Output(checkpoint)}";
    }

    private async Task<Checkpoint?> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.LoadAsync(_name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.State, e.Message);
        }
    }

    // As the library does it when the following begins.
    private string? Difference(Checkpoint checkpoint, string host, string? accountUuid)
    {
        (string What, string? Theirs, string? Ours)[] parts =
        [
            ("feed", checkpoint.Feed, feed),
            ("API version", checkpoint.ApiVersion, account.IsV1 ? "v1" : "v2"),
            ("server", checkpoint.Host, host),
            ("account", checkpoint.AccountUuid ?? accountUuid, accountUuid ?? checkpoint.AccountUuid),
        ];
        var differences = parts.Where(part => !string.Equals(part.Theirs, part.Ours, StringComparison.OrdinalIgnoreCase))
            .Select(part => $"its {part.What} is {part.Theirs}, and this one is {part.Ours}").ToList();
        return differences.Count > 0 ? StateText.List(differences) : null;
    }

    private string Beginning(Checkpoint? checkpoint) => checkpoint switch
    {
        null => $"begins at {StateText.Time(account.Start)}, {Text.Count(plan.PageSize, "event")} a page",
        { LastEventTime: { } last } => $"goes on after its checkpoint of {StateText.Time(checkpoint.SavedAt)}: {Text.Count(checkpoint.Events, "event")}, the last at {StateText.Time(last.Value)}",
        _ => $"goes on after its checkpoint of {StateText.Time(checkpoint.SavedAt)}: {Text.Count(checkpoint.Events, "event")}",
    };

    private string Output(Checkpoint? checkpoint)
    {
        if (plan.Output.Folder is not { } folder)
            return "standard output";
        using var sink = plan.Files(folder, account, feed, io);
        try
        {
            sink.Check(checkpoint);
            return sink.Where;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.Output, $"the output in the folder {folder} cannot be looked at: {e.Message}");
        }
    }
}
