using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Diagnostics;

/// <summary>No exception, span, metric or log contains the token, a cursor or event data.</summary>
[Category("Slow")]
public sealed partial class LeakTests
{
    private static readonly EventQuery Query = EventQuery.Since(TimeSpan.FromDays(2), pageSize: 7);

    private static readonly Fault[] Faults =
    [
        .. Enum.GetValues<FaultMode>().Select(
            mode => new Fault { Mode = mode, Delay = TimeSpan.FromMilliseconds(mode == FaultMode.Trickle ? 100 : 0) }),
        .. new[] { 204, 302, 400, 401, 403, 404, 408, 418, 429, 500, 502, 503 }.Select(status => new Fault { Status = status }),
        new() { Body = "<html>" },
    ];

    [Test]
    public async Task A_read_with_every_kind_of_failure_reports_no_secret()
    {
        using var recorder = new TelemetryRecorder(all: true);
        using var logs = new LogCapture();
        await using var emulator = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = 20, Seed = 4711, Quota = Quota.Off });
        await using var provider = Provide(emulator, logs);
        var reported = new List<string>();
        using var patient = new EventsClient(emulator.Token, EmulatorFixture.Options(emulator.BaseAddress));
        var secrets = new HashSet<string>([emulator.Token, .. emulator.Token.Split('.')[1..]], StringComparer.Ordinal);
        secrets.UnionWith(await ReadAllAsync(patient)); // The client below has very short timeouts.
        secrets.UnionWith(
            Enum.GetValues<EmulatorFeed>().SelectMany(feed => emulator.ReadAll(feed, EmulatorApi.V2)).SelectMany(SecretsOf));

        var client = provider.GetRequiredService<EventsClient>();
        foreach (var fault in Faults.Concat(Quoting(emulator)))
        {
            // After some pages, so that cursors are sent, and often enough to outlast the attempts.
            emulator.Inject(fault with { Feed = EmulatorFeed.AuditEvents, After = 1, Times = 2 });
            reported.AddRange(await FailuresAsync(() => client.AuditEvents.ReadRawAsync(Query).ToListAsync()));
            emulator.Inject(fault with { Feed = EmulatorFeed.ItemUsages, Times = 2 });
            reported.AddRange(await FailuresAsync(() => client.ItemUsages.ReadAsync(Query).ToListAsync()));
        }
        using (var refused = new EventsClient(emulator.Token + "x", EmulatorFixture.Options(emulator.BaseAddress)))
            reported.Add(Assert.ThrowsAsync<EventsApiException>(() => refused.IntrospectAsync()).ToString());

        reported.AddRange(logs.Records.Select(LogCapture.Text));
        reported.AddRange(recorder.Measured.Select(measured => $"{measured.Name} {string.Join(' ', measured.Tags)}"));
        reported.AddRange(recorder.Spans.Select(span =>
            $"{span.OperationName} {span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(e => e.Tags))} {string.Join(' ', span.Baggage)}"));
        var all = string.Join('\n', reported.Append(new EventsToken(emulator.Token).ToString()));

        Assert.That(
            all,
            Does.Contain("CursorRejected").And.Contain("http.client.request.duration")
                .And.Contain("read_page").And.Contain("attempt 1 of "),
            "every kind of telemetry is inspected");
        Assert.That(
            logs.Records.Select(record => record.Category),
            Has.None.StartWith("System.Net.Http.HttpClient"),
            "HttpClient logs the token at level Trace");
        Assert.That(secrets, Has.Count.GreaterThan(100));
        Assert.That(secrets.Where(secret => all.Contains(secret, StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }

    private static ServiceProvider Provide(EventsEmulator emulator, LogCapture logs)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs.Provider));
        services.AddOnePasswordEvents(options =>
        {
            options.Resilience.AttemptTimeout = TimeSpan.FromMilliseconds(400);
            options.Resilience.TotalRequestTimeout = TimeSpan.FromMilliseconds(500);
            (options.Token, options.Region, options.TimeProvider) = (
                emulator.Token, EventsRegion.At(emulator.BaseAddress), new IsolatedClock());
            (options.Resilience.Retry.MaxRetryAttempts, options.Resilience.Retry.Delay) = (1, TimeSpan.FromMilliseconds(1));
            (options.Resilience.CircuitBreaker.FailureRatio, options.Resilience.CircuitBreaker.MinimumThroughput) = (1, 10_000);
        });
        return services.BuildServiceProvider();
    }

    // Reads typed and raw pages of both versions, and returns the cursors.
    private static async Task<List<string>> ReadAllAsync(EventsClient client)
    {
        var cursors = new List<string>();
        foreach (var feed in client.Feeds.Concat(client.V1.Feeds))
            cursors.AddRange((await feed.ReadRawAsync(Query).ToListAsync()).Select(page => page.Cursor));
        cursors.AddRange((await client.AuditEvents.ReadAsync(Query).AsPages().ToListAsync()).Select(page => page.Cursor));
        await client.IntrospectAsync();
        await client.V1.IntrospectAsync();
        return cursors;
    }

    // Responses that contain an event in an unexpected place.
    private static IEnumerable<Fault> Quoting(EventsEmulator emulator)
    {
        var quoted = Encoding.UTF8.GetString(emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).First().Span);
        foreach (var body in (string[])[quoted, $"[{quoted}]", $$"""{"cursor":"c","items":[{{quoted}},""", $$"""{"cursor":"c","items":{{quoted}}}""", $$"""{"cursor":"c","has_more":{{quoted}},"items":[]}"""])
        {
            yield return new Fault { Body = body };
            yield return new Fault { Status = 400, Body = body };
            yield return new Fault { Status = 500, Body = body };
        }
    }

    // Reads until the fault has ended.
    private static async Task<List<string>> FailuresAsync(Func<Task> read)
    {
        var failures = new List<string>();
        while (true)
        {
            try
            {
                await read();
                return failures;
            }
            catch (EventsException e)
            {
                failures.Add($"{e} {e.Reason}");
            }
        }
    }

    private static IEnumerable<string> SecretsOf(ReadOnlyMemory<byte> json) =>
        Secret().Matches(Encoding.UTF8.GetString(json.Span)).Select(match => match.Groups["value"].Value);

    [GeneratedRegex("\"(uuid|email)\":\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();
}
