using System.Diagnostics;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Diagnostics;

/// <summary>One page is one span, however many attempts it takes.</summary>
public sealed class SpanTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Each_page_is_one_span_with_feed_region_and_count(bool raw)
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Status = 500, After = 1 });
        _ = raw ? (await fixture.ReadAuditEventsAsync()).Count : (await fixture.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).ToListAsync()).Count;
        Assert.That(recorder.Spans, Has.Count.EqualTo(4));
        Assert.That(recorder.Spans.Select(span => span.OperationName), Is.All.EqualTo("read_page"));
        Assert.That(recorder.Spans.Select(span => span.Status), Is.All.EqualTo(ActivityStatusCode.Unset));
        foreach (var span in recorder.Spans)
        {
            Assert.That(span.TagObjects.ToDictionary(StringComparer.Ordinal), Is.EquivalentTo(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["onepassword.events.feed"] = "auditevents",
                ["onepassword.events.region"] = fixture.Client.Region.Name,
                ["onepassword.events.count"] = 50,
            }));
        }
    }

    [TestCase(401, FaultMode.None, "TokenRejected")]
    [TestCase(500, FaultMode.None, "ServerFailed")]
    [TestCase(null, FaultMode.Reset, "Unreachable")]
    [TestCase(null, FaultMode.NoCursor, "UnexpectedResponse")]
    public async Task The_span_of_a_failed_page_has_the_reason(int? status, FaultMode mode, string reason)
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Status = status, Mode = mode, Times = int.MaxValue });
        Assert.CatchAsync<EventsException>(() => fixture.ReadAuditEventsAsync());
        var span = recorder.Spans.Single();
        Assert.That((span.Status, span.GetTagItem("error.type")), Is.EqualTo((ActivityStatusCode.Error, reason)));
        Assert.That(span.GetTagItem("onepassword.events.count"), Is.Null);
    }

    [Test]
    public async Task A_page_that_is_not_requested_has_no_span()
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync();
        using var cancellation = new CancellationTokenSource();
        Assert.That(
            async () =>
            {
                await foreach (var _ in fixture.Client.AuditEvents.ReadAsync(EmulatorFixture.Query, cancellation.Token).AsPages())
                    await cancellation.CancelAsync();
            },
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(recorder.Spans, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Processing_a_page_is_not_part_of_its_span()
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync();
        await foreach (var _ in fixture.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).AsPages())
            Assert.That(Activity.Current?.Source.Name, Is.Not.EqualTo(EventsTelemetry.SourceName));
    }
}
