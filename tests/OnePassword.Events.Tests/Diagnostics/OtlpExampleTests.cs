using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OnePassword.Events.Tests.Diagnostics;

/// <summary>Runs the example of the telemetry guide.</summary>
[NonParallelizable]
public sealed class OtlpExampleTests
{
    private const string Page = """{"cursor":"c","has_more":false,"items":[{"uuid":"E1","timestamp":"2026-01-01T00:00:00Z"}]}""";

    [Test]
    public async Task Example_exports_traces_and_metrics()
    {
        await using var collector = new RawServer(_ => Task.FromResult(RawServer.Response([])));
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{collector.Authority}");
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");

        await ReadWithTelemetryAsync();

        Assert.That(
            collector.Requests.Select(request => request.Split('\n')[0]),
            Has.Some.Contains("/v1/traces").And.Some.Contains("/v1/metrics"));
    }

    private static async Task ReadWithTelemetryAsync()
    {
        // <otlp>
        using var traces = Sdk.CreateTracerProviderBuilder()
            .AddSource(EventsTelemetry.SourceName)
            .AddOtlpExporter()
            .Build();
        using var metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter(EventsTelemetry.SourceName)
            .AddOtlpExporter()
            .Build();
        // </otlp>
        using var client = new StubServer().Responds(Page).Client();
        await client.AuditEvents.ReadAsync().ToListAsync();
    }
}
