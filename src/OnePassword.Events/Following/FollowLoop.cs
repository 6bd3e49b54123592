using System.Runtime.CompilerServices;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Following;

/// <summary>
/// The one loop that follows a feed by cursor for ever: drains it while there is more, then polls. A reset is sent once, at the
/// beginning, or anew after a refused cursor; from then on the server's cursor alone says where the feed stands, that of an idle
/// page as well.
/// </summary>
internal sealed class FollowLoop<TPage, TEvent>(FollowSource<TPage, TEvent> source, ICheckpointStore store, FollowOptions options)
    where TPage : IPage
{
    private readonly string _name = options.Name ?? source.Executor.Feed;
    private RecentUuids _recent = null!;
    private Checkpoint _position = null!;
    private Checkpoint _saved = null!;
    private long _savedPage;
    private EventTime? _again; // What comes up to this time has been read before, by a cursor that was refused.

    public async IAsyncEnumerable<FollowedPage<TEvent>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var claim = FollowClaim.Take(store, _name);
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        var request = FirstRequest();
        var standstill = new StallDetector();
        var wait = options.MinPollInterval;
        FollowedPage<TEvent>? last = null;
        var restarted = false;
        var tooLarge = int.MaxValue; // The page size at which the last page was too large.
        for (var number = 1L; true; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var call = source.Reader.NewCall(request);
            TPage page;
            try
            {
                page = await source.Reader.ReadAsync(request, call, cancellationToken).ConfigureAwait(false);
            }
            catch (EventsException e) when (NeedsRestart(e, request, restarted, tooLarge) && RestartRequest() is { } again)
            {
                tooLarge = e.Reason == EventsFailure.TooLarge ? source.Reader.LargestPage : tooLarge;
                (restarted, _again) = (true, _position.LastEventTime is { } latest && latest.Value <= _saved.SavedAt ? latest : null);
                source.Executor.Telemetry.Restarting(_name, again.Start!.Value);
                (request, _position) = (again, _position with { Cursor = null, Start = again.Start });
                continue;
            }
            ThrowIfInFuture(request.Start);
            restarted &= request.Cursor is null; // Until a cursor is taken again; a server that takes none would be asked without end.
            if (standstill.Reached(request, page))
                throw FeedRequestExecutor.NoProgress(call);

            var events = Fresh(page);
            var progress = Move(page, events);
            var thisPage = number;
            if (events.Count > 0 || source.Beside(page).ContainsKey("items")) // The latter: elements that are no events.
            {
                last = new FollowedPage<TEvent>(_name, events, source.Beside(page), page.HasMore, _position, source.Clock, (checkpoint, token) => SaveAsync(claim, thisPage, checkpoint, token));
                yield return last;
            }
            else if (last is not { IsCommitted: false } && _position.Cursor != _saved.Cursor)
            {
                await SaveAsync(claim, number, _position with { State = _saved.State, SavedAt = source.Clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
            }
            _position = _position with { State = _saved.State };
            options.Progress?.Report(progress); // Not before: a page that comes again because it could not be kept is no progress.

            request = PageRequest.After(page.Cursor);
            if (page.HasMore)
                continue;
            if (options.StopWhenCaughtUp)
                yield break;
            wait = page.Count > 0 ? options.MinPollInterval : Longer(wait);
            await Task.Delay(wait, source.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // What is read first is kept at once: a relative start would be another moment after a crash.
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var identity = source.Executor.Identity;
        var account = await identity.AccountAsync(cancellationToken).ConfigureAwait(false);
        var found = await store.LoadAsync(_name, cancellationToken).ConfigureAwait(false);
        if (found is not null)
            identity.EnsureMatches(_name, found, account);
        var first = options.Start.FirstRequest(source.Clock);
        _saved = found ?? identity.CreateCheckpoint() with
        {
            Cursor = first.Cursor,
            Start = first.Start,
            PageSize = first.Limit,
            State = options.State,
            SavedAt = source.Clock.GetUtcNow(),
        };
        _saved = _saved with { AccountUuid = _saved.AccountUuid ?? account };
        if (found is null)
            await store.SaveAsync(_name, _saved, cancellationToken).ConfigureAwait(false);
        (_position, _savedPage) = (_saved, 0);
        _recent = new RecentUuids(options.DuplicateWindow, _saved.RecentUuids, source.HasChecksums);
    }

    private PageRequest FirstRequest() => _saved.Cursor is { } cursor
        ? PageRequest.After(cursor)
        : new PageRequest(null, _saved.PageSize, _saved.Start, null);

    // A cursor keeps the page size that it was made with: pages that are too large need another one, as long as there is a smaller one.
    private bool NeedsRestart(EventsException failure, PageRequest request, bool restarted, int tooLarge) =>
        (failure.Reason == EventsFailure.CursorRejected && !restarted)
        || (failure.Reason == EventsFailure.TooLarge && request.Cursor is not null && source.Reader.LargestPage < tooLarge);

    // Null: the policy, or that there was no event yet, leaves nothing but to fail.
    private PageRequest? RestartRequest() =>
        options.OnCursorRejected == CursorRejectedAction.Restart && _position.LastEventTime is { } last
            ? new PageRequest(null, _position.PageSize ?? EventQuery.DefaultPageSize, Earlier(last.Value, _saved.SavedAt) - options.Overlap, null)
            : null;

    // An event of the future, by which there would be nothing to read again, does not hide what came after the last page that was saved.
    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    // Known after the first response, which states the server's time. Events up to such a start would be skipped without a word.
    private void ThrowIfInFuture(DateTimeOffset? start)
    {
        var now = source.Executor.Telemetry.Client.ServerClock.Now;
        if (start > now + ServerClock.Tolerance)
        {
            throw new CheckpointException(
                CheckpointFailure.StartInFuture,
                $"The checkpoint '{_name}' starts at {start:u}, which is in the future: the server's time is {now:u}. Correct the local clock, and save the checkpoint with another Start or remove it.");
        }
    }

    private IReadOnlyList<TEvent> Fresh(TPage page)
    {
        var events = source.Events(page);
        var fresh = events.Where(@event => _recent.IsNew(source.Uuid(@event), source.Checksum?.Invoke(@event), isOlder: _again is { } again && source.Time(@event) <= again)).ToList();
        return fresh.Count == events.Count ? events : fresh;
    }

    private FollowProgress Move(TPage page, IReadOnlyList<TEvent> events)
    {
        var duplicates = page.Count - events.Count;
        var latest = events.Select(source.Time).Append(_position.LastEventTime).Max();
        _position = _position with
        {
            Cursor = page.Cursor,
            LastEventTime = latest,
            Events = _position.Events + events.Count,
            Pages = _position.Pages + (events.Count > 0 ? 1 : 0),
            Duplicates = _position.Duplicates + duplicates,
            RecentUuids = events.Count > 0 ? _recent.Snapshot() : _position.RecentUuids,
        };
        source.Executor.Telemetry.DuplicatesDropped(duplicates);
        return new FollowProgress(_name, source.Executor.Feed, source.Clock.GetUtcNow(), !page.HasMore, events.Count, duplicates, latest, null, null);
    }

    private async ValueTask SaveAsync(FollowClaim claim, long page, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        claim.ThrowIfReplaced();
        if (page < _savedPage)
            return; // A later page was committed, and this one with it.
        await store.SaveAsync(_name, checkpoint, cancellationToken).ConfigureAwait(false);
        (_saved, _savedPage) = (checkpoint, page);
    }

    private TimeSpan Longer(TimeSpan wait) => 2 * wait < options.MaxPollInterval ? 2 * wait : options.MaxPollInterval;
}
