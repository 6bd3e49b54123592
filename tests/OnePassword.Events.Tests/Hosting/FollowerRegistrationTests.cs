using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static OnePassword.Events.Tests.Hosting.FollowerFixture;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>Invalid followers stop an application before it sends a request.</summary>
public sealed class FollowerRegistrationTests
{
    private readonly FollowerFixture _application = new();

    [Test]
    public async Task Invalid_option_of_a_follower_stops_the_application()
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = _application.Build<V1UsageHandler>(
            emulator, options => options.Configure = follow => follow.DuplicateWindow = -1);

        Assert.That(
            () => provider.GetServices<IHostedService>(),
            Throws.InvalidOperationException.With.Message.Contains("DuplicateWindow must be 0 to 100,000.")
                .And.Message.StartsWith("The options of follower 'v1-itemusages' are invalid."));
        Assert.That(emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task Handlers_that_would_share_a_checkpoint_stop_the_application([Values] bool sameType)
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = _application.Build(services =>
        {
            var client = AddClient(services, emulator, "acme").AddFollower<V1UsageHandler>(Quickly);
            _ = sameType ? client.AddFollower<V1UsageHandler>(Quickly) : client.AddFollower<SecondV1UsageHandler>(Quickly);
        });

        Assert.That(
            () => provider.GetServices<IHostedService>(),
            Throws.InvalidOperationException.With.Message.StartsWith("Two followers share the checkpoint 'acme-v1-itemusages'")
                .And.Message.Contains("options.Name"));
        Assert.That(emulator.Requests, Is.Empty);
    }

    [Test]
    public void Follower_without_a_checkpoint_store_stops_the_application_with_the_remedy()
    {
        var builder = AddClient("acme").AddFollower<RawHandler>();
        using var provider = builder.Services.BuildServiceProvider();
        Assert.That(
            () => provider.GetServices<IHostedService>(),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "The followers of account 'acme' have no checkpoint store. "
                + "Register one: services.AddSingleton<ICheckpointStore>(_ => FileCheckpointStore.Open(\"state\"))."));
    }

    [Test]
    public void Handler_without_an_event_type_is_rejected() =>
        Assert.That(
            () => AddClient("a").AddFollower<EventCollector>(),
            Throws.InvalidOperationException.With.Message.StartsWith("EventCollector does not implement IEventPageHandler."));

    [Test]
    public void Feed_that_the_handler_does_not_handle_is_rejected() =>
        Assert.That(
            () => AddClient("a").AddFollower<V1UsageHandler>(options => options.Feeds = [FeedNames.AuditEvents]),
            Throws.ArgumentException.With.Message.Contains("V1UsageHandler does not handle 'auditevents'. Its feeds are itemusages."));

    [Test]
    public void An_HTTP_client_that_AddOnePasswordEvents_does_not_register_is_rejected() =>
        Assert.That(
            () => new ServiceCollection().AddHttpClient("mine").AddFollower<RawHandler>(),
            Throws.ArgumentException.With.Message.Contains("AddOnePasswordEvents did not register 'mine'."));

    private static IHttpClientBuilder AddClient(string account) =>
        Accounts.Services().AddOnePasswordEvents(account, Accounts.Configuration(new Uri("http://127.0.0.1:1/"), "t0ken"));

    private static IHttpClientBuilder AddClient(IServiceCollection services, Emulator.EventsEmulator emulator, string account) =>
        FollowerFixture.AddClient(services, emulator, account);
}
