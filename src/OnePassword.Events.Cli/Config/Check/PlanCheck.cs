using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Check;

/// <summary>What a run of <c>op-events follow</c> would do, found out without doing it.</summary>
internal sealed class PlanCheck(FollowPlan plan, CliContext io)
{
    /// <summary>Connects the accounts in parallel, and reports on them in their order.</summary>
    /// <returns>The exit code: that of the lowest failure.</returns>
    public async Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        plan.Check();
        using var store = FileCheckpointStore.OpenReadOnly(plan.State);
        using var connections = new AccountConnector(io);
        var accounts = plan.Accounts.Select(account => new AccountCheck(plan, account, store, connections, io).RunAsync(cancellationToken)).ToList();
        var failures = new List<int>();
        foreach (var account in accounts)
        {
            var findings = await account.ConfigureAwait(false);
            await output.WriteAsync(string.Concat(findings.Lines.Select(line => line + "\n"))).ConfigureAwait(false);
            foreach (var (exitCode, message) in findings.Problems)
            {
                failures.Add(exitCode);
                await io.Error.WriteLineAsync($"op-events: {message}").ConfigureAwait(false);
            }
        }
        await output.WriteAsync($"state   {plan.State}{(Directory.Exists(plan.State) ? "" : " (not there yet)")}\noutput  {string.Join("; ", Output(plan.Output))}\n").ConfigureAwait(false);
        return failures.Count > 0 ? failures.Min() : ExitCode.Done;
    }

    private static IEnumerable<string> Output(OutputConfig output)
    {
        yield return output.Folder ?? "standard output";
        if (output is { Folder: not null, RotateSize: { } size })
            yield return $"a new file after {Format.Count(size, "byte")}";
        if (output is { Folder: not null, RotateEvery: { } age })
            yield return $"a new file after {Duration.Text(age)}";
        if (output.Gzip)
            yield return "compressed";
        if (output.Envelope)
            yield return "with envelopes";
    }
}
