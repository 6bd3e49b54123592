using System.CommandLine;
using Npgsql;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;
using OnePassword.Events.Fleet.Accounts;

namespace OnePassword.Events.Fleet.Commands;

/// <summary><c>op-events-fleet apply</c>: adds and changes accounts as a file says.</summary>
internal sealed class ApplyCommand(CliContext cli) : DatabaseCommand(cli)
{
    private const string Examples = """
          op-events-fleet apply follow.json
          op-events-fleet apply follow.json --prune --yes   also remove the accounts that are not in the file
        """;

    private readonly Argument<string> _file = new("file") { Description = "Configuration file of op-events follow." };
    private readonly Option<bool> _prune = new("--prune") { Description = "Remove accounts that are not in the file." };
    private readonly Option<bool> _yes = StateCommand.Yes();

    public CliCommand Create() => Create(
        "apply", "Adds and changes the accounts of a file. Nodes follow them within seconds.", Examples, RunAsync,
        _file, _prune, _yes);

    private async Task RunAsync(NpgsqlDataSource database, ParseResult parsed, CancellationToken cancellationToken)
    {
        var accounts = AccountDefinition.ReadFile(parsed.GetValue(_file)!, Output(parsed), Cli);
        var table = new AccountTable(database);
        var known = await table.ListAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfInOtherLetters(accounts, known);
        var gone = known.Select(account => account.Name)
            .Except(accounts.Select(account => account.Name), StringComparer.OrdinalIgnoreCase).ToList();
        if (parsed.GetValue(_prune) && gone.Count > 0)
            await Confirmation.RequireAsync(
                $"Remove {Format.List(gone)}. Their events and checkpoints stay", parsed.GetValue(_yes), Cli, cancellationToken)
                .ConfigureAwait(false);
        var changed = 0;
        foreach (var account in accounts)
        {
            if (await table.SetAsync(account, cancellationToken).ConfigureAwait(false))
                changed++;
        }
        var removed = parsed.GetValue(_prune) ? await table.RemoveAsync(gone, cancellationToken).ConfigureAwait(false) : 0;
        var kept = gone.Count > 0 && !parsed.GetValue(_prune)
            ? $", kept {Format.Count(gone.Count, "account")} that the file does not have"
            : "";
        Cli.Messages.Information(
            MessageEvent.AccountsChanged,
            $"Changed {Format.Count(changed, "account")}, left {Format.Count(accounts.Count - changed, "account")} unchanged, "
            + $"removed {Format.Count(removed, "account")}{kept}.");
    }

    // A feed belongs to the account with the same letters.
    private static void ThrowIfInOtherLetters(IReadOnlyList<AccountDefinition> accounts, IReadOnlyList<FleetAccount> known)
    {
        var others = known.ToDictionary(account => account.Name, account => account.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var account in accounts)
        {
            if (others.TryGetValue(account.Name, out var name) && name != account.Name)
                throw CliException.Usage($"the fleet has the account {name}. Name it {name}, and not {account.Name}.");
        }
    }
}
