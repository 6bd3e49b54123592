using OnePassword.Events.Testing.Services;

namespace OnePassword.Events.Benchmarks.Destinations;

/// <summary>A service that accepts every request without keeping it.</summary>
/// <param name="status">The status of its responses.</param>
internal sealed class Receiver(int status) : FakeService
{
    public static async Task<Receiver> OpenAsync(int status = 200)
    {
        var receiver = new Receiver(status) { KeepsRequests = false };
        await receiver.StartAsync(port: 0);
        return receiver;
    }

    protected override ServiceReply Process(ServiceRequest request) => new(status);
}
