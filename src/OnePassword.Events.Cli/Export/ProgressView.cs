using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Shows the progress of an export on standard error: a live table on a terminal, otherwise plain lines.</summary>
internal abstract class ProgressView(CliContext cli, IReadOnlyList<FeedExport> exports)
{
    private readonly long _started = cli.Clock.GetTimestamp();

    protected CliContext Cli => cli;

    protected IReadOnlyList<FeedExport> Exports => exports;

    protected TimeSpan Elapsed => cli.Clock.GetElapsedTime(_started);

    public static ProgressView For(CliContext cli, IReadOnlyList<FeedExport> exports) =>
        cli.Messages.LiveTerminal is { Profile.Capabilities.Ansi: true } terminal
            ? new LiveProgress(terminal, cli, exports)
            : new PlainProgress(cli, exports);

    public abstract Task ShowUntilAsync(Task work);

    /// <summary>Calls <paramref name="show"/> at each interval until the work ends.</summary>
    protected async Task RepeatUntilAsync(Task work, TimeSpan interval, Action show)
    {
        using var stop = new CancellationTokenSource();
        while (await Task.WhenAny(work, Task.Delay(interval, cli.Clock, stop.Token)).ConfigureAwait(false) != work)
            show();
        await stop.CancelAsync().ConfigureAwait(false);
    }
}
