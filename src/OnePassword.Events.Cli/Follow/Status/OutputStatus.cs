using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>A destination on the status board. All its feeds report to it.</summary>
/// <param name="name">The name of the output.</param>
/// <param name="account">The account, if only one account has the output.</param>
/// <param name="deadLetters">The file of dead letters.</param>
/// <param name="delivery">The delivery.</param>
/// <param name="cli">The context.</param>
internal sealed class OutputStatus(string name, string? account, string deadLetters, EventDelivery delivery, CliContext cli)
{
    private readonly DeadLetterFile _deadLetters = new(deadLetters);
    private readonly DeliveryLog _log = new(name, account, deadLetters, delivery, cli);

    public string Name => name;

    public string? Account => account;

    public string Destination => delivery.Destination.Name;

    public string Guarantee => delivery.Destination.Guarantee;

    public DeliveryStatistics Statistics => delivery.Statistics;

    /// <summary>Gets the number of dead letters that wait in the file; null if it cannot be read.</summary>
    public long? DeadLetters
    {
        get
        {
            try
            {
                return _deadLetters.Count();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null; // The metric then has no value.
            }
        }
    }

    /// <inheritdoc cref="DeliveryLog.Failure"/>
    public string? Failure => _log.Failure;

    /// <summary>Returns what a feed reports its delivery to.</summary>
    public IProgress<DeliveryReport> For(FeedStatus feed) => new FeedProgress(_log, feed);

    /// <inheritdoc cref="DeliveryLog.Summarize"/>
    public void Summarize() => _log.Summarize();

    private sealed class FeedProgress(DeliveryLog log, FeedStatus feed) : IProgress<DeliveryReport>
    {
        public void Report(DeliveryReport value)
        {
            feed.OnDelivery(value);
            log.Report(value, feed.Source);
        }
    }
}
