using System.CommandLine;
using System.Globalization;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events introspect</c>: what the token is and may read.</summary>
internal static class IntrospectCommand
{
    private const string Examples = """
          op-events introspect
          op-events introspect --region eu --token-file token.txt
        """;

    public static Command Create(CliContext io)
    {
        var server = new AccountOptions();
        var command = new Command("introspect", "Shows what the token is and which feeds it may read.").WithExamples(Examples);
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(server, parsed, io, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(AccountOptions options, ParseResult parsed, CliContext io, CancellationToken cancellationToken)
    {
        var server = await options.ConnectAsync(parsed, io, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var token = await server.IntrospectAsync(cancellationToken).ConfigureAwait(false);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Join('\n', Lines(token, server.Region).Select(io.Secrets.Without))).ConfigureAwait(false);
            return ExitCode.Done;
        }
    }

    private static IEnumerable<string> Lines(TokenInfo token, EventsRegion region)
    {
        yield return $"region       {region}";
        yield return $"integration  {token.Uuid}";
        if (token.AccountUuid is not null)
            yield return $"account      {token.AccountUuid}";
        yield return $"issued       {token.IssuedAt?.ToString("u", CultureInfo.InvariantCulture)}";
        yield return $"may read     {string.Join(" ", token.Features ?? [])}";
    }
}
