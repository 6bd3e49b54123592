using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>The delivery of one feed to a destination. A page is safe when each event is delivered or is a dead letter.</summary>
internal sealed class DestinationSink(SharedDelivery delivery, IProgress<DeliveryReport> progress) : IFollowSink
{
    public string? Folder => null;

    public long MinFreeSpace => 0;

    public string Location => delivery.Destination.Name;

    public string? Open(Checkpoint? checkpoint) => null;

    public async Task<string?> AppendAsync(OutputPage page, CancellationToken cancellationToken)
    {
        await delivery.DeliverAsync(page, progress, cancellationToken).ConfigureAwait(false);
        return null;
    }

    public Task FinishAsync(Func<string, Task> save, bool endsRun) => Task.CompletedTask;

    public void RemoveOld()
    {
    }

    public void Dispose()
    {
        // The delivery is shared.
    }
}
