using System.CommandLine;
using Npgsql;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;
using OnePassword.Events.Fleet.Accounts;

namespace OnePassword.Events.Fleet.Commands;

/// <summary><c>op-events-fleet account</c>: shows, pauses, resumes and removes accounts.</summary>
internal sealed class AccountCommand(CliContext cli) : DatabaseCommand(cli)
{
    private const string ListExamples = """
          op-events-fleet account list
        """;

    private const string PauseExamples = """
          op-events-fleet account pause acme globex
        """;

    private const string ResumeExamples = """
          op-events-fleet account resume acme
        """;

    private const string RemoveExamples = """
          op-events-fleet account remove acme --yes
        """;

    private readonly Argument<string[]> _names =
        new("name") { Description = "Accounts.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _yes = StateCommand.Yes();

    public CliCommand Create() => new(
        "account", "Shows, pauses, resumes and removes accounts.",
        string.Join('\n', ListExamples, PauseExamples, ResumeExamples, RemoveExamples))
    {
        Create("list", "Lists the accounts.", ListExamples, ListAsync),
        Create(
            "pause", "Stops following accounts, until they are resumed.", PauseExamples,
            (database, parsed, cancellationToken) => PauseAsync(database, parsed, isPaused: true, cancellationToken), _names),
        Create(
            "resume", "Follows paused accounts again, from where they stopped.", ResumeExamples,
            (database, parsed, cancellationToken) => PauseAsync(database, parsed, isPaused: false, cancellationToken), _names),
        Create("remove", "Removes accounts. Their events and checkpoints stay.", RemoveExamples, RemoveAsync, _names, _yes),
    };

    private async Task ListAsync(NpgsqlDataSource database, ParseResult parsed, CancellationToken cancellationToken)
    {
        var accounts = await new AccountTable(database).ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var account in accounts)
            await parsed.InvocationConfiguration.Output
                .WriteLineAsync(account.IsPaused ? $"{account.Name}  paused" : account.Name).ConfigureAwait(false);
        if (accounts.Count == 0)
            Cli.Messages.Information(
                MessageEvent.AccountsChanged, "The fleet has no account. Add some with `op-events-fleet apply follow.json`.");
    }

    private async Task PauseAsync(
        NpgsqlDataSource database, ParseResult parsed, bool isPaused, CancellationToken cancellationToken)
    {
        var (table, names) = await KnownAsync(database, parsed, cancellationToken).ConfigureAwait(false);
        var changed = await table.PauseAsync(names, isPaused, cancellationToken).ConfigureAwait(false);
        Cli.Messages.Information(
            MessageEvent.AccountsChanged, $"{(isPaused ? "Paused" : "Resumed")} {Format.Count(changed, "account")}.");
    }

    private async Task RemoveAsync(NpgsqlDataSource database, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (table, names) = await KnownAsync(database, parsed, cancellationToken).ConfigureAwait(false);
        await Confirmation.RequireAsync(
            $"Remove {Format.List(names)}. Their events and checkpoints stay", parsed.GetValue(_yes), Cli, cancellationToken)
            .ConfigureAwait(false);
        var removed = await table.RemoveAsync(names, cancellationToken).ConfigureAwait(false);
        Cli.Messages.Information(MessageEvent.AccountsChanged, $"Removed {Format.Count(removed, "account")}.");
    }

    private async Task<(AccountTable Table, IReadOnlyList<string> Names)> KnownAsync(
        NpgsqlDataSource database, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (table, names) = (new AccountTable(database), parsed.GetValue(_names)!);
        var known = (await table.ListAsync(cancellationToken).ConfigureAwait(false)).Select(account => account.Name).ToList();
        return Array.Find(names, name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? throw CliException.Usage(
                $"the fleet has no account {Format.Argument(unknown)}.{NearestWord.DidYouMean(unknown, known)}")
            : (table, names);
    }
}
