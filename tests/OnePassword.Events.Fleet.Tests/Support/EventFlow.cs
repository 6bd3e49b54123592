namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>Appends events to all feeds, as long as a test runs.</summary>
internal sealed class EventFlow : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _appending;

    /// <param name="accounts">The accounts.</param>
    /// <param name="interval">The time between two events of a feed.</param>
    public EventFlow(IReadOnlyList<EmulatedAccount> accounts, TimeSpan interval) => _appending = AppendAsync(accounts, interval);

    /// <summary>Appends no more events.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _appending;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task AppendAsync(IReadOnlyList<EmulatedAccount> accounts, TimeSpan interval)
    {
        for (var next = 0; !_stop.IsCancellationRequested; next = (next + 1) % accounts.Count)
        {
            accounts[next].Append();
            await Task.Delay(interval / accounts.Count, TimeProvider.System, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
