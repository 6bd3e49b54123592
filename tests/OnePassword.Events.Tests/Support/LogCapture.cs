using System.Collections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace OnePassword.Events.Tests.Support;

/// <summary>Collects all log records, at every level, and shows them to the <see cref="LeakWatch"/>.</summary>
internal sealed class LogCapture : IDisposable
{
    private readonly FakeLoggerProvider _provider = new(FakeLogCollector.Create(new FakeLogCollectorOptions
    {
        OutputFormatter = Text,
        OutputSink = text => LeakWatch.Look("log", text),
    }));

    public ILoggerProvider Provider => _provider;

    public IReadOnlyList<FakeLogRecord> Records => _provider.Collector.GetSnapshot();

    public List<FakeLogRecord> OfLibrary => [.. Records.Where(record => record.Category == EventsTelemetry.SourceName)];

    public ILoggerFactory Factory() =>
        LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_provider));

    /// <summary>Returns everything that a log could show of a record, including its values and scopes.</summary>
    public static string Text(FakeLogRecord record) =>
        $"{record.Category} {record.Level} {record.Id} {record.Message} {Values(record.State)} {string.Join('\n', record.Scopes.Select(scope => $"{scope} {Values(scope)}"))} {record.Exception}";

    public void Dispose() => _provider.Dispose();

    private static string Values(object? state) =>
        state is IEnumerable values and not string ? string.Join(' ', values.Cast<object?>()) : $"{state}";
}
