using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Check;

/// <summary>What would become of one account: its server is asked what the token may read, and for no event.</summary>
internal sealed class AccountCheck(FollowPlan plan, Account account, FileCheckpointStore store, AccountConnector connections, CliContext io)
{
    private const string MayRead = "may read";
    private const string Fails = "FAILS";

    private readonly CheckResults _findings = new(FeedNames.All.Max(feed => account.NameOf(feed).Length));

    public async Task<CheckResults> RunAsync(CancellationToken cancellationToken)
    {
        _findings.Title(account.Title);
        try
        {
            using var connection = await connections.OpenAsync(account, cancellationToken).ConfigureAwait(false);
            AddServer(connection.Region.ToString());
            _findings.Add(MayRead, io.Secrets.Without(connection.Token.Features is { } features ? string.Join(' ', features) : "as the server says when it is asked for events"));
            await CheckAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CliException or EventsException)
        {
            AddServer(account.Region?.ToString() ?? "as the token says");
            _findings.Add(MayRead, "unknown");
            Refuse(account.Title, e);
        }
        return _findings;
    }

    private async Task CheckAsync(AccountConnection connection, CancellationToken cancellationToken)
    {
        var (host, uuid) = (connection.Region.Server, (await account.Token.ReadAsync(cancellationToken).ConfigureAwait(false)).AccountUuid);
        foreach (var feed in connection.Feeds)
        {
            var name = account.NameOf(feed.Name);
            try
            {
                var check = new FeedCheck(plan, account, feed.Name, store, io);
                _findings.Add(name, await check.RunAsync(host, uuid, connection.ClockOffset, cancellationToken).ConfigureAwait(false));
            }
            catch (CliException e)
            {
                _findings.Add(name, Fails);
                Refuse(name, e);
            }
        }
        foreach (var name in connection.Unreadable.Select(account.NameOf))
        {
            _findings.Add(name, Fails);
            Refuse(name, new CliException(ExitCode.Token, "the token lacks this feature; issue one that has it."));
        }
    }

    private void AddServer(string region)
    {
        _findings.Add("server", $"{region}, API {(account.IsV1 ? "v1" : "v2")}");
        _findings.Add("token", account.Token.Where);
    }

    private void Refuse(string who, Exception e) => _findings.Fail(e is EventsException failure ? ExitCode.Of(failure) : ((CliException)e).ExitCode, who, e.Message);
}
