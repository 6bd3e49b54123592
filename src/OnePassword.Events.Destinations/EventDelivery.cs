using System.Collections.Concurrent;
using OnePassword.Events.Destinations.Delivery;

namespace OnePassword.Events.Destinations;

/// <summary>
/// Delivers pages of events to a destination. It cuts them into batches, retries, splits rejected batches and writes dead
/// letters. All feeds that go to one destination share one delivery.
/// </summary>
/// <remarks>
/// A page is complete when each of its events was delivered or is a dead letter on the disk. Commit its cursor only then.
/// Nothing is buffered beyond the page, so a slow destination slows down the reader.
/// </remarks>
/// <example>
/// <code>
/// using var delivery = new EventDelivery(destination, new DeliveryOptions { DeadLetters = deadLetters });
/// var reports = new Progress&lt;DeliveryReport&gt;(report => Console.Error.WriteLine(report));
/// await foreach (var page in events.AuditEvents.FollowRawAsync(checkpoints, cancellationToken: stop))
/// {
///     var origin = new EventOrigin { Feed = page.Feed, ReadAt = TimeProvider.System.GetUtcNow() };
///     await delivery.DeliverAsync(page.Items, origin, progress: reports, cancellationToken: stop);
///     await page.CommitAsync();
/// }
/// </code>
/// </example>
public sealed class EventDelivery : IDisposable
{
    private readonly DeliveryChannel _channel;
    private readonly ConcurrentBag<BatchCutter> _cutters = [];

    /// <summary>Initializes a new instance of the <see cref="EventDelivery"/> class.</summary>
    /// <param name="destination">The destination, which the delivery disposes of.</param>
    /// <param name="options">The options. Default: those of <see cref="DeliveryOptions"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    public EventDelivery(IEventDestination destination, DeliveryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _channel = new DeliveryChannel(destination, options ?? new DeliveryOptions());
    }

    /// <summary>Gets the destination.</summary>
    public IEventDestination Destination => _channel.Destination;

    /// <summary>Gets the counters.</summary>
    public DeliveryStatistics Statistics => _channel.Counters.Snapshot;

    /// <summary>Delivers events. It returns when each is delivered or a dead letter. Feeds can call it concurrently.</summary>
    /// <param name="events">The events of a page, in the order of the server.</param>
    /// <param name="origin">The origin of the events.</param>
    /// <param name="mayHaveArrived">
    /// Whether an earlier run may have sent them. A destination that can search for events then sends only the missing ones.
    /// Default: true. False saves the search: pass it for a page that follows a committed page of the same run.
    /// </param>
    /// <param name="progress">
    /// Receives failures, recoveries and dead letters. Without it, a destination that needs an operator is not visible.
    /// </param>
    /// <param name="cancellationToken">Cancels the delivery. A request in flight may take another half second.</param>
    /// <exception cref="DestinationException">The time of <see cref="DeliveryOptions.RetryFor"/> is over.</exception>
    /// <exception cref="OperationCanceledException">The delivery was canceled. Some events may have been delivered.</exception>
    public async Task DeliverAsync(
        IReadOnlyList<RawEvent> events,
        EventOrigin origin,
        bool mayHaveArrived = true,
        IProgress<DeliveryReport>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(origin);
        var cutter = _cutters.TryTake(out var idle) ? idle : new BatchCutter(Destination);
        await new PageDelivery(_channel, origin, cutter, progress).RunAsync(events, mayHaveArrived, cancellationToken)
            .ConfigureAwait(false);
        _cutters.Add(cutter); // Not after a failure: the buffer may still be in use.
    }

    /// <summary>
    /// Ends the wait after a failure that requires an operator. Call it when a secret or the destination has been corrected.
    /// Other waits, such as those that the destination requests, continue.
    /// </summary>
    public void RetryNow() => _channel.Gate.Correct();

    /// <summary>Disposes of the destination.</summary>
    public void Dispose()
    {
        Destination.Dispose();
        _channel.Dispose();
    }
}
