using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Check;

/// <summary>Predicts how one feed would start, from its checkpoint and its files. Nothing is changed.</summary>
internal sealed class FeedCheck(FollowPlan plan, FollowedAccount followed, string feed, FileCheckpointStore store, CliContext cli)
{
    private readonly string _name = followed.Account.CheckpointName(feed);

    /// <returns>The start of the feed, and the output of its events.</returns>
    /// <exception cref="CliException">The feed would fail.</exception>
    public async Task<string> RunAsync(AccountClient client, CancellationToken cancellationToken)
    {
        var checkpoint = await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (checkpoint is not null && Difference(checkpoint, client) is { } difference)
            throw new CliException(
                ExitCode.State,
                $"the checkpoint belongs to another follower: {difference}. Use another state folder or account name.");
        if (checkpoint?.Cursor is null)
            StartTime.ThrowIfInFuture(
                checkpoint is null ? followed.Start : checkpoint.Start, client.ClockOffset, cli.Clock, "choose another start");
        return $"{Start(checkpoint)} -> {Output(checkpoint)}";
    }

    private async Task<Checkpoint?> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.LoadAsync(_name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.State, e.Message);
        }
    }

    // The library compares the same fields when it starts to follow.
    private string? Difference(Checkpoint checkpoint, AccountClient client)
    {
        (string What, string? Theirs, string? Ours)[] fields =
        [
            ("feed", checkpoint.Feed, feed),
            ("API version", checkpoint.ApiVersion, followed.Account.ApiVersion),
            ("server", checkpoint.Host, client.Region.Server),
            ("account", checkpoint.AccountUuid ?? client.AccountUuid, client.AccountUuid ?? checkpoint.AccountUuid),
        ];
        var differences = fields.Where(field => !string.Equals(field.Theirs, field.Ours, StringComparison.Ordinal))
            .Select(field => $"its {field.What} is {field.Theirs}, not {field.Ours}").ToList();
        return differences.Count > 0 ? Format.List(differences) : null;
    }

    private string Start(Checkpoint? checkpoint)
    {
        if (checkpoint is null)
            return $"starts at {Format.Time(followed.Start)} with {Format.Count(plan.PageSize, "event")} per page";
        var last = checkpoint.LastEventTime is { } time ? $", last at {Format.Time(time.Value)}" : "";
        var events = Format.Count(checkpoint.Events, "event");
        return $"continues from its checkpoint of {Format.Time(checkpoint.SavedAt)}: {events}{last}";
    }

    private string Output(Checkpoint? checkpoint)
    {
        if (plan.Output.Folder is not { } folder)
            return Cli.Output.SharedOutput.Name;
        using var sink = plan.FilesOf(folder, followed.Account, feed, cli);
        try
        {
            sink.Check(checkpoint);
            return sink.Location;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Output, $"the output in the folder {folder} cannot be read: {e.Message}");
        }
    }
}
