using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Output;
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
                $"state   {plan.State}{state}\noutput  {string.Join("; ", Describe(plan.Output))}\n", cli.Columns))
            .ConfigureAwait(false);
        return failures.Count > 0 ? failures.Min() : ExitCode.Success;
    }

    private IEnumerable<CliException?> CheckFolders()
    {
        yield return FolderCheck.Run("state", plan.State, ExitCode.State, cli.Disk);
        if (plan.Output.Folder is not { } folder)
            yield break;
        var paths = plan.Accounts.Select(one => folder.Fill(_ => one.Account.NameInFiles));
        foreach (var path in paths.Distinct(StringComparer.Ordinal))
            yield return FolderCheck.Run("output", path, ExitCode.Output, cli.Disk);
    }

    private static IEnumerable<string> Describe(OutputOptions output)
    {
        yield return output.Folder?.ToString() ?? SharedOutput.Name;
        if (output.Ack is { } ack)
            yield return $"acknowledged through {(ack == AckSource.StandardInput ? "standard input" : ack)}";
        if (output is { Folder: not null, RotateSize: { } size })
            yield return $"a new file after {Format.Count(size, "byte")}";
        if (output is { Folder: not null, RotateEvery: { } age })
            yield return $"a new file after {Duration.Format(age)}";
        var condition = output.Rotates ? "" : " (only with --once, because files are not rotated)";
        if (output.Keep is { } keep)
            yield return $"finished files are removed after {Duration.Format(keep)}{condition}";
        if (output.KeepFiles is { } number)
            yield return $"the latest {Format.Count(number, "finished file")} per feed remain{condition}";
        if (output.Gzip)
            yield return "compressed";
        if (output.Envelope)
            yield return "with envelopes";
    }
}
