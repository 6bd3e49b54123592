using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Check;

/// <summary>Predicts how one account would start. Only the introspection of its server is requested.</summary>
internal sealed class AccountCheck(
    FollowPlan plan, FollowedAccount followed, FileCheckpointStore? store, AccountConnector connector, CliContext cli)
{
    private const string CanRead = "can read";
    private const string Fails = "FAILS";

    private readonly Account _account = followed.Account with { Timeout = Account.ShortTimeout };
    private readonly CheckResults _results = new(followed.Outputs.Max(
        output => FeedNames.All.Max(feed => output.CheckpointName(followed.Account, feed).Length)));

    public async Task<CheckResults> RunAsync(CancellationToken cancellationToken)
    {
        _results.AddTitle(_account.Title);
        try
        {
            var (client, feeds) = await connector.OpenAsync(_account, cancellationToken).ConfigureAwait(false);
            using (client)
            {
                AddServer(client.Region.ToString());
                _results.Add(
                    CanRead,
                    cli.Secrets.Redact(
                        feeds.Token.Features is { } features ? string.Join(' ', features) : "unknown until events are read"));
                await CheckAsync(client, feeds, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is CliException or EventsException)
        {
            AddServer(_account.Region?.ToString() ?? "as the token names it");
            _results.Add(CanRead, "unknown");
            Fail(_account.Source, e);
        }
        return _results;
    }

    private async Task CheckAsync(AccountClient client, FeedSelection feeds, CancellationToken cancellationToken)
    {
        var checks = followed.Outputs.SelectMany(output => feeds.Readable.Select(feed => (
            Output: output, feed.Name,
            Start: new FeedCheck(plan, followed, feed.Name, output, store, cli).RunAsync(client, cancellationToken)))).ToList();
        foreach (var (output, feed, start) in checks)
        {
            var name = output.CheckpointName(_account, feed);
            try
            {
                _results.Add(name, await start.ConfigureAwait(false));
            }
            catch (CliException e)
            {
                _results.Add(name, Fails);
                Fail(_account.SourceOf(feed, output.CheckpointPart), e);
            }
        }
        foreach (var feed in feeds.Unreadable)
        {
            _results.Add(
                _account.CheckpointName(feed), feeds.AreNamed ? Fails : "skipped, because the token cannot read this feed");
            if (feeds.AreNamed)
                Fail(_account.SourceOf(feed), new CliException(ExitCode.Token, FeedSelection.MissingFeature));
        }
    }

    private void AddServer(string region)
    {
        _results.Add("server", $"{region}, API {_account.ApiVersion}");
        _results.Add("token", _account.Token.Source.Description);
    }

    private void Fail(MessageSource source, Exception e) => _results.Fail(Failure.Of(e, source));
}
