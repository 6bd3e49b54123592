using System.CommandLine;
using System.Globalization;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events introspect</c>: shows the token's account and feeds.</summary>
internal static class IntrospectCommand
{
    private const string Examples = """
          op-events introspect
          op-events introspect --region eu --token-file token.txt
          op-events introspect --timeout 2m
        """;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static Command Create(CliContext cli)
    {
        var account = new AccountOptions();
        var command = new CliCommand("introspect", "Shows the account of the token and the feeds that it can read.", Examples);
        var timeout = OptionFactory.Create<TimeSpan?>(
            "--timeout", "duration",
            $"Give up after this time, retries included. Default: {Duration.Format(Account.ShortTimeout)}.",
            "a duration from 1s to 1d",
            text => Duration.TryParse(text, out var value) && value >= Shortest && value <= Longest ? value : null);
        command.Add(timeout);
        account.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(account, parsed.GetValue(timeout) ?? Account.ShortTimeout, parsed, cli, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        AccountOptions options, TimeSpan timeout, ParseResult parsed, CliContext cli, CancellationToken cancellationToken)
    {
        var resolved = await options.ResolveAsync(parsed, feeds: [], cli, cancellationToken).ConfigureAwait(false);
        await using (resolved.ConfigureAwait(false))
        {
            using var connector = new AccountConnector(cli);
            var account = resolved.Account with { Timeout = timeout };
            using var client = await connector.ConnectAsync(account, cancellationToken).ConfigureAwait(false);
            var token = await client.IntrospectAsync(cancellationToken).ConfigureAwait(false);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                WordWrap.Wrap(string.Join('\n', Lines(token, client.Region).Select(cli.Secrets.Redact)), cli.Columns))
                .ConfigureAwait(false);
            return ExitCode.Success;
        }
    }

    private static IEnumerable<string> Lines(TokenInfo token, EventsRegion region)
    {
        yield return $"region       {region}";
        yield return $"integration  {token.Uuid}";
        if (token.AccountUuid is not null)
            yield return $"account      {token.AccountUuid}";
        yield return $"issued       {token.IssuedAt?.ToString("u", CultureInfo.InvariantCulture)}";
        yield return $"can read     {string.Join(" ", token.Features ?? [])}";
    }
}
