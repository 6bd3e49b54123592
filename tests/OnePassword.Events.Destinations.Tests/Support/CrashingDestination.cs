using System.Buffers;

namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>A destination that can crash before a request and after its response.</summary>
internal sealed class CrashingDestination(IEventDestination inner, CrashPoint crash) : IEventDestination
{
    public string Name => inner.Name;

    public string Guarantee => inner.Guarantee;

    public BatchLimits Limits => inner.Limits;

    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output) =>
        inner.Write(rawEvent, origin, output);

    public async Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        crash.Pass();
        var result = await inner.SendAsync(batch, cancellationToken);
        crash.Pass();
        return result;
    }

    public Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default) =>
        inner.ProbeAsync(origins, cancellationToken);

    public void Dispose() => inner.Dispose();
}
