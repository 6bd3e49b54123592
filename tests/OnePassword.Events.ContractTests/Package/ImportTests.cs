using OnePassword.Events.Stubs;
using WireMock.Server;

namespace OnePassword.Events.ContractTests.Package;

// <stubs>
public sealed class ImportTests
{
    [Test]
    public async Task An_event_of_an_unknown_type_is_imported()
    {
        using var server = WireMockServer.Start();
        server.WithMapping(EventsStubs.Mappings);

        var options = new EventsClientOptions { Region = EventsRegion.At(new Uri(server.Url!)) };
        using var events = new EventsClient("stub-unknown-enum-value", options); // The token selects the case.
        var attempts = await events.SignInAttempts.ReadAsync().ToListAsync();

        Assert.That(attempts.Single().Type?.Value, Is.EqualTo("future-value"));
    }
}
// </stubs>
