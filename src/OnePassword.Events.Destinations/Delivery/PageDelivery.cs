namespace OnePassword.Events.Destinations.Delivery;

/// <summary>The delivery of one page: it ends when every event is delivered or is a dead letter.</summary>
internal sealed class PageDelivery(
    DeliveryChannel channel, EventOrigin origin, BatchCutter cutter, IProgress<DeliveryReport>? progress)
{
    private readonly DeliveryOptions _options = channel.Options;
    private readonly List<DeadLetter> _rejected = [];
    private int _unnamed; // Dead letters of a destination that rejected fewer, and does not say which.
    private readonly List<RawEvent> _unsent = [];
    private long? _failingSince;

    /// <exception cref="DestinationException">The time for retries is over.</exception>
    public async Task RunAsync(IReadOnlyList<RawEvent> events, bool mayHaveArrived, CancellationToken cancellationToken)
    {
        var remaining = events;
        while (true)
        {
            var allowed = channel.Budget.Allowed(events.Count);
            await SendAsync(remaining, allowed, mayHaveArrived, cancellationToken).ConfigureAwait(false);
            if (channel.Budget.TryTake(_rejected.Count - _unnamed, events.Count) is not { } exceeded)
                break;

            // The destination, not the events, is the problem. Only the events that it does not have remain.
            remaining = [.. _rejected.Select(letter => letter.Event), .. _unsent];
            await WaitAsync($"events are rejected, and {exceeded}. The first reason: {_rejected[0].Reason}", cancellationToken)
                .ConfigureAwait(false);
        }
        if (_rejected.Count > 0)
            await ParkAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(
        IReadOnlyList<RawEvent> events, int allowed, bool mayHaveArrived, CancellationToken cancellationToken)
    {
        _rejected.Clear();
        _unnamed = 0;
        _unsent.Clear();
        foreach (var batch in cutter.Cut(events, origin, (one, reason) => Reject(one, reason, status: null)))
        {
            var parts = new Stack<(EventBatch Batch, bool IsRepeated)>();
            parts.Push((new EventBatch(origin, batch.Events) { MayHaveArrived = mayHaveArrived }, false));
            while (parts.TryPop(out var part))
            {
                if (_rejected.Count - _unnamed > allowed)
                {
                    _unsent.AddRange(part.Batch.Events.Select(one => one.Event));
                    continue;
                }
                var result = await AttemptAsync(part.Batch, part.IsRepeated, cancellationToken).ConfigureAwait(false);
                foreach (var next in Apply(result, part.Batch).Reverse())
                    parts.Push(next);
            }
        }
    }

    private async Task<DeliveryResult> AttemptAsync(EventBatch batch, bool isRepeated, CancellationToken cancellationToken)
    {
        using var turn = await channel.Gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        channel.Counters.Attempt(batch, isRepeated);
        var result = await channel.SendAsync(batch, cancellationToken).ConfigureAwait(false);
        if (result.Outcome is DeliveryOutcome.Retry or DeliveryOutcome.Stop)
            OnFailed(result, turn.Fail(result));
        else
            OnAccepted(turn, result);
        if (result.Warning is not null)
        {
            channel.Counters.Warned();
            progress?.Report(new DeliveryReport(origin) { Warning = $"{channel.Destination.Name}: {result.Warning}" });
        }
        return result;
    }

    private void OnAccepted(DeliveryGate.Turn turn, DeliveryResult result)
    {
        turn.Succeed();
        if (_failingSince is not null && result.Outcome == DeliveryOutcome.Delivered)
        {
            _failingSince = null;
            progress?.Report(new DeliveryReport(origin));
        }
    }

    /// <exception cref="DestinationException">The time for retries is over.</exception>
    private void OnFailed(DeliveryResult result, TimeSpan wait)
    {
        channel.Counters.Failed();
        var requiresOperator = result.Outcome == DeliveryOutcome.Stop;
        _failingSince ??= _options.Clock.GetTimestamp();
        var isOver = _options.RetryFor is { } limit
            && (requiresOperator || _options.Clock.GetElapsedTime(_failingSince.Value) + wait > limit);
        progress?.Report(new DeliveryReport(origin)
        {
            Failure = $"{channel.Destination.Name}: {result.Reason}",
            RetryIn = isOver ? null : wait,
            RequiresOperator = requiresOperator,
            SecretRejected = result.SecretRejected,
        });
        if (isOver)
        {
            throw new DestinationException($"{channel.Destination.Name}: {result.Reason}")
            {
                RequiresOperator = requiresOperator,
            };
        }
    }

    // Returns the parts of the batch that are sent next.
    private IEnumerable<(EventBatch Batch, bool IsRepeated)> Apply(DeliveryResult result, EventBatch batch)
    {
        var count = batch.Events.Count;
        var rejections = result.RejectedCount ?? result.Rejected.Count;
        _unnamed += result.Rejected.Count - rejections;
        foreach (var rejected in result.Rejected)
            Reject(batch.Events[rejected.Index].Event, rejected.Reason, rejected.Status);
        switch (result.Outcome)
        {
            case DeliveryOutcome.Delivered:
                channel.Counters.Delivered(count - rejections);
                return [];
            case DeliveryOutcome.Split when count == 1:
                Reject(batch.Events[0].Event, result.Reason, result.Status);
                return [];
            case DeliveryOutcome.Split:
                return
                [
                    (batch.Part(Enumerable.Range(0, count / 2), result.MayHaveArrived), true),
                    (batch.Part(Enumerable.Range(count / 2, count - (count / 2)), result.MayHaveArrived), true),
                ];
            default:
                var pending = result.Pending
                    ?? [.. Enumerable.Range(0, count).Except(result.Rejected.Select(rejected => rejected.Index))];
                channel.Counters.Delivered(count - pending.Count - result.Rejected.Count);
                return pending.Count == 0 ? [] : [(batch.Part(pending, result.MayHaveArrived), true)];
        }
    }

    private void Reject(RawEvent @event, string reason, int? status) => _rejected.Add(
        new DeadLetter(@event, origin, channel.Destination.Name, reason, status, _options.Clock.GetUtcNow()));

    private async Task WaitAsync(string reason, CancellationToken cancellationToken)
    {
        OnFailed(DeliveryResult.Stop(reason), _options.OperatorWait);
        await Task.Delay(_options.OperatorWait, _options.Clock, cancellationToken).ConfigureAwait(false);
    }

    private async Task ParkAsync(CancellationToken cancellationToken)
    {
        await _options.DeadLetters!.AppendAsync(_rejected, cancellationToken).ConfigureAwait(false);
        channel.Counters.Parked(_rejected.Count);
        progress?.Report(new DeliveryReport(origin) { Parked = [.. _rejected] });
    }
}
