using System.Globalization;

namespace OnePassword.Events.Destinations.Delivery;

/// <summary>The parts of a delivery that all pages to one destination share.</summary>
internal sealed class DeliveryChannel(IEventDestination destination, DeliveryOptions options) : IDisposable
{
    // The time for a request in flight after cancellation: its page then does not have to be repeated.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    public IEventDestination Destination => destination;

    public DeliveryOptions Options => options;

    public DeliveryGate Gate { get; } = new(destination.Limits.MaxConcurrency, options);

    public DeadLetterBudget Budget { get; } = new(options);

    public DeliveryCounters Counters { get; } = new();

    /// <summary>Sends a batch once, within the timeout of the destination.</summary>
    public async Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        var timeout = (options.Timeout ?? destination.Limits.Timeout) + destination.Limits.ConfirmationTimeout;
        using var attempt = new CancellationTokenSource(timeout, options.Clock);
        using var stopping = cancellationToken.Register(() => attempt.CancelAfter(Grace));
        try
        {
            return await destination.SendAsync(batch, attempt.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return DeliveryResult.Retry(
                string.Create(CultureInfo.InvariantCulture, $"no response within {timeout.TotalSeconds:0.#} s.")) with
            {
                MayHaveArrived = true,
            };
        }
    }

    public void Dispose() => Gate.Dispose();
}
