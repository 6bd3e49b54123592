using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>The messages about a destination. All its feeds report to it; it logs each change once.</summary>
/// <param name="name">The name of the output.</param>
/// <param name="account">The account, if only one account has the output.</param>
/// <param name="deadLetters">The file of dead letters.</param>
/// <param name="delivery">The delivery.</param>
/// <param name="cli">The context.</param>
internal sealed class DeliveryLog(string name, string? account, string deadLetters, EventDelivery delivery, CliContext cli)
{
    // The metrics count each warning.
    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<MessageSource, (string Text, long Time)> _warned = [];
    private readonly ReportedFailures _reported = new();
    private int _failures;

    /// <summary>Gets why events are not delivered now; null if they are.</summary>
    public string? Failure { get; private set; }

    public MessageSource Source => new(account, Feed: null) { Output = name };

    /// <summary>Returns what a feed reports its delivery to.</summary>
    public IProgress<DeliveryReport> For(MessageSource feed) => new FeedProgress(this, feed);

    public void Report(DeliveryReport report, MessageSource feed)
    {
        lock (_lock)
        {
            if (report.Failure is { } failure)
                OnFailed(failure, report);
            else if (report.Warning is { } warning)
                OnWarned(warning, feed);
            else if (report.DeadLetters.Count == 0)
                OnRecovered();
        }
        if (report.DeadLetters.Count > 0)
        {
            var events = $"{Format.Count(report.DeadLetters.Count, "event")} {(report.DeadLetters.Count == 1 ? "was" : "were")}";
            var (uuid, reason) = (report.DeadLetters[0].Event.Uuid ?? "without a uuid", report.DeadLetters[0].Reason);
            cli.Messages.Warning(
                MessageEvent.EventsRejected,
                $"{events} rejected and written to {deadLetters}. The first, {SafeText.Line(uuid)}: "
                + $"{SafeText.Line(reason).TrimEnd('.')}. Show or replay dead letters with `op-events deadletter`.",
                feed);
        }
    }

    /// <summary>Writes what was delivered.</summary>
    public void Summarize()
    {
        var sum = delivery.Statistics;
        var again = sum.SentAgain > 0 ? $", {Format.Count(sum.SentAgain, "event")} sent again" : "";
        var rejected = sum.DeadLetters > 0 ? $", {Format.Count(sum.DeadLetters, "dead letter")}" : "";
        cli.Messages.Information(
            MessageEvent.OutputSummary,
            $"{Format.Count(sum.Delivered, "event")} delivered in {Format.Count(sum.Attempts, "request")}{again}{rejected}",
            Source);
    }

    // Retries with the same reason are visible in the status and in the metrics.
    private void OnFailed(string failure, DeliveryReport report)
    {
        _failures++;
        Failure = failure;
        if (!_reported.Add(failure, isFinal: report.RetryIn is null))
            return;
        if (report.RetryIn is null)
        {
            cli.Messages.Error(
                MessageEvent.OutputFailed, ExitCode.Output, $"{failure} All feeds of this output stop.", Source);
            return;
        }
        var next = report.RequiresOperator ? " Retrying until it is corrected." : " Retrying.";
        cli.Messages.Write(new Message(
            report.RequiresOperator ? MessageLevel.Error : MessageLevel.Warning,
            MessageLog.NameOf(MessageEvent.OutputRetried), failure + next)
        {
            Source = Source,
        });
    }

    private void OnWarned(string warning, MessageSource feed)
    {
        if (_warned.TryGetValue(feed, out var last) && last.Text == warning
            && cli.Clock.GetElapsedTime(last.Time) < WarningInterval)
            return;
        _warned[feed] = (warning, cli.Clock.GetTimestamp());
        cli.Messages.Warning(MessageEvent.OutputWarned, warning, feed);
    }

    private void OnRecovered()
    {
        if (Failure is null)
            return;
        cli.Messages.Information(
            MessageEvent.OutputRecovered,
            $"{delivery.Destination.Name} works again after {Format.Count(_failures, "failure")}.", Source);
        (Failure, _failures) = (null, 0);
        _reported.Clear();
    }

    private sealed class FeedProgress(DeliveryLog log, MessageSource feed) : IProgress<DeliveryReport>
    {
        public void Report(DeliveryReport value) => log.Report(value, feed);
    }
}
