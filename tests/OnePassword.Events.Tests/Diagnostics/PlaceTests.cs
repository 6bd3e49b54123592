using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Tests.Hosting;

namespace OnePassword.Events.Tests.Diagnostics;

/// <summary>Messages distinguish accounts and servers.</summary>
public sealed class PlaceTests
{
    [Test]
    public async Task Warnings_and_failures_of_one_of_several_accounts_name_it()
    {
        using var logs = new LogCapture();
        var server = new StubServer().Responds(HttpStatusCode.InternalServerError, "").Responds(HttpStatusCode.Unauthorized, "");
        var services = Accounts.Services();
        services.AddLogging(logging => logging.AddProvider(logs.Provider));
        EventsToken expired = Tokens.WithClaims("""{"exp":1}""");
        services.AddOnePasswordEvents("acme", options =>
        {
            (options.Token, options.Region) = (expired, EventsRegion.Europe);
            (options.Resilience.Retry.Delay, options.Resilience.Retry.MaxDelay) = (TimeSpan.Zero, TimeSpan.Zero);
        }).ConfigurePrimaryHttpMessageHandler(() => server);
        await using var provider = services.BuildServiceProvider();

        var error = Assert.ThrowsAsync<EventsApiException>(
            () => provider.GetRequiredKeyedService<EventsClient>("acme").IntrospectAsync());

        Assert.That(error.Message, Does.StartWith("introspect at eu (acme), 2 attempts: "));
        Assert.That(logs.OfLibrary.Select(line => line.Message), Is.Not.Empty.And.All.Contains("eu (acme)"));
    }

    [TestCase("https://gw.example/acme", "gw.example/acme")]
    [TestCase("https://gw.example:8443/acme/", "gw.example:8443/acme")]
    [TestCase("https://gw.example", "gw.example")]
    public void A_server_is_named_by_host_and_path(string address, string server)
    {
        var region = EventsRegion.At(new Uri(address));
        Assert.That((region.Server, region.Name), Is.EqualTo((server, server)));
    }

    [Test]
    public async Task A_checkpoint_of_another_path_of_the_same_host_is_rejected()
    {
        const string Page = """{"cursor":"c","has_more":false,"items":[]}""";
        var store = new MemoryCheckpointStore();
        await FollowAsync("https://gw.example/acme");
        Assert.That((await store.LoadAsync(FeedNames.AuditEvents))!.Host, Is.EqualTo("gw.example/acme"));
        var error = Assert.ThrowsAsync<CheckpointException>(() => FollowAsync("https://gw.example/globex"));
        Assert.That(error.Message, Does.Contain("was written for server gw.example/acme, but this follower uses server gw.example/globex"));

        async Task FollowAsync(string address)
        {
            using var client = new StubServer().Responds(Page).Client(
                new EventsClientOptions { Region = EventsRegion.At(new Uri(address)) });
            await client.AuditEvents.FollowAsync(store, new FollowOptions { StopWhenCaughtUp = true }).ToListAsync();
        }
    }
}
