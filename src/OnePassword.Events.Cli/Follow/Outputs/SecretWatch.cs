using OnePassword.Events.Cli.Secrets;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>Reports that a file with a secret has changed, while a destination waits for an operator.</summary>
internal sealed class SecretWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ITimer _timer;

    /// <param name="secrets">The secrets.</param>
    /// <param name="changed">Receives each change.</param>
    /// <param name="clock">The clock.</param>
    public SecretWatch(IReadOnlyList<OutputSecret> secrets, Action changed, TimeProvider clock)
    {
        _timer = clock.CreateTimer(_ => Check(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        void Check()
        {
            if (secrets.Any(secret => secret.HasChanged))
                changed();
        }
    }

    public void Start() => _timer.Change(Interval, Interval);

    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
