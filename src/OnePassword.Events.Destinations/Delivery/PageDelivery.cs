namespace OnePassword.Events.Destinations.Delivery;

/// <summary>The delivery of one page: it ends when every event is delivered or is a dead letter.</summary>
internal sealed class PageDelivery(
    DeliveryChannel channel, EventOrigin origin, BatchCutter cutter, IProgress<DeliveryReport>? progress)
{
    private readonly DeliveryOptions _options = channel.Options;
    private readonly List<DeadLetter> _rejected = [];
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
            if (channel.Budget.TryTake(_rejected.Count, events.Count) is not { } exceeded)
                break;

            // The destination, not the events, is the problem. Only the events that it does not have remain.
            remaining = [.. _rejected.Select(letter => letter.Event), .. _unsent];
            await WaitAsync($"events are rejected, and {exceeded}. The first reason: {_rejected[0].Reason}", cancellationToken)
                .ConfigureAwait(false);
        }
        if (_rejected.Count > 0)
            await WriteDeadLettersAsync(_rejected, cancellationToken).ConfigureAwait(false);
        Recover(); // The last events may be dead letters.
    }

    private async Task SendAsync(
        IReadOnlyList<RawEvent> events, int allowed, bool mayHaveArrived, CancellationToken cancellationToken)
    {
        _rejected.Clear();
        _unsent.Clear();
        foreach (var batch in cutter.Cut(events, origin, (one, reason) => Reject(one, reason, status: null)))
        {
            var parts = new Stack<(EventBatch Batch, bool IsRepeated)>();
            parts.Push((new EventBatch(origin, batch.Events) { MayHaveArrived = mayHaveArrived }, false));
            while (parts.TryPop(out var part))
            {
                if (_rejected.Count > allowed)
                {
                    _unsent.AddRange(part.Batch.Events.Select(one => one.Event));
                    continue;
                }
                var result = await AttemptAsync(part.Batch, part.IsRepeated, cancellationToken).ConfigureAwait(false);
                if (result.RejectedCount is { } count && _options.DeadLetters is not null)
                {
                    await WriteUnnamedAsync(result, part.Batch, count, allowed, cancellationToken).ConfigureAwait(false);
                    continue;
                }
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
        if (result.Warning is not null)
        {
            channel.Counters.Warned();
            progress?.Report(new DeliveryReport(origin) { Warning = $"{channel.Destination.Name}: {result.Warning}" });
        }
        if (result.Outcome is DeliveryOutcome.Retry or DeliveryOutcome.Stop)
            OnFailed(result, turn.Fail(result));
        else
            OnAccepted(turn, result);
        return result;
    }

    private void OnAccepted(DeliveryGate.Turn turn, DeliveryResult result)
    {
        turn.Succeed();
        if (result.Outcome == DeliveryOutcome.Delivered)
            Recover();
    }

    private void Recover()
    {
        if (_failingSince is null)
            return;
        _failingSince = null;
        progress?.Report(new DeliveryReport(origin));
    }

    /// <exception cref="DestinationException">The time for retries is over.</exception>
    private void OnFailed(DeliveryResult result, TimeSpan wait)
    {
        channel.Counters.Failed();
        var requiresOperator = result.Outcome == DeliveryOutcome.Stop;
        _failingSince ??= _options.Clock.GetTimestamp();
        var failingFor = _options.Clock.GetElapsedTime(_failingSince.Value);
        failingFor = failingFor > channel.Gate.FailingFor ? failingFor : channel.Gate.FailingFor; // Also with another page.
        var isOver = _options.RetryFor is { } limit && (requiresOperator || failingFor + wait > limit);
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
        foreach (var rejected in result.Rejected)
            Reject(batch.Events[rejected.Index].Event, rejected.Reason, rejected.Status);
        switch (result.Outcome)
        {
            case DeliveryOutcome.Delivered:
                channel.Counters.Delivered(count - result.Rejected.Count);
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

    // The destination says how many events it rejected, but not which. It has the others, so the request is not repeated.
    private async Task WriteUnnamedAsync(
        DeliveryResult result, EventBatch batch, int count, int allowed, CancellationToken cancellationToken)
    {
        channel.Counters.Delivered(batch.Events.Count - count);
        var letters = result.Rejected.Select(one => Letter(batch.Events[one.Index].Event, one.Reason, one.Status));
        await WriteDeadLettersAsync([.. letters], cancellationToken).ConfigureAwait(false);
        if (count > allowed)
            await WaitAsync($"{result.Rejected[0].Reason} The rejected events are dead letters.", cancellationToken)
                .ConfigureAwait(false);
    }

    private void Reject(RawEvent rawEvent, string reason, int? status) => _rejected.Add(Letter(rawEvent, reason, status));

    private DeadLetter Letter(RawEvent rawEvent, string reason, int? status) =>
        new(rawEvent, origin, channel.Destination.Name, reason, status, _options.Clock.GetUtcNow());

    private async Task WaitAsync(string reason, CancellationToken cancellationToken)
    {
        OnFailed(DeliveryResult.Stop(reason), _options.OperatorWait);
        await channel.Gate.WaitForOperatorAsync(cancellationToken).ConfigureAwait(false);
    }

    // A failure is retried here: the page as a whole would deliver its other events twice.
    private async Task WriteDeadLettersAsync(List<DeadLetter> letters, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _options.DeadLetters!.AppendAsync(letters, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await WaitAsync($"rejected events cannot be written to the dead letters: {e.Message}", cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        channel.Counters.DeadLetters(letters.Count);
        progress?.Report(new DeliveryReport(origin) { DeadLetters = [.. letters] });
    }
}
