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
        using var store = plan.NeedsState ? FileCheckpointStore.OpenReadOnly(plan.State) : null;
        using var connector = new AccountConnector(cli);
        var accounts = plan.Accounts.Select(
            account => new AccountCheck(plan, account, store, connector, cli).RunAsync(cancellationToken)).ToList();
        var failures = new List<int>();
        foreach (var account in accounts)
        {
            var results = await account.ConfigureAwait(false);
            await WriteAsync([.. results.Lines]).ConfigureAwait(false);
            Report(results.Failures);
        }
        foreach (var failure in CheckFolders().OfType<CliException>())
        {
            failures.Add(failure.ExitCode);
            cli.Messages.Error(MessageEvent.CommandFailed, failure.ExitCode, failure.Message);
        }
        if (plan.WritesToState)
            await WriteAsync($"state   {plan.State}{(Directory.Exists(plan.State) ? "" : " (does not exist yet)")}")
                .ConfigureAwait(false);
        foreach (var one in plan.Outputs)
        {
            await WriteAsync(Line(one)).ConfigureAwait(false);
            var (lines, problems) = await new OutputCheck(plan, one, cli).RunAsync(cancellationToken).ConfigureAwait(false);
            await WriteAsync([.. lines]).ConfigureAwait(false);
            Report(problems);
        }
        return failures.Count > 0 ? failures.Min() : ExitCode.Success;

        Task WriteAsync(params string[] lines) =>
            output.WriteAsync(WordWrap.Wrap(string.Concat(lines.Select(line => line + "\n")), cli.Columns));

        void Report(IEnumerable<Failure> problems)
        {
            foreach (var failure in problems)
            {
                failures.Add(failure.ExitCode);
                cli.Messages.Error(MessageEvent.FeedFailed, failure.ExitCode, failure.Text, failure.Source);
            }
        }
    }

    private string Line(FollowOutput output)
    {
        var name = plan.Outputs.Count > 1 ? $"{output.Title}: " : "";
        return $"output  {name}{string.Join("; ", output.Describe().Append(output.Guarantee))}";
    }

    private IEnumerable<CliException?> CheckFolders()
    {
        if (plan.WritesToState)
            yield return FolderCheck.Run("state", plan.State, ExitCode.State, cli.Disk);
        var paths = from account in plan.Accounts
                    from files in account.Outputs.OfType<FilesOutput>()
                    select files.Folder.Fill(_ => account.Account.NameInFiles);
        foreach (var path in paths.Distinct(StringComparer.Ordinal))
            yield return FolderCheck.Run("output", path, ExitCode.Output, cli.Disk);
    }
}
