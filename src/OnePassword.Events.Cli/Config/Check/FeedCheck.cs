using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Identity;

namespace OnePassword.Events.Cli.Config.Check;

/// <summary>Predicts how one feed would start for one output, from its checkpoint and its files. Nothing is changed.</summary>
internal sealed class FeedCheck(
    FollowPlan plan, FollowedAccount followed, string feed, FollowOutput output, FileCheckpointStore? store, CliContext cli)
{
    private readonly string _name = output.CheckpointName(followed.Account, feed);

    /// <returns>The start of the feed, and the output of its events.</returns>
    /// <exception cref="CliException">The feed would fail.</exception>
    public async Task<string> RunAsync(AccountClient client, CancellationToken cancellationToken)
    {
        var checkpoint = await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (checkpoint is not null && CheckpointIdentity.Difference(
            checkpoint, feed, followed.Account.ApiVersion, client.Region, client.AccountUuid) is { } difference)
            throw new CliException(
                ExitCode.State, $"the checkpoint {difference} {Failure.MismatchRemedy}");
        if (checkpoint?.Cursor is null)
            StartTime.ThrowIfInFuture(
                checkpoint is null ? followed.Start : checkpoint.Start, client.ClockOffset, cli.Clock, "choose another start");
        var location = output.Check(followed.Account, feed, checkpoint, plan.OutputContext(cli));
        return $"{Start(checkpoint)} -> {location}";
    }

    private async Task<Checkpoint?> LoadAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Account.ShortTimeout, cli.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return output.HasCheckpoints
                ? await output.PeekAsync(followed.Account, feed, stop.Token).ConfigureAwait(false)
                : await store!.LoadAsync(_name, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException(
                ExitCode.Output, $"the output does not respond within {Duration.Format(Account.ShortTimeout)}.");
        }
        catch (CheckpointException e)
        {
            throw new CliException(ExitCode.State, Failure.Of(e).Text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.State, e.Message);
        }
    }

    private string Start(Checkpoint? checkpoint)
    {
        if (checkpoint is null)
            return $"starts at {Format.Time(followed.Start)} with {Format.Count(plan.PageSize, "event")} per page";
        var last = checkpoint.LastEventTime is { } time ? $", last at {Format.Time(time.Value)}" : "";
        var events = Format.Count(checkpoint.Events, "event");
        return $"continues from its checkpoint of {Format.Time(checkpoint.SavedAt)}: {events}{last}";
    }
}
