using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Runs an export of one or several accounts. A failing account does not stop the others.</summary>
internal sealed class Exporter : IDisposable
{
    // Each feed buffers up to 64 pages.
    private const int MaxConcurrentAccounts = 4;

    // The start is computed before the export begins, so --since 120d is slightly too early.
    private static readonly TimeSpan RetentionTolerance = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<ExportedAccount> _accounts;
    private readonly CliContext _cli;
    private readonly ExportOutputs _outputs;
    private readonly List<AccountExport> _exports;
    private readonly AccountConnector _connector;

    /// <exception cref="CliException">A path depends on an account that has no name.</exception>
    public Exporter(ExportPlan plan, IReadOnlyList<ExportedAccount> accounts, CliContext cli)
    {
        (_accounts, _cli, _connector) = (accounts, cli, new AccountConnector(cli));
        _outputs = new ExportOutputs(plan, cli);
        _exports = [.. accounts.Select(account => new AccountExport(plan, account, _outputs.Of(account), cli))];
        ThrowIfSame(_exports.SelectMany(export => export.Output.Files));
        _exports.ForEach(export => export.Output.ThrowIfInTheWay());
    }

    private IReadOnlyList<FeedExport> Feeds => [.. _exports.SelectMany(export => export.Feeds)];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var started = _cli.Clock.GetTimestamp();
        if (_cli.Clock.GetUtcNow() - _accounts.Min(account => account.Start) > EventQuery.Retention + RetentionTolerance)
        {
            _cli.Messages.Warning(
                MessageEvent.RetentionExceeded,
                $"The API keeps events for {EventQuery.Retention.TotalDays} days. Older events are not available.");
        }
        var work = ExportAsync(cancellationToken);
        await ProgressView.For(_cli, () => Feeds).ShowUntilAsync(work).ConfigureAwait(false);
        var failures = await work.ConfigureAwait(false);
        failures = [.. failures, .. await CompleteAsync().ConfigureAwait(false)];
        var exitCode = failures.DefaultIfEmpty(ExitCode.Success).Min();
        if (exitCode == ExitCode.ClosedPipe)
            return exitCode; // As in `op-events export … | head`: the reader has what it wants.
        _outputs.Summarize();
        ExportSummary.Write(_cli, Feeds, _cli.Clock.GetElapsedTime(started));
        if (_exports.TrueForAll(export => export.IsComplete))
            _exports.ForEach(export => export.DeleteManifests());
        return exitCode;
    }

    public void Dispose()
    {
        foreach (var export in _exports)
            export.Dispose();
        _connector.Dispose();
        _outputs.Dispose();
    }

    private static void ThrowIfSame(IEnumerable<ExportFiles> files)
    {
        // Some file systems ignore letter case.
        var same = files.GroupBy(file => file.Path, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Skip(1).Any());
        if (same is null)
            return;
        var missing = same.DistinctBy(file => file.Feed, StringComparer.Ordinal).Skip(1).Any()
            ? "{feed} to --name" : "{account} to --name or to the folder";
        throw CliException.Usage($"{same.Key} would contain the events of several feeds or accounts. Add {missing}.");
    }

    private async Task<IReadOnlyList<int>> ExportAsync(CancellationToken cancellationToken)
    {
        if (_accounts is [{ Account.Name: null }])
            return await _exports[0].RunAsync(_connector, cancellationToken).ConfigureAwait(false);
        using var turns = new SemaphoreSlim(MaxConcurrentAccounts);
        var codes = await Task.WhenAll(_exports.Zip(_accounts, async (export, account) =>
        {
            await turns.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                return await ExportAsync(export, account.Account.Source, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                turns.Release();
            }
        })).ConfigureAwait(false);
        return [.. codes.SelectMany(failed => failed)];
    }

    private async Task<IReadOnlyList<int>> ExportAsync(
        AccountExport export, MessageSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await export.RunAsync(_connector, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CliException or EventsException or IOException or UnauthorizedAccessException)
        {
            var failure = Failure.Of(e, source);
            _cli.Messages.Error(MessageEvent.AccountFailed, failure.ExitCode, failure.Text, failure.Source);
            return [failure.ExitCode];
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [ExitCode.Interrupted];
        }
    }

    // Completes the output that the feeds share, whose own files are complete already. Returns the exit codes of a failure.
    private async Task<IReadOnlyList<int>> CompleteAsync()
    {
        try
        {
            await _outputs.CompleteAsync().ConfigureAwait(false);
            return [];
        }
        catch (IOException e)
        {
            return [.. Feeds.Select(feed => feed.OutputFailed(e))];
        }
    }
}
