using System.Runtime.CompilerServices;
using OnePassword.Events.Checkpoints;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Following;

/// <summary>
/// Follows a feed by cursor: reads pages while the server has more, then polls. Only the first request and a restart after a
/// rejected cursor name a time; every other request continues from the cursor of the last page, empty pages included.
/// </summary>
internal sealed class FollowLoop<TPage, TEvent>(
    PageReader<TPage, TEvent> reader, ICheckpointStore checkpoints, FollowOptions options, bool isRetry = false)
    where TPage : class, IPage
{
    private readonly ICheckpointStore _checkpoints = checkpoints ?? throw new ArgumentNullException(nameof(checkpoints));
    private readonly string _name = options.Name ?? reader.Executor.Feed;
    private CommittedPosition _committed = null!;
    private RecentUuids _recent = null!;
    private Checkpoint _position = null!; // After the last page that was read, committed or not.
    private EventTime? _readUntil; // The latest event time before the cursor was rejected.
    private bool _restarted; // Until the server accepts a cursor, so that a server that accepts none ends the loop.
    private int _tooLargePageSize = int.MaxValue; // The size of the last page that was too large.
    private Random _random = null!;

    public async IAsyncEnumerable<FollowedPage<TEvent>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var claim = FollowClaim.Acquire(_checkpoints, _name);
        (_restarted, _readUntil, _tooLargePageSize) = (false, null, int.MaxValue);
        _committed = new CommittedPosition(_checkpoints, _name, claim, reader.Clock);
        _random = new Random(StringComparer.Ordinal.GetHashCode(_name)); // Differs between feeds, and between processes.
        await StartAsync(cancellationToken).ConfigureAwait(false);
        var cursor = new PageCursor(_position.Cursor is { } stored
            ? PageRequest.After(stored)
            : new PageRequest(null, _position.PageSize, _position.Start, null));
        var wait = options.MinPollInterval;
        FollowedPage<TEvent>? last = null;
        for (var number = 1L; true; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var request = cursor.Request;
            TPage page;
            try
            {
                page = await reader.ReadAsync(cursor, cancellationToken).ConfigureAwait(false);
            }
            catch (EventsException e)
            {
                if (!CanRestart(e, request))
                    throw;
                cursor = new PageCursor(Restart(e));
                continue;
            }
            ThrowIfInFuture(request.Start);
            _restarted &= request.Cursor is null;

            var events = WithoutDuplicates(page);
            var additional = reader.Format.AdditionalPropertiesOf(page);
            var progress = Advance(page, events);
            if (events.Count > 0 || additional.ContainsKey("items")) // The latter: elements that are not events.
            {
                last = new FollowedPage<TEvent>(_name, events, additional, page.HasMore, _position, number, _committed);
                yield return last;
            }
            else if (last is not { IsCommitted: false } && _position.Cursor != _committed.Checkpoint.Cursor)
            {
                await _committed.CommitAsync(number, _position, state: null, save: null, cancellationToken).ConfigureAwait(false);
            }
            options.Progress?.Report(progress); // Only now: a page whose handler failed is not progress.
            if (options.OnCommitted is { } onCommitted && last is not { IsCommitted: false })
                await onCommitted(new(_name, page.HasMore, _committed), cancellationToken).ConfigureAwait(false);

            if (page.HasMore)
                continue;
            if (options.StopWhenCaughtUp)
                yield break;
            wait = page.Count > 0 ? options.MinPollInterval : Backoff.Next(wait, options.MaxPollInterval);
            await Task.Delay(wait * (1 - options.PollJitter * _random.NextDouble()), reader.Clock, cancellationToken)
                    .ConfigureAwait(false);
        }
    }

    // A new checkpoint is stored before the first request: otherwise a relative start would resolve to a different time after a
    // crash.
    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var identity = reader.Executor.Identity;
        var account = await identity.AccountAsync(cancellationToken).ConfigureAwait(false);
        var stored = await _checkpoints.LoadAsync(_name, cancellationToken).ConfigureAwait(false);
        if (stored is not null)
            identity.EnsureMatches(_name, stored, account);
        var state = options.OnStart is null ? null : await options.OnStart(stored, cancellationToken).ConfigureAwait(false);
        CheckpointText.Checked(state);
        if (stored is not null)
            _committed.Start(stored with { AccountUuid = stored.AccountUuid ?? account });
        else
            await _committed.CommitAsync(0, NewCheckpoint(account), state, save: null, cancellationToken).ConfigureAwait(false);
        _position = _committed.Checkpoint;
        if (!isRetry)
            reader.Executor.Telemetry.FollowingStarted(_name, stored, _position.Start);
        _recent = new RecentUuids(options.DuplicateWindow, _position.RecentUuids, reader.Format.HasChecksums);
    }

    private Checkpoint NewCheckpoint(string? account)
    {
        var first = options.Start.FirstRequest(reader.Clock);
        return reader.Executor.Identity.CreateCheckpoint() with
        {
            Cursor = first.Cursor,
            Start = first.Start,
            PageSize = first.Limit,
            AccountUuid = account,
        };
    }

    // A cursor keeps the page size that it was created with, so a page that is too large needs a restart while a smaller size is
    // left.
    private bool CanRestart(EventsException failure, PageRequest request) =>
        options.OnCursorRejected == CursorRejectedAction.Restart && _position.LastEventTime is not null && failure.Reason switch
        {
            EventsFailure.CursorRejected => !_restarted,
            EventsFailure.TooLarge => request.Cursor is not null && reader.LargestPage < _tooLargePageSize,
            _ => false,
        };

    // The last event may claim a time in the future, so the time of the last commit is a second bound.
    private PageRequest Restart(EventsException failure)
    {
        var (last, savedAt) = (_position.LastEventTime!.Value, _committed.Checkpoint.SavedAt);
        var start = EventQuery.Before(last.Value < savedAt ? last.Value : savedAt, options.Overlap);
        if (failure.Reason == EventsFailure.TooLarge)
            _tooLargePageSize = reader.LargestPage;
        (_restarted, _readUntil) = (true, last.Value <= savedAt ? last : null);
        reader.Executor.Telemetry.Restarting(_name, start);
        _position = _position with { Cursor = null, Start = start };
        return new PageRequest(null, _position.PageSize ?? EventQuery.DefaultPageSize, start, null);
    }

    // Checked after the first response, which states the server's time. Events before such a start would be skipped silently.
    private void ThrowIfInFuture(DateTimeOffset? start)
    {
        var now = reader.Executor.Telemetry.Client.ServerClock.Now;
        if (start > now + ClockTolerance.Value)
        {
            throw new CheckpointException(
                CheckpointFailure.StartInFuture,
                $"The checkpoint '{_name}' starts at {start:u}, which is in the future: the server's time is {now:u}.",
                "Correct the local clock, and save the checkpoint with another Start or remove it.");
        }
    }

    private IReadOnlyList<TEvent> WithoutDuplicates(TPage page)
    {
        var events = reader.Format.EventsOf(page);
        var fresh = events.Where(IsNew).ToList();
        return fresh.Count == events.Count ? events : fresh;
    }

    private bool IsNew(TEvent @event)
    {
        var isOlder = _readUntil is { } time && reader.Format.TimestampOf(@event) <= time;
        return _recent.IsNew(reader.Format.UuidOf(@event), reader.Format.ChecksumOf(@event), isOlder);
    }

    private FollowProgress Advance(TPage page, IReadOnlyList<TEvent> events)
    {
        var duplicates = page.Count - events.Count;
        _position = _position with
        {
            Cursor = page.Cursor,
            LastEventTime = events.Select(reader.Format.TimestampOf).Append(_position.LastEventTime).Max(),
            Events = _position.Events + events.Count,
            Pages = _position.Pages + (events.Count > 0 ? 1 : 0),
            Duplicates = _position.Duplicates + duplicates,
            RecentUuids = events.Count > 0 ? _recent.Snapshot() : _position.RecentUuids,
            State = _committed.Checkpoint.State,
        };
        reader.Executor.Telemetry.DuplicatesDropped(duplicates);
        return new FollowProgress(
            _name,
            reader.Executor.Feed,
            reader.Clock.GetUtcNow(),
            CaughtUp: !page.HasMore,
            events.Count,
            duplicates,
            _position.LastEventTime,
            Failure: null,
            RetryIn: null);
    }
}
