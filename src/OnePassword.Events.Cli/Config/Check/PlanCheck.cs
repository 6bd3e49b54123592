using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Check;

/// <summary>Predicts what <c>op-events follow</c> would do with a plan.</summary>
internal sealed class PlanCheck(FollowPlan plan, CliContext cli)
{
    /// <summary>Connects the accounts in parallel, and reports on them in their order.</summary>
    /// <returns>The exit code; the lowest one of several failures.</returns>
    public async Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        plan.ThrowIfAmbiguous();
        using var store = FileCheckpointStore.OpenReadOnly(plan.State);
        using var connector = new AccountConnector(cli);
        var accounts = plan.Accounts.Select(
            account => new AccountCheck(plan, account, store, connector, cli).RunAsync(cancellationToken)).ToList();
        var failures = new List<int>();
        foreach (var account in accounts)
        {
            var results = await account.ConfigureAwait(false);
            var lines = string.Concat(results.Lines.Select(line => line + "\n"));
            await output.WriteAsync(WordWrap.Wrap(lines, cli.Columns)).ConfigureAwait(false);
            foreach (var failure in results.Failures)
            {
                failures.Add(failure.ExitCode);
                cli.Messages.Error(MessageEvent.FeedFailed, failure.ExitCode, failure.Text, failure.Source);
            }
        }
        foreach (var failure in CheckFolders().OfType<CliException>())
        {
            failures.Add(failure.ExitCode);
            cli.Messages.Error(MessageEvent.CommandFailed, failure.ExitCode, failure.Message);
        }
        var state = Directory.Exists(plan.State) ? "" : " (does not exist yet)";
        await output.WriteAsync(
            WordWrap.Wrap(
                $"state   {plan.State}{state}\n{string.Concat(plan.Outputs.Select(Line))}", cli.Columns))
            .ConfigureAwait(false);
        return failures.Count > 0 ? failures.Min() : ExitCode.Success;
    }

    private string Line(FollowOutput output)
    {
        var name = plan.Outputs.Count > 1 ? $"{output.Title}: " : "";
        return $"output  {name}{string.Join("; ", output.Describe())}\n";
    }

    private IEnumerable<CliException?> CheckFolders()
    {
        yield return FolderCheck.Run("state", plan.State, ExitCode.State, cli.Disk);
        var paths = from account in plan.Accounts
                    from files in account.Outputs.OfType<FilesOutput>()
                    select files.Folder.Fill(_ => account.Account.NameInFiles);
        foreach (var path in paths.Distinct(StringComparer.Ordinal))
            yield return FolderCheck.Run("output", path, ExitCode.Output, cli.Disk);
    }
}
