using OnePassword.Events.Testing.Services;

namespace OnePassword.Events.Benchmarks.Destinations;

/// <summary>A destination with a fake service, and the options of the tool that select it.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Options">The options.</param>
/// <param name="Services">The services to stop.</param>
internal sealed record Sender(string Name, string[] Options, params IAsyncDisposable[] Services) : IAsyncDisposable
{
    public const string Https = "https, raw";

    /// <summary>The environment variable of the secret that every fake accepts.</summary>
    public const string Variable = "OP_EVENTS_BENCHMARK_SECRET";

    /// <summary>Starts a service per destination.</summary>
    public static async Task<IReadOnlyList<Sender>> AllAsync()
    {
        var splunk = await FakeSplunk.StartAsync();
        var elasticsearch = await FakeElasticsearch.StartAsync();
        var syslog = new FakeSyslog();
        Environment.SetEnvironmentVariable(Variable, "benchmark");
        foreach (var service in (FakeService[])[splunk, elasticsearch])
            service.KeepsRequests = false;
        splunk.Token = "benchmark";
        return
        [
            await HttpsAsync("raw"), await HttpsAsync("ecs"), await HttpsAsync("ocsf"),
            new("splunk", ["--to", "splunk", "--set", $"url={splunk.Url}", "--set", $"token.env={Variable}"], splunk),
            new(
                "elasticsearch",
                ["--to", "elasticsearch", "--set", $"url={elasticsearch.Url}", "--set", $"api_key.env={Variable}"], elasticsearch),
            new("syslog", ["--to", "syslog", "--set", $"url={syslog.Url}"], syslog),
        ];
    }

    /// <summary>Starts a service that discards the events.</summary>
    public static async Task<Sender> HttpsAsync(string format)
    {
        var receiver = await Receiver.StartAsync();
        receiver.KeepsRequests = false;
        string[] options = ["--to", "https", "--set", $"url={receiver.Url}", "--set", $"format={format}"];
        return new($"https, {format}", options, receiver);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services)
            await service.DisposeAsync();
    }
}
