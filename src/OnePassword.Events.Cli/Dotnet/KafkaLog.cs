using Confluent.Kafka;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>
/// Writes what librdkafka logs. It repeats the failure of a connection with each attempt, so a message is written once per
/// minute.
/// </summary>
internal sealed class KafkaLog(string output, CliContext cli)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly ReportedFailures _written = new();
    private long? _start;

    public void Write(LogMessage message)
    {
        var text = KafkaProblem.Plain(message.Message);
        var isProblem = message.Level <= SyslogLevel.Warning;
        lock (_lock)
        {
            if (_start is null || cli.Clock.GetElapsedTime(_start.Value) >= Interval)
            {
                _written.Clear();
                _start = cli.Clock.GetTimestamp();
            }
            if (isProblem && !_written.Add(text, isFinal: false))
                return;
        }
        var level = isProblem ? MessageLevel.Warning : MessageLevel.Debug;
        cli.Messages.Write(new Message(level, MessageLog.NameOf(MessageEvent.OutputWarned), $"librdkafka: {text}")
        {
            Source = new(Account: null, Feed: null) { Output = output },
        });
    }
}
