using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Check;

/// <summary>Predicts how one account would start. Only the introspection of its server is requested.</summary>
internal sealed class AccountCheck(
    FollowPlan plan, FollowedAccount followed, FileCheckpointStore store, AccountConnector connector, CliContext cli)
{
    private const string CanRead = "can read";
    private const string Fails = "FAILS";

    private readonly Account _account = followed.Account with { Timeout = Account.ShortTimeout };
    private readonly CheckResults _results = new(FeedNames.All.Max(feed => followed.Account.CheckpointName(feed).Length));

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
            Fail(_account.Title, e);
        }
        return _results;
    }

    private async Task CheckAsync(AccountClient client, FeedSelection feeds, CancellationToken cancellationToken)
    {
        foreach (var feed in feeds.Readable)
        {
            var name = _account.CheckpointName(feed.Name);
            try
            {
                _results.Add(
                    name,
                    await new FeedCheck(
                        plan, followed, feed.Name, store, cli).RunAsync(client, cancellationToken).ConfigureAwait(false));
            }
            catch (CliException e)
            {
                _results.Add(name, Fails);
                Fail(name, e);
            }
        }
        foreach (var name in feeds.Unreadable.Select(_account.CheckpointName))
        {
            _results.Add(name, feeds.AreNamed ? Fails : "skipped, because the token cannot read this feed");
            if (feeds.AreNamed)
                Fail(name, new CliException(ExitCode.Token, FeedSelection.MissingFeature));
        }
    }

    private void AddServer(string region)
    {
        _results.Add("server", $"{region}, API {_account.ApiVersion}");
        _results.Add("token", _account.Token.Source.Description);
    }

    private void Fail(string name, Exception e) => _results.Fail(ExitCode.Of(e), name, e.Message);
}
