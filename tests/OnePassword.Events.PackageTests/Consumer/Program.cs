using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OnePassword.Events;
using OnePassword.Events.Destinations;
using OnePassword.Events.Emulator;
using OnePassword.Events.Stubs;
using OnePassword.Events.V2;
using V1 = OnePassword.Events.V1;

var folder = Directory.CreateTempSubdirectory("events-consumer-").FullName;
await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 1_500, UnknownFields = true });
using var client = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });

var audits = new List<AuditEvent>();
await foreach (var audit in client.AuditEvents.ReadAsync())
    audits.Add(audit);
var signIns = new List<V1.SignInAttempt>();
await foreach (var signIn in client.V1.SignInAttempts.ReadAsync())
    signIns.Add(signIn);
Console.WriteLine($"typed: {audits.Count(audit => audit.Uuid is not null)}");
Console.WriteLine($"typed V1: {signIns.Count(signIn => signIn.Timestamp is not null)}");

var copies = audits.Select(audit => JsonSerializer.Serialize(audit, EventsJson.Default.AuditEvent))
    .Select(json => JsonSerializer.Deserialize(json, EventsJson.Default.AuditEvent));
Console.WriteLine($"json: {copies.SequenceEqual(audits)}");
var unknown = audits.SelectMany(audit => audit.AdditionalProperties).DistinctBy(field => field.Key)
    .CountBy(field => field.Value.ValueKind);
Console.WriteLine($"unknown: {string.Join(", ", unknown.Select(kind => $"{kind.Key}({kind.Value})").Order())}");

var raw = new StringBuilder();
await foreach (var page in client.AuditEvents.ReadRawAsync())
    page.Items.ToList().ForEach(item => raw.Append(item));
var sent = emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(json => Encoding.UTF8.GetString(json.Span));
Console.WriteLine($"raw: {raw.ToString() == string.Concat(sent)}");

var now = TimeProvider.System.GetUtcNow();
var uuids = new HashSet<string?>();
await foreach (var usage in client.ItemUsages.ReadAsync(EventQuery.Between(now.AddDays(-2), now), new ReadOptions()))
    uuids.Add(usage.Uuid);
Console.WriteLine($"parallel: {uuids.Count}");

using var checkpoints = FileCheckpointStore.Open(folder);
for (var run = 1; run <= 2; run++)
{
    var followed = 0;
    await client.SignInAttempts.FollowAsync(
        checkpoints,
        (page, _) =>
        {
            followed += page.Items.Count;
            return Task.CompletedTask;
        },
        new FollowOptions { StopWhenCaughtUp = true });
    Console.WriteLine($"follow {run}: {followed}");
}

var collector = new Collector();
var deadLetters = new DeadLetterFile(Path.Combine(folder, "dead-letters.ndjson"));
using (var delivery = new EventDelivery(collector, new DeliveryOptions { DeadLetters = deadLetters }))
{
    await foreach (var page in client.AuditEvents.ReadRawAsync())
        await delivery.DeliverAsync(page.Items, new EventOrigin { Feed = FeedNames.AuditEvents, ReadAt = now });
}
Console.WriteLine($"delivered: {collector.Count}, rejected: {deadLetters.Read().Count}");

try
{
    using var stranger = new EventsClient("unknown", new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
    await stranger.IntrospectAsync();
}
catch (EventsException e)
{
    Console.WriteLine($"failure: {e.Reason}");
}

var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
{
    ["OnePassword:Token"] = emulator.Token,
    ["OnePassword:Region"] = emulator.BaseAddress.AbsoluteUri,
    ["OnePassword:Resilience:Retry:Delay"] = "00:00:02",
});
builder.Services.AddSingleton<Seen>().AddSingleton<ICheckpointStore>(checkpoints);
builder.Services.AddHealthChecks().AddOnePasswordEventsFollowers();
builder.Services.AddOnePasswordEvents(builder.Configuration.GetSection("OnePassword")).AddFollower<Usages>();
using (var host = builder.Build())
{
    await host.StartAsync();
    await host.Services.GetRequiredService<Seen>().All.Task;
    var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    await host.StopAsync();
    Console.WriteLine($"hosting: {health.Status}");
}

builder.Configuration["OnePassword:Resilience:Retry:Delay"] = "soon";
try
{
    var services = new ServiceCollection();
    services.AddOnePasswordEvents(builder.Configuration.GetSection("OnePassword"));
    await using var provider = services.BuildServiceProvider();
    provider.GetRequiredService<EventsClient>();
}
catch (InvalidOperationException e)
{
    Console.WriteLine($"options: {e.Message}");
}

Console.WriteLine($"stubs: {EventsStubs.Mappings.Length > 0}");
Directory.Delete(folder, recursive: true);

internal sealed class Collector : IEventDestination
{
    public int Count { get; private set; }

    public string Name => "collector";

    public string Guarantee => "at least once";

    public BatchLimits Limits { get; } = new() { MaxEvents = 500, MaxBytes = int.MaxValue };

    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output) =>
        EventFormat.Ocsf.Write(rawEvent, origin, output);

    public Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        Count += batch.Events.Count - 1;
        return Task.FromResult(DeliveryResult.Delivered with { Rejected = [new RejectedEvent(0, "for a test")] });
    }

    public Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ProbeResult>>([new ProbeResult(ProbeStatus.Ok, "It collects.")]);

    public void Dispose()
    {
        // Nothing to dispose of.
    }
}

internal sealed class Seen
{
    public int Count { get; set; }

    public TaskCompletionSource All { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal sealed class Usages(Seen seen) : IEventPageHandler<ItemUsage>
{
    public Task HandleAsync(FollowedPage<ItemUsage> page, CancellationToken cancellationToken = default)
    {
        seen.Count += page.Items.Count;
        if (seen.Count == 1_500)
            seen.All.SetResult();
        return Task.CompletedTask;
    }
}

// <context>
[JsonSerializable(typeof(AuditEvent))]
internal sealed partial class EventsJson : JsonSerializerContext;
// </context>
