using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Follows one feed of one account into one output: delivers the events of a page, then commits its cursor together with the
/// state of the sink. At the start, and after each failure, the sink is opened with the checkpoint.
/// </summary>
internal sealed class FeedFollower(
    IEventFeed feed,
    FollowedAccount followed,
    AccountClient client,
    FollowContext context,
    FollowOutput output,
    IFollowSink sink,
    ICheckpointStore store,
    FeedStatus status) : IDisposable
{
    private static readonly TimeSpan TakeoverDelay = TimeSpan.FromSeconds(1);

    private readonly FollowOptions _options = context.Plan.OptionsOf(followed, feed.Name, output);
    private readonly string _name = output.CheckpointName(followed.Account, feed.Name);
    private int _pageSize = context.Plan.PageSize;
    private bool _hasStarted;
    private bool _mayHaveArrived; // An earlier run, or a failed attempt, may have delivered events of the next page.

    private CliContext Cli => context.Cli;

    private string? SetCommand => context.CommandOf("set", _name, store);

    /// <returns>Null on success, otherwise the exit code of the failure.</returns>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        _options.OnStart = (checkpoint, token) => WriteAsync(() => Task.FromResult(Start(checkpoint)), token);
        _options.OnCommitted = (position, _) => WriteAsync(
            () => sink.FinishAsync(
                state => position.SaveStateAsync(state, CancellationToken.None).AsTask(),
                endsRun: context.Plan.Once && !position.HasMore),
            CancellationToken.None); // An interruption after the last page must not leave a finished file open.
        _options.Progress = status;
        try
        {
            if (store is FileCheckpointStore) // An unreadable checkpoint fails here, and is not retried.
                _ = await store.LoadAsync(_name, cancellationToken).ConfigureAwait(false);
            if (context.Plan.Once)
                await DrainAsync(cancellationToken).ConfigureAwait(false);
            else
                await FollowAsync(cancellationToken).ConfigureAwait(false);
            status.End(failure: null);
            return null;
        }
        catch (EventsException e)
        {
            var remedy = e.Reason is EventsFailure.CursorRejected or EventsFailure.TooLarge ? Remedy(e.Reason) : null;
            return Fail(Failure.Of(e, status.Source, remedy));
        }
        catch (CheckpointException e) when (e.Reason == CheckpointFailure.TakenOver && context.TakenOver is not null)
        {
            Cli.Messages.Information(MessageEvent.TakenOver, "Another node follows this account now.", status.Source);
            context.TakenOver();
            return null;
        }
        catch (CheckpointException e)
        {
            return Fail(Failure.Of(e, status.Source, RemedyOf(e.Reason)));
        }
        catch (DestinationException e)
        {
            status.End(e); // The output has reported it, once for all its feeds.
            return ExitCode.Output;
        }
        catch (Exception e) when (
            e is CliException or IOException or UnauthorizedAccessException || !cancellationToken.IsCancellationRequested)
        {
            // Any other exception is reported here too, because the other feeds continue.
            return Fail(Failure.Of(e, status.Source));
        }
    }

    /// <summary>Reports that the feed has stopped, because its output failed.</summary>
    /// <returns>The exit code.</returns>
    public int Fail(Exception failure) => Fail(Failure.Of(failure, status.Source));

    public void Dispose() => sink.Dispose();

    private string? Start(Checkpoint? checkpoint)
    {
        _mayHaveArrived = true;
        if (_hasStarted)
            return sink.Open(checkpoint);
        if (checkpoint is null)
            StartTime.ThrowIfInFuture(followed.Start, client.ClockOffset, Cli.Clock, "specify the start as a time");
        else if (checkpoint.Cursor is null)
            StartTime.ThrowIfInFuture(
                checkpoint.Start, client.ClockOffset, Cli.Clock,
                SetCommand is { } command ? $"run `{command} --since <time>`" : "correct the local clock");
        _pageSize = checkpoint?.PageSize ?? _pageSize;
        var state = sink.Open(checkpoint);
        _hasStarted = true;
        status.Start(checkpoint);
        var start = checkpoint is null
            ? $"starts at {Format.Time(followed.Start)}"
            : $"continues from its checkpoint of {Format.Time(checkpoint.SavedAt)}";
        var note = $"{start} with {Format.Count(_pageSize, "event")} per page -> {sink.Location}";
        // A node starts hundreds of feeds at once, and again when another node ends.
        var level = context.Plan.IsAssigned ? MessageLevel.Debug : MessageLevel.Information;
        Cli.Messages.Write(new Message(level, MessageLog.NameOf(MessageEvent.FeedStarted), note) { Source = status.Source });
        return state;
    }

    // A process that hung, and was replaced, becomes the one that waits.
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await feed.FollowRawAsync(store, HandleAsync, _options, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (CheckpointException e) when (
                e.Reason == CheckpointFailure.TakenOver && !context.Plan.IsAssigned
                && output is EventStoreOutput { WaitsToTakeOver: true })
            {
                Cli.Messages.Warning(MessageEvent.TakenOver, $"{e.Problem} Waiting to take over.", status.Source);
                await Task.Delay(TakeoverDelay, Cli.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Not with the overload that retries: with --once, the operator wants to see a failure now.
    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        await foreach (var page in feed.FollowRawAsync(store, _options, cancellationToken).ConfigureAwait(false))
        {
            var state = await HandleAsync(page, cancellationToken).ConfigureAwait(false);
            await page.CommitAsync(state, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<string?> HandleAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken)
    {
        await context.FreeSpace.WaitAsync(
            sink,
            () => WriteAsync(() => Task.Run(sink.RemoveOld, cancellationToken), cancellationToken),
            low => status.Wait(low, FreeSpaceFloor.Interval), cancellationToken).ConfigureAwait(false);
        var events = new OutputPage(page.Items, client.OriginOf(feed.Name), _mayHaveArrived, SaveStateAsync) { Page = page };
        var state = await WriteAsync(() => sink.AppendAsync(events, cancellationToken), cancellationToken).ConfigureAwait(false);
        _mayHaveArrived = false;

        // Without a state, a canceled follower would not commit: lines that standard output has would be written again.
        if (state is null)
            await page.CommitAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false);
        return state;

        Task SaveStateAsync(string state) => page.SaveStateAsync(state, CancellationToken.None).AsTask();
    }

    // Only the disk has turns: a page that waits for its acknowledgement, or for a server, would hold up other feeds.
    private Task<T> WriteAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        sink.Folder is null ? work() : context.Disk.RunAsync(work, cancellationToken);

    private Task WriteAsync(Func<Task> work, CancellationToken cancellationToken) =>
        sink.Folder is null ? work() : context.Disk.RunAsync(work, cancellationToken);

    // Restarts before the last event, if there is one: duplicates are recognized.
    private string Remedy(EventsFailure reason)
    {
        var since = status.Status.LastEventTime is { } last
            ? Format.Time(last.Value - _options.Overlap)
            : Duration.Format(EventQuery.Retention);
        var pageSize = reason == EventsFailure.TooLarge ? $" --page-size {Math.Max(1, _pageSize / 2)}" : "";
        const string Restart = "se --on-cursor-rejected restart (in a file: on_cursor_rejected).";
        return SetCommand is { } command ? $"Run `{command} --since {since}{pageSize}`, or u{Restart}" : $"U{Restart}";
    }

    // With the names that the commands need.
    private string? RemedyOf(CheckpointFailure reason) => reason switch
    {
        _ when output is EventStoreOutput stored => stored.RemedyOf(reason),
        CheckpointFailure.Corrupt =>
            $"Restore a backup, or run `{context.CommandOf("reset", _name, store)}`: the feed then starts from the beginning, in "
            + "another output folder.",
        CheckpointFailure.StartInFuture =>
            $"Correct the local clock, and run `{SetCommand} --since <time>`.",
        _ => null,
    };

    private int Fail(Failure failure)
    {
        status.End(new CliException(failure.ExitCode, failure.Text));
        Cli.Messages.Error(MessageEvent.FeedFailed, failure.ExitCode, failure.Text, failure.Source, failure.NamesSource);
        return failure.ExitCode;
    }
}
