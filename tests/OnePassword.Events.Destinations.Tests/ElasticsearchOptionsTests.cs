namespace OnePassword.Events.Destinations.Tests;

/// <summary>Credentials, addresses and names.</summary>
public sealed class ElasticsearchOptionsTests
{
    private static readonly ElasticsearchOptions Options = new() { Url = new Uri("https://es.example.com") };

    private static IEnumerable<TestCaseData> Credentials =>
    [
        new(Options with { ApiKey = "ZW5jb2RlZA==" }, "ApiKey ZW5jb2RlZA=="),
        new(Options with { ApiKey = "id:key" }, "ApiKey aWQ6a2V5"),
        new(Options with { UserName = "Ä", Password = "p:w" }, "Basic w4Q6cDp3"),
        new(Options with { BearerToken = "tok" }, "Bearer tok"),
        new(Options, null),
    ];

    private static IEnumerable<ElasticsearchOptions> Invalid =>
    [
        Options with { ApiKey = "a", BearerToken = "b" },
        Options with { UserName = "a" },
        Options with { Password = "a" },
        Options with { DataStream = "a", Index = "b" },
        Options with { DataStream = "logs-{month}" },
        Options with { Index = "Events" },
        Options with { Index = "a b" },
        Options with { Index = "_a" },
        Options with { Index = "{year}" },
        Options with { Index = "" },
        Options with { Index = new string('a', 256) },
        Options with { Url = new Uri("http://es.example.com") },
        Options with { Url = new Uri("https://es.example.com?pretty") },
    ];

    [TestCaseSource(nameof(Credentials))]
    public async Task Credentials_are_sent(ElasticsearchOptions options, string? expected)
    {
        await using var service = await FakeElasticsearch.StartAsync();
        using var delivery = new EventDelivery(new ElasticsearchDestination(options with { Url = service.Url }));
        await delivery.DeliverAsync(Pages.Of(1), Pages.Origin);
        Assert.That(service.Requests.Select(request => request.Header("Authorization")), Is.Not.Empty.And.All.EqualTo(expected));
    }

    [TestCaseSource(nameof(Invalid))]
    public void Invalid_options_are_rejected(ElasticsearchOptions options) =>
        Assert.That(() => new ElasticsearchDestination(options), Throws.ArgumentException);

    [Test]
    public async Task Path_of_the_address_is_kept()
    {
        await using var service = await FakeElasticsearch.StartAsync();
        using var destination = new ElasticsearchDestination(Options with { Url = new Uri(service.Url, "cluster") });
        await destination.ProbeAsync([Pages.Origin]);
        Assert.That(service.Requests.Single().Path, Is.EqualTo("/cluster/"));
    }
}
