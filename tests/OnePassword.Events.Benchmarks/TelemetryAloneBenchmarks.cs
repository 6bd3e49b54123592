using System.Text;
using BenchmarkDotNet.Attributes;
using OnePassword.Events.Diagnostics;

namespace OnePassword.Events.Benchmarks;

/// <summary>
/// The cost of the telemetry of one page without listeners, and for comparison of parsing that page.
/// </summary>
public class TelemetryAloneBenchmarks
{
    private readonly FeedTelemetry _telemetry =
        new(new ClientTelemetry(EventsRegion.Europe, new EventsClientOptions()), FeedNames.AuditEvents);
    private readonly byte[] _body = Encoding.UTF8.GetBytes(
        $$"""{"cursor":"c","has_more":false,"items":[{{string.Join(',', Enumerable.Repeat("""{"uuid":"E1","timestamp":"2024-12-02T11:54:19.710457472Z","action":"create"}""", 1_000))}}]}""");

    private RawEventPage _page = null!;

    [GlobalSetup]
    public void SetUp() => _page = RawEventPage.Parse(_body);

    [Benchmark(Baseline = true)]
    public RawEventPage Cut() => RawEventPage.Parse(_body);

    [Benchmark]
    public void Tell()
    {
        using var activity = _telemetry.StartPage();
        _telemetry.PageRead(activity, _page.Items.Count, _page.HasMore, _page.Items[^1].Timestamp?.Value);
    }
}
