using WireMock.Server;
using WireMock.Settings;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>WireMock.Net with all stubs in their strict form, on a free port.</summary>
internal sealed class StubServer : IDisposable
{
    private readonly WireMockServer _server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });

    public StubServer() => _server.WithMapping($"[{string.Join(',', Stub.All.Select(stub => stub.ToStrictMapping()))}]");

    public Uri Address => new(_server.Url!);

    /// <summary>Gets the requests of the current test, in order.</summary>
    public IReadOnlyList<SentRequest> Requests => [.. _server.LogEntries.Select(SentRequest.From)];

    /// <summary>Creates a client for the case that a token selects. By default, it does not retry.</summary>
    public EventsClient Client(string token, int retries = 0, TimeProvider? clock = null) => new(token, new EventsClientOptions
    {
        TimeProvider = clock ?? TimeProvider.System,
        Region = EventsRegion.At(Address),
        Resilience =
        {
            Retry = { MaxRetryAttempts = retries, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
            CircuitBreaker = { MinimumThroughput = 10_000 },
        },
    });

    /// <summary>Fails the current test if one of its requests is not as agreed, and clears the log for the next test.</summary>
    public void FailIfUnexpected()
    {
        var requests = Requests;
        _server.ResetLogEntries();
        var reports = requests.Select(UnexpectedRequest.Report).OfType<string>().ToList();
        if (reports.Count > 0)
            Assert.Fail(string.Join('\n', reports));
    }

    public void Dispose() => _server.Dispose();
}
