using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Shows progress in logs: a line per feed, every ten seconds.</summary>
internal sealed class PlainProgress(CliContext cli, IReadOnlyList<FeedExport> exports) : ProgressView(cli, exports)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public override Task ShowUntilAsync(Task work) => RepeatUntilAsync(work, Interval, Show);

    private void Show()
    {
        foreach (var export in Exports)
        {
            var now = export.Progress.Now;
            var range = now.Oldest is null ? "" : $", {Format.Span(now.Oldest, now.Newest)}";
            var rate = Format.Rate(export.Progress.EventsRead, Elapsed);
            var line = $"{Format.Count(now.Pages, "page")}, {Format.Count(now.Events, "event")}, {rate}{range}";
            Cli.Messages.Information(MessageEvent.ExportProgress, line, new MessageSource(Account: null, export.Feed));
        }
    }
}
