using OnePassword.Events.Emulator;

namespace OnePassword.Events.Destinations.Tests;

/// <summary>The example of the README, with the emulator and a fake endpoint. Its folder <c>state</c> is in the working folder.</summary>
[NonParallelizable]
public sealed class ReadmeTests
{
    [SetUp]
    [TearDown]
    public void DeleteState()
    {
        if (Directory.Exists("state"))
            Directory.Delete("state", recursive: true);
    }

    [Test]
    public void Table_has_each_destination()
    {
        var readme = Repository.Read("src", "OnePassword.Events.Destinations", "README.md");
        var types = typeof(IEventDestination).Assembly.GetExportedTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IEventDestination)));
        Assert.That(types.Where(type => !readme.Contains($"\n| `{type.Name}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Example_delivers_the_events_of_the_emulator()
    {
        await using var server = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 30 });
        await using var endpoint = await FakeEndpoint.StartAsync();
        using var events = new EventsClient(server.Token, new EventsClientOptions { Region = EventsRegion.At(server.BaseAddress) });
        using var stopping = new CancellationTokenSource();
        var (url, secret, stop) = (endpoint.Url, "tok", stopping.Token);
        endpoint.Token = secret;
        var stopped = Wait.UntilAsync(() => endpoint.Lines.Count == 30).ContinueWith(_ => stopping.Cancel(), TaskScheduler.Default);
        try
        {
            // <deliver>
            var options = new HttpsOptions { Url = url, BearerToken = secret };
            var deadLetters = new DeadLetterFile("state/dead-letters.ndjson");
            using var delivery = new EventDelivery(new HttpsDestination(options), new DeliveryOptions { DeadLetters = deadLetters });
            var reports = new Progress<DeliveryReport>(report => Console.Error.WriteLine(report));

            using var checkpoints = FileCheckpointStore.Open("state");
            await foreach (var page in events.AuditEvents.FollowRawAsync(checkpoints, cancellationToken: stop))
            {
                var origin = new EventOrigin { Feed = page.Feed, ReadAt = TimeProvider.System.GetUtcNow() };
                await delivery.DeliverAsync(page.Items, origin, progress: reports, cancellationToken: stop);
                await page.CommitAsync();
            }
            // </deliver>
        }
        catch (OperationCanceledException)
        {
            Assert.That(endpoint.Lines, Has.Count.EqualTo(30));
        }
        await stopped;
    }
}
