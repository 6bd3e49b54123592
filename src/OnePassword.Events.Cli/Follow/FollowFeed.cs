using OnePassword.Events.Cli.Connection;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Follows one feed of one account into its sink: writes the lines of a page, then commits its cursor together with what the sink
/// says of itself. After a failure anywhere between, the output is opened again, and what was not committed is removed.
/// </summary>
internal sealed class FollowFeed(IEventFeed feed, FollowOptions options, FileCheckpointStore store, IFollowSink sink, FollowLines lines, TimeSpan? clockOffset, FollowStatus status, AccountToken token, Turns disk, ToolIo io, bool once) : IDisposable
{
    private readonly string _name = options.Name!;
    private int? _pageSize = options.Start.PageSize;
    private bool _open;

    /// <returns>Null when it is done, else the exit code of its failure.</returns>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await disk.RunAsync(() => BeginAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            if (once)
                await DrainAsync(cancellationToken).ConfigureAwait(false);
            else
                await feed.FollowRawAsync(store, TakeAsync, options, cancellationToken).ConfigureAwait(false);
            status.End(failure: null);
            return null;
        }
        catch (CheckpointException e)
        {
            return await FailAsync(ExitCode.State, e.Message).ConfigureAwait(false);
        }
        catch (EventsException e)
        {
            return await FailAsync(ExitCode.Of(e), e.Reason is EventsFailure.CursorRejected or EventsFailure.TooLarge ? $"{e.Message} {Way(e.Reason)}" : e.Message).ConfigureAwait(false);
        }
        catch (ToolException e)
        {
            return await FailAsync(e.ExitCode, $"{_name}: {e.Message}").ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: it is told here, where the other feeds go on, or by nobody.
            return await FailAsync(e is IOException or UnauthorizedAccessException ? ExitCode.Output : ExitCode.Server, $"{_name}: {e.Message}").ConfigureAwait(false);
        }
    }

    public void Dispose() => sink.Dispose();

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var checkpoint = await store.LoadAsync(_name, cancellationToken).ConfigureAwait(false);
        if (checkpoint is null)
            FutureStart.Refuse(options.Start.Start, clockOffset, io.Clock, "give the start as a time");
        else if (checkpoint.Cursor is null)
            FutureStart.Refuse(checkpoint.Start, clockOffset, io.Clock, $"set it by: op-events state set {_name} --state {store.Folder} --since <duration|time>");
        _pageSize = checkpoint?.PageSize ?? _pageSize;
        var state = sink.Open(checkpoint);
        options.OnStart = (_, _) => Task.FromResult(state);
        options.Progress = new Watch(status, token);
        _open = true;
        status.Begin(checkpoint);
        await io.Error.WriteLineAsync(checkpoint is null
            ? $"{_name}: begins at {options.Start.Start:u}, {options.Start.PageSize} events a page -> {sink.Where}"
            : $"{_name}: goes on after its checkpoint of {checkpoint.SavedAt:u}, whose start and page size are used on -> {sink.Where}").ConfigureAwait(false);
    }

    // By hand, and not by the function that waits for ever: whoever asks once wants to know of a failure now.
    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        await foreach (var page in feed.FollowRawAsync(store, options, cancellationToken).ConfigureAwait(false))
            await TakeAsync(page, cancellationToken).ConfigureAwait(false);
    }

    private Task TakeAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken) =>
        disk.RunAsync(() => KeepAsync(page, cancellationToken), cancellationToken);

    private async Task KeepAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken)
    {
        if (!_open)
            sink.Open(await store.LoadAsync(_name, cancellationToken).ConfigureAwait(false));
        _open = false;
        var state = await sink.WriteAsync(lines.Write(page.Items, io.Clock.GetUtcNow()), SaveAsync, cancellationToken).ConfigureAwait(false);
        await page.CommitAsync(state, CancellationToken.None).ConfigureAwait(false);
        _open = true;
        SmallHeap.PageIsDoneWith();
    }

    private async Task SaveAsync(string state)
    {
        var checkpoint = await store.LoadAsync(_name, CancellationToken.None).ConfigureAwait(false);
        await store.SaveAsync(_name, checkpoint! with { State = state }, CancellationToken.None).ConfigureAwait(false);
    }

    // From a while before the last event, if there was one; what is there already is recognised.
    private string Way(EventsFailure reason)
    {
        var since = status.Now.LastEventTime is { } last ? StateText.Time(last.Value - options.Overlap) : Duration.Text(EventQuery.Retention);
        var size = reason == EventsFailure.TooLarge ? $" --page-size {Math.Max(1, (_pageSize ?? EventQuery.DefaultPageSize) / 2)}" : "";
        return $"That is: op-events state set {_name} --state {store.Folder} --since {since}{size}; "
            + "or follow with --refused-cursor restart (in a file: cursor_refused), which does it by itself.";
    }

    private async Task<int?> FailAsync(int exitCode, string message)
    {
        status.End(message);
        await io.Error.WriteLineAsync($"op-events: {message}").ConfigureAwait(false);
        return exitCode;
    }

    // A token that is refused may have been replaced where it comes from.
    private sealed class Watch(FollowStatus status, AccountToken token) : IProgress<FollowProgress>
    {
        public void Report(FollowProgress value)
        {
            if (value.Failure is EventsException { Reason: EventsFailure.TokenRejected or EventsFailure.FeatureMissing })
                token.Forget();
            status.Report(value);
        }
    }
}
