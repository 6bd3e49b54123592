using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Shows on standard error how an export gets on: live on a terminal, else a plain line a feed now and then.</summary>
internal abstract class ProgressView(CliContext io, IReadOnlyList<FeedExport> exports)
{
    private readonly long _started = io.Clock.GetTimestamp();

    protected CliContext Io => io;

    protected IReadOnlyList<FeedExport> Exports => exports;

    protected TimeSpan Elapsed => io.Clock.GetElapsedTime(_started);

    public static ProgressView For(CliContext io, IReadOnlyList<FeedExport> exports) =>
        io.Terminal is { Profile.Capabilities.Ansi: true } terminal ? new LiveProgress(terminal, io, exports) : new PlainProgress(io, exports);

    public abstract Task ShowUntilAsync(Task work);

    /// <summary>Calls <paramref name="show"/> each <paramref name="interval"/>, until the work ends.</summary>
    protected async Task RepeatUntilAsync(Task work, TimeSpan interval, Func<Task> show)
    {
        using var ended = new CancellationTokenSource();
        while (await Task.WhenAny(work, Task.Delay(interval, io.Clock, ended.Token)).ConfigureAwait(false) != work)
            await show().ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
    }
}
