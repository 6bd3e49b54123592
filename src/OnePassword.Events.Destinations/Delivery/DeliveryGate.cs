using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Destinations.Delivery;

/// <summary>
/// The circuit and the concurrency of one destination. While it fails, all feeds wait, then one attempt at a time tries it.
/// </summary>
internal sealed class DeliveryGate(int maxConcurrency, DeliveryOptions options) : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _slots = new(maxConcurrency);
    private readonly SemaphoreSlim _trial = new(1);
    private int _failures;
    private TimeSpan _bound = FirstWait;
    private long _failedAt;
    private TimeSpan _wait;
    private bool _waitsForOperator;
    private int _corrections;
    private TaskCompletionSource _corrected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _failingSince; // The start of the first attempt that failed.

    /// <summary>Gets how long the destination has failed; zero if it does not.</summary>
    public TimeSpan FailingFor
    {
        get
        {
            lock (_lock)
                return _failures == 0 ? TimeSpan.Zero : options.Clock.GetElapsedTime(_failingSince);
        }
    }

    /// <summary>Waits for the turn of an attempt.</summary>
    public async Task<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                await WaitAsync(Left(), cancellationToken).ConfigureAwait(false);
                if (Failures == 0)
                    return new Turn(this, isTrial: false, failures: 0, options.Clock.GetTimestamp());
                await _trial.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (Failures is > 0 and var failures && Left().Time == TimeSpan.Zero)
                    return new Turn(this, isTrial: true, failures, options.Clock.GetTimestamp());
                _trial.Release();
            }
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    /// <summary>Waits for an operator, or until <see cref="Correct"/> is called.</summary>
    public Task WaitForOperatorAsync(CancellationToken cancellationToken)
    {
        Task corrected;
        lock (_lock)
            corrected = _corrected.Task;
        return WaitAsync((options.OperatorWait, corrected), cancellationToken);
    }

    /// <summary>Ends the wait for an operator, also that of an attempt in flight.</summary>
    public void Correct()
    {
        lock (_lock)
        {
            _corrections++;
            if (_waitsForOperator)
                _wait = TimeSpan.Zero;
            _corrected.SetResult();
            _corrected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Dispose()
    {
        _slots.Dispose();
        _trial.Dispose();
    }

    private int Failures
    {
        get
        {
            lock (_lock)
                return _failures;
        }
    }

    // The time, and what ends it earlier.
    private (TimeSpan Time, Task Corrected) Left()
    {
        lock (_lock)
        {
            var left = _failures == 0 ? TimeSpan.Zero : _wait - options.Clock.GetElapsedTime(_failedAt);

            // A timer ignores fractions of a millisecond. Without rounding up, the loop would spin through the last one.
            return (
                left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero,
                _corrected.Task);
        }
    }

    private async Task WaitAsync((TimeSpan Time, Task Corrected) left, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (left.Time == TimeSpan.Zero)
            return;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(left.Time, options.Clock, end.Token), left.Corrected).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false); // The timer would stay.
        cancellationToken.ThrowIfCancellationRequested();
    }

    private TimeSpan Fail(DeliveryResult result, int failuresBefore, int correctionsBefore, long start)
    {
        lock (_lock)
        {
            if (_failures == 0)
                _failingSince = start;

            // Concurrent attempts that fail together count once.
            if (_failures == failuresBefore)
            {
                _failures++;
                _bound = _failures == 1 ? Min(FirstWait, options.MaxWait) : Backoff.Next(_bound, options.MaxWait);
            }

            // A shorter wait never replaces a longer one that is not over.
            var (left, wait) = (_wait - options.Clock.GetElapsedTime(_failedAt), WaitAfter(result));
            var waitsForOperator = result.Outcome == DeliveryOutcome.Stop && result.RetryAfter is null;
            if (waitsForOperator && _corrections != correctionsBefore)
                wait = TimeSpan.Zero; // The attempt began before the correction.
            _waitsForOperator = left > wait ? _waitsForOperator : waitsForOperator;
            (_failedAt, _wait) = (options.Clock.GetTimestamp(), left > wait ? left : wait);
            return _wait;
        }
    }

    // Full jitter, so that the feeds of a restarted service do not retry together. With a time limit, a failure that requires
    // an operator ends the page, and other feeds need not wait.
    private TimeSpan WaitAfter(DeliveryResult result)
    {
        if (result.Outcome == DeliveryOutcome.Stop && result.RetryAfter is null)
            return options.RetryFor is null ? options.OperatorWait : TimeSpan.Zero;
        var jittered = options.Random.NextDouble() * _bound;
        if (result.RetryAfter is not { } requested)
            return jittered;

        // A service that always requests no wait gets one from the second failure on.
        return _failures > 1 && requested < jittered ? jittered : Min(requested, LongestRetryAfter);
    }

    // An attempt that began before a failure says nothing about the time after it.
    private void Succeed(int failuresBefore)
    {
        lock (_lock)
        {
            if (_failures == failuresBefore)
                (_failures, _wait) = (0, TimeSpan.Zero);
        }
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    /// <summary>The turn of one attempt.</summary>
    internal sealed class Turn(DeliveryGate gate, bool isTrial, int failures, long start) : IDisposable
    {
        private readonly int _corrections = Volatile.Read(ref gate._corrections);

        /// <returns>The wait before the next attempt of any feed.</returns>
        public TimeSpan Fail(DeliveryResult result) => gate.Fail(result, failures, _corrections, start);

        public void Succeed() => gate.Succeed(failures);

        public void Dispose()
        {
            if (isTrial)
                gate._trial.Release();
            gate._slots.Release();
        }
    }
}
