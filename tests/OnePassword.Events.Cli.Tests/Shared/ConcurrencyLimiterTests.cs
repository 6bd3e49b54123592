using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Shared;

/// <summary>The limiter runs a limited number of operations at a time.</summary>
[Category("InProcess")]
public sealed class ConcurrencyLimiterTests
{
    private readonly FakeClock _clock = new(CliFixture.Now);
    private int _working;

    [Test]
    public async Task Waiting_work_starts_when_running_work_completes_or_fails()
    {
        using var turns = new ConcurrencyLimiter(2, Timeout.InfiniteTimeSpan, _clock);
        var ends = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource()).ToList();
        var work = ends.Select(end => turns.RunAsync(() => WorkAsync(end.Task), CancellationToken.None)).ToList();
        Assert.That(_working, Is.EqualTo(2));

        ends[0].SetResult();
        await Wait.UntilAsync(() => _working == 3);
        ends[1].SetException(new IOException("failed"));
        await Wait.UntilAsync(() => _working == 4);

        ends[2].SetResult();
        ends[3].SetResult();
        Assert.That(async () => await work[1], Throws.InstanceOf<IOException>());
        await Task.WhenAll(work[0], work[2], work[3]);
    }

    [Test]
    public async Task Long_running_work_frees_its_place_after_the_longest_turn()
    {
        using var turns = new ConcurrencyLimiter(1, TimeSpan.FromSeconds(1), _clock);
        var end = new TaskCompletionSource();
        var slow = turns.RunAsync(() => WorkAsync(end.Task), CancellationToken.None);
        var next = turns.RunAsync(() => WorkAsync(Task.CompletedTask), CancellationToken.None);
        Assert.That(_working, Is.EqualTo(1));

        _clock.Advance(TimeSpan.FromSeconds(1));
        await next.WaitAsync(Wait.Limit, TimeProvider.System);

        Assert.That(slow.IsCompleted, Is.False);
        end.SetResult();
        await slow;
    }

    [Test]
    public async Task Work_cancelled_while_waiting_never_starts()
    {
        using var turns = new ConcurrencyLimiter(1, Timeout.InfiniteTimeSpan, _clock);
        using var stop = new CancellationTokenSource();
        var end = new TaskCompletionSource();
        var first = turns.RunAsync(() => WorkAsync(end.Task), CancellationToken.None);
        var second = turns.RunAsync(() => WorkAsync(Task.CompletedTask), stop.Token);

        await stop.CancelAsync();

        Assert.That(async () => await second, Throws.InstanceOf<OperationCanceledException>());
        end.SetResult();
        await first;
        Assert.That(_working, Is.EqualTo(1));
    }

    private Task WorkAsync(Task end)
    {
        Interlocked.Increment(ref _working);
        return end;
    }
}
