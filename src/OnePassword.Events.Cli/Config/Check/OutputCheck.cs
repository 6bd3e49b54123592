using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Check;

/// <summary>Checks an output for all its feeds. No event is sent.</summary>
internal sealed class OutputCheck(FollowPlan plan, FollowOutput output, CliContext cli)
{
    private static readonly Dictionary<ProbeStatus, string> Names = new()
    {
        [ProbeStatus.Ok] = "ok",
        [ProbeStatus.Note] = "note",
        [ProbeStatus.Failed] = "FAILS",
    };

    /// <returns>A line per result, and the failures.</returns>
    public async Task<(IReadOnlyList<string> Lines, IReadOnlyList<Failure> Failures)> RunAsync(
        CancellationToken cancellationToken)
    {
        var results = await ProbeAsync(cancellationToken).ConfigureAwait(false);
        var source = new MessageSource(Account: null, Feed: null) { Output = output.Title };
        return (
            [.. results.Select(result => $"        {Names[result.Status],-5}  {cli.Secrets.Redact(result.Text)}")],
            [
                .. results.Where(result => result.Status == ProbeStatus.Failed)
                    .Select(result => new Failure(ExitCode.Output, result.Text, source)),
            ]);
    }

    private async Task<IReadOnlyList<ProbeResult>> ProbeAsync(CancellationToken cancellationToken)
    {
        var own = (output as DestinationOutput)?.Timeout ?? TimeSpan.Zero;
        var limit = own > Account.ShortTimeout ? own : Account.ShortTimeout;
        using var timeout = new CancellationTokenSource(limit, cli.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await output.ReadSecretsAsync(stop.Token).ConfigureAwait(false);
            return await output.ProbeAsync([.. Origins()], stop.Token).ConfigureAwait(false);
        }
        catch (CliException e)
        {
            return [new ProbeResult(ProbeStatus.Failed, e.Message)]; // There is no secret.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [new ProbeResult(ProbeStatus.Failed, $"no response within {Duration.Format(limit)}.")];
        }
    }

    private IEnumerable<EventOrigin> Origins() =>
        from followed in plan.Accounts
        where followed.Outputs.Contains(output)
        let account = followed.Account
        from feed in account.Feeds.Count > 0 ? account.Feeds : FeedNames.All
        select new EventOrigin
        {
            Account = account.Name,
            AccountUuid = account.Token.Latest?.AccountUuid,
            Feed = feed,
            ApiVersion = account.ApiVersion,
            Host = account.Region?.BaseAddress.Authority,
            ReadAt = cli.Clock.GetUtcNow(),
        };
}
