using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OnePassword.Events.Emulator;
using OnePassword.Events.V2;

namespace OnePassword.Events.Tests.Readme;

/// <summary>Runs the code of README.md and the guides that follows feeds. Its folder <c>state</c> is in the working folder.</summary>
[NonParallelizable]
public sealed class FollowExampleTests
{
    [SetUp]
    [TearDown]
    public void DeleteState()
    {
        if (Directory.Exists("state"))
            Directory.Delete("state", recursive: true);
    }

    [Test]
    public async Task Follow_example_delivers_and_commits_pages()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 50 });
        using var events = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
        var saved = 0;
        using var stopped = new CancellationTokenSource();
        var stop = stopped.Token;
        try
        {
            // <follow>
            using var checkpoints = FileCheckpointStore.Open("state");

            await foreach (var page in events.ItemUsages.FollowAsync(checkpoints, cancellationToken: stop))
            {
                await SaveAsync(page.Items);
                await page.CommitAsync(); // This page will not be delivered again.
            }
            // </follow>
        }
        catch (OperationCanceledException)
        {
            Assert.That(saved, Is.EqualTo(50));
        }

        async Task SaveAsync(IReadOnlyList<ItemUsage> items)
        {
            saved += items.Count;
            await stopped.CancelAsync();
        }
    }

    [Test]
    public async Task Exactly_once_example_truncates_uncommitted_lines()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 50 });
        using var events = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
        var folder = Directory.CreateTempSubdirectory("events-readme-");
        var (path, stateFolder) = (Path.Combine(folder.FullName, "out.ndjson"), Path.Combine(folder.FullName, "state"));
        await FollowAsync();
        Assert.That(await File.ReadAllLinesAsync(path), Has.Length.EqualTo(50));
        await File.AppendAllTextAsync(path, "uncommitted");

        await FollowAsync();

        Assert.That(await File.ReadAllLinesAsync(path), Has.Length.EqualTo(50).And.All.StartsWith("{"));
        folder.Delete(recursive: true);

        async Task FollowAsync()
        {
            using var stopped = new CancellationTokenSource();
            var stop = stopped.Token;
            // <exactly_once>
            using var checkpoints = FileCheckpointStore.Open(stateFolder);
            await using var output = new FileStream(path, FileMode.OpenOrCreate);

            var options = new FollowOptions
            {
                StopWhenCaughtUp = true, // Remove this line to follow until stopped.
                OnStart = (checkpoint, _) =>
                {
                    output.SetLength(checkpoint?.State is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : 0);
                    output.Seek(0, SeekOrigin.End);
                    return Task.FromResult<string?>("0"); // The state of a new checkpoint.
                },
            };

            await events.AuditEvents.FollowRawAsync(checkpoints, async (page, cancellationToken) =>
            {
                foreach (var item in page.Items)
                {
                    await output.WriteAsync(item.Json, cancellationToken);
                    output.WriteByte((byte)'\n');
                }
                output.Flush(flushToDisk: true);
                return output.Length.ToString(CultureInfo.InvariantCulture); // Committed together with the cursor.
            }, options, stop);
            // </exactly_once>
        }
    }

    [Test]
    public async Task Follower_example_delivers_events_to_the_handler()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 50 });
        var section = new ConfigurationBuilder().AddInMemoryCollection([new("Token", emulator.Token), new("Region", emulator.BaseAddress.AbsoluteUri)]).Build();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var services = builder.Services;
        services.AddSingleton(new Database());

        // <follower>
        services.AddSingleton<ICheckpointStore>(_ => FileCheckpointStore.Open("state"));
        services.AddOnePasswordEvents("acme", section).AddFollower<SignIns>();
        services.AddHealthChecks().AddOnePasswordEventsFollowers();
        // </follower>
        using (var host = builder.Build())
        {
            await host.StartAsync();
            await Wait.UntilAsync(() => host.Services.GetRequiredService<Database>().Count == 50);
            var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            Assert.That(health.Status, Is.EqualTo(HealthStatus.Healthy));
            await host.StopAsync();
        }
    }

    [Test]
    public async Task Dead_letter_example_stores_a_page_that_the_destination_rejects()
    {
        var (siem, deadLetters) = (new Siem(), new DeadLetters());
        var server = new StubServer().Responds("""{"cursor":"1","has_more":false,"items":[{"uuid":"e01"}]}""");
        for (var delivery = 1; delivery <= 5; delivery++)
            server.Responds("""{"cursor":"1","has_more":false,"items":[{"uuid":"e01"}]}""");
        var clock = new FakeClock(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        using var client = server.Client(new EventsClientOptions { TimeProvider = clock });
        var handler = new ToSiem(siem, deadLetters);

        var following = client.SignInAttempts.FollowAsync(
            new MemoryCheckpointStore(), handler.HandleAsync, new FollowOptions { StopWhenCaughtUp = true });
        await clock.RunAsync(following, within: TimeSpan.FromSeconds(59)); // Shorter than the timeout of a request.

        Assert.That((siem.Rejections, deadLetters.Count), Is.EqualTo((5, 1)));
    }

    // <dead_letters>
    internal sealed class ToSiem(Siem siem, DeadLetters deadLetters) : IEventPageHandler<SignInAttempt>
    {
        public Task HandleAsync(FollowedPage<SignInAttempt> page, CancellationToken cancellationToken = default) =>
            page.DeliveryCount <= 5
                ? siem.SendAsync(page.Items, cancellationToken)
                : deadLetters.StoreAsync(page.Items, cancellationToken); // If this throws, the page is delivered again.
    }
    // </dead_letters>

    internal sealed class Siem
    {
        public int Rejections { get; private set; }

        public Task SendAsync(IReadOnlyList<SignInAttempt> events, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Rejections += events.Count;
            throw new InvalidOperationException("An event is malformed.");
        }
    }

    internal sealed class DeadLetters
    {
        public int Count { get; private set; }

        public Task StoreAsync(IReadOnlyList<SignInAttempt> events, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Count += events.Count;
            return Task.CompletedTask;
        }
    }

    // <signins>
    internal sealed class SignIns(Database database) : IEventPageHandler<SignInAttempt>
    {
        public Task HandleAsync(FollowedPage<SignInAttempt> page, CancellationToken cancellationToken = default) =>
            database.InsertAsync(page.Items, cancellationToken);
    }
    // </signins>

    internal sealed class Database
    {
        private int _count;

        public int Count => _count;

        public Task InsertAsync(IReadOnlyList<SignInAttempt> rows, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Interlocked.Add(ref _count, rows.Count);
            return Task.CompletedTask;
        }
    }
}
