using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Shows progress in logs: a line per feed that is not complete, every ten seconds.</summary>
internal sealed class PlainProgress(CliContext cli, Func<IReadOnlyList<FeedExport>> exports) : ProgressView(cli, exports)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public override Task ShowUntilAsync(Task work) => RepeatUntilAsync(work, Interval, Show);

    private void Show()
    {
        foreach (var export in Exports.Where(export => !export.IsComplete))
        {
            var now = export.Progress.Now;
            string[] parts =
            [
                ProgressText.Percent(export), ProgressText.State(export, Elapsed), Format.Count(now.Pages, "page"),
                Format.Count(now.Events, "event"), Format.Rate(export.Progress.EventsRead, Elapsed),
            ];
            var line = string.Join(", ", parts.Where(part => part.Length > 0));
            Cli.Messages.Information(MessageEvent.ExportProgress, line, export.Source);
        }
    }
}
