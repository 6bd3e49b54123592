using OnePassword.Events.Testing.Services;

namespace OnePassword.Events.Benchmarks.Destinations;

/// <summary>A service that accepts every request without keeping it.</summary>
internal sealed class Receiver : FakeService
{
    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver.StartAsync(port: 0);
        return receiver;
    }

    protected override ServiceReply Process(ServiceRequest request) => new(200);
}
