using Confluent.Kafka;
using OnePassword.Events.Cli.Dotnet;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Messages of librdkafka.</summary>
[Category("InProcess")]
public sealed class KafkaLogTests
{
    private const string Failed =
        "[thrd:kafka:9092/1]: kafka:9092/1: Connect to ipv4#10.0.0.1:9092 failed: Connection refused (after 3ms in state CONNECT)";

    private readonly FakeTimeProvider _clock = new();
    private readonly LockedWriter _error = new();

    [Test]
    public void Message_is_written_once_per_minute_without_internals()
    {
        var log = new KafkaLog("bus", Context());
        log.Write(Of(SyslogLevel.Error, Failed));
        log.Write(Of(SyslogLevel.Error, Failed.Replace("3ms", "0ms", StringComparison.Ordinal)));
        const string Line = "bus: librdkafka: kafka:9092: Connect to ipv4#10.0.0.1:9092 failed: Connection refused\n";
        Assert.That(_error.ToString(), Is.EqualTo(Line));
        _clock.Advance(TimeSpan.FromMinutes(1));
        log.Write(Of(SyslogLevel.Error, Failed));
        Assert.That(_error.ToString(), Is.EqualTo(Line + Line));
    }

    [Test]
    public void Routine_message_is_written_with_verbose_only()
    {
        var cli = Context();
        var log = new KafkaLog("bus", cli);
        log.Write(Of(SyslogLevel.Info, "routine"));
        Assert.That(_error.ToString(), Is.Empty);
        cli.Messages.Threshold = MessageLevel.Debug;
        log.Write(Of(SyslogLevel.Info, "routine"));
        Assert.That(_error.ToString(), Is.EqualTo("bus: librdkafka: routine\n"));
    }

    private CliContext Context() => new(Stream.Null, _error, TextReader.Null, _ => null, _clock);

    private static LogMessage Of(SyslogLevel level, string text) => new("op-events#producer-1", level, "FAIL", text);
}
