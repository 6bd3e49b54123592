using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Writes the summary of an export to standard error: a line per feed, the failures, and the total.</summary>
internal static class ExportSummary
{
    private const int FirstColumn = 14;

    public static void Write(CliContext cli, IReadOnlyList<FeedExport> exports, TimeSpan elapsed)
    {
        var width = exports.Select(export => export.Name.Length).Append(FirstColumn).Max();
        foreach (var export in exports)
            Summarize(cli, Line(export, width), export.Source);
        foreach (var export in exports)
        {
            if (export.Failure is { IsReported: false } failure)
                cli.Messages.Error(MessageEvent.FeedFailed, failure.ExitCode, failure.Text, failure.Source);
        }
        var resumable = exports.Where(export => export is { Failure: not null, CanResume: true })
            .Select(export => ExistingExport.OptionsOf(export.Manifest));
        foreach (var options in resumable.Distinct(StringComparer.Ordinal))
            cli.Messages.Warning(MessageEvent.ExportSummary, $"Run the same command with {options} to continue.");
        Summarize(cli, Total(exports, elapsed), source: default);
    }

    private static void Summarize(CliContext cli, string line, MessageSource source) =>
        cli.Messages.Write(new Message(MessageLevel.Information, MessageLog.NameOf(MessageEvent.ExportSummary), line)
        {
            Source = source,
            NamesSource = true,
        });

    private static string Line(FeedExport export, int width)
    {
        var now = export.Progress.Now;
        var state = export.Failure is null ? "complete" : "PARTIAL ";
        var (events, pages) = (Format.Count(now.Events, "event"), Format.Count(now.Pages, "page"));
        var range = Format.Span(now.Oldest, now.Newest);
        var name = export.Name.PadRight(width);
        return $"{name}  {state}  {events,16}  {pages,12}  {range,-43}  {export.Location}".TrimEnd();
    }

    private static string Total(IReadOnlyList<FeedExport> exports, TimeSpan elapsed)
    {
        var events = exports.Sum(export => export.Progress.EventsRead);
        return $"{Format.Count(events, "event")} in {Format.Seconds(elapsed)}, {Format.Rate(events, elapsed)}";
    }
}
