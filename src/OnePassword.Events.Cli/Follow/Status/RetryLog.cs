using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>Reports the retries of an account or feed, and once that it works again.</summary>
internal sealed class RetryLog(MessageEvent retried, MessageEvent recovered, CliContext cli)
{
    private int _failures;
    private bool _isRejected;

    public void Retry(Exception error, MessageSource source, TimeSpan wait)
    {
        // An operator must replace a rejected token: one error, and warnings while it stays rejected.
        var isRejected = error is EventsException { Reason: EventsFailure.TokenRejected or EventsFailure.FeatureMissing };
        var level = isRejected && !_isRejected ? MessageLevel.Error : MessageLevel.Warning;
        _isRejected |= isRejected;
        _failures++;
        var failure = Failure.Of(error, source);
        cli.Messages.Write(new Message(
            level, MessageLog.NameOf(retried), $"{failure.Text} Retrying in {Duration.Format(wait)}.")
        {
            Source = failure.Source,
            NamesSource = failure.NamesSource,
        });
    }

    public void Succeed(MessageSource source)
    {
        if (_failures > 0)
            cli.Messages.Information(recovered, $"works again after {Format.Count(_failures, "failure")}.", source);
        (_failures, _isRejected) = (0, false);
    }
}
