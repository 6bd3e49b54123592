using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>
/// The delivery of an output, which its feeds share. When the time for retries is over for one of them, it is over for all.
/// </summary>
/// <param name="delivery">The delivery, which is disposed of.</param>
internal sealed class SharedDelivery(EventDelivery delivery) : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private volatile DestinationException? _failure;

    public IEventDestination Destination => delivery.Destination;

    /// <exception cref="DestinationException">The time for retries is over for this page, or for another feed.</exception>
    public async Task DeliverAsync(OutputPage page, IProgress<DeliveryReport> progress, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        try
        {
            await delivery.DeliverAsync(page.Events, page.Origin, page.MayHaveArrived, progress, stop.Token)
                .ConfigureAwait(false);
        }
        catch (DestinationException e) when (!e.RequiresOperator)
        {
            _failure = e;
            await _over.CancelAsync().ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException) when (_failure is not null && !cancellationToken.IsCancellationRequested)
        {
            throw new DestinationException(_failure.Message, _failure);
        }
    }

    public void Dispose()
    {
        delivery.Dispose();
        _over.Dispose();
    }
}
