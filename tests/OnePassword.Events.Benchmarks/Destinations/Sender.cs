using OnePassword.Events.Testing.Services;

namespace OnePassword.Events.Benchmarks.Destinations;

/// <summary>A destination with a fake service, and the options of the tool that select it.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Options">The options.</param>
/// <param name="Services">The services to stop.</param>
internal sealed record Sender(string Name, string[] Options, params IAsyncDisposable[] Services) : IAsyncDisposable
{
    /// <summary>The environment variable of the secret that every fake accepts.</summary>
    public const string Variable = "OP_EVENTS_BENCHMARK_SECRET";

    private const string Secret = "benchmark";

    /// <summary>Starts a service per destination.</summary>
    public static async Task<IReadOnlyList<Sender>> AllAsync()
    {
        var splunk = await FakeSplunk.StartAsync();
        var elasticsearch = await FakeElasticsearch.StartAsync();
        var syslog = new FakeSyslog();
        var collector = await Receiver.OpenAsync();
        var entra = await FakeEntra.StartAsync();
        var sentinel = await Receiver.OpenAsync(204);
        Environment.SetEnvironmentVariable(Variable, Secret);
        foreach (var service in (FakeService[])[splunk, elasticsearch])
            service.KeepsRequests = false;
        splunk.Token = entra.Secret = Secret;
        return
        [
            await HttpsAsync("raw"), await HttpsAsync("ecs"), await HttpsAsync("ocsf"),
            new("splunk", ["--to", "splunk", "--set", $"url={splunk.Url}", "--set", $"token.env={Variable}"], splunk),
            new(
                "elasticsearch",
                ["--to", "elasticsearch", "--set", $"url={elasticsearch.Url}", "--set", $"api_key.env={Variable}"], elasticsearch),
            new(
                "sentinel",
                [
                    "--to", "sentinel", "--set", $"url={sentinel.Url}", "--set", $"rule_id={FakeSentinel.Rule}",
                    "--set", $"authority={entra.Url}", "--set", $"tenant_id={FakeEntra.Tenant}",
                    "--set", $"client_id={FakeEntra.Client}", "--set", $"client_secret.env={Variable}",
                ],
                sentinel, entra),
            new("otlp", ["--to", "otlp", "--set", $"url={collector.Url}"], collector),
            new("syslog", ["--to", "syslog", "--set", $"url={syslog.Url}"], syslog),
        ];
    }

    /// <summary>Starts a service that discards the events.</summary>
    public static async Task<Sender> HttpsAsync(string format)
    {
        var receiver = await Receiver.OpenAsync();
        string[] options = ["--to", "https", "--set", $"url={receiver.Url}", "--set", $"format={format}"];
        return new($"https, {format}", options, receiver);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services)
            await service.DisposeAsync();
    }
}
