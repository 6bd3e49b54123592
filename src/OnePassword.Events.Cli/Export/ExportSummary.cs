using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Writes the summary of an export to standard error: a line per feed, the failures, and the total.</summary>
internal static class ExportSummary
{
    public static async Task WriteAsync(CliContext cli, IReadOnlyList<FeedExport> exports, TimeSpan elapsed)
    {
        foreach (
            var line in exports.Select(Line).Concat(Failures(exports)).Concat(ResumeHint(exports))
                .Append(Total(exports, elapsed)))
            await cli.Error.WriteLineAsync(line).ConfigureAwait(false);
    }

    private static string Line(FeedExport export)
    {
        var now = export.Progress.Now;
        var state = export.Failure is null ? "complete" : "PARTIAL ";
        var (events, pages) = (Format.Count(now.Events, "event"), Format.Count(now.Pages, "page"));
        var range = Format.Span(now.Oldest, now.Newest);
        return $"{export.Feed,-14}  {state}  {events,16}  {pages,12}  {range,-43}  {export.Location}".TrimEnd();
    }

    private static IEnumerable<string> Failures(IReadOnlyList<FeedExport> exports) =>
        exports.Where(export => export.Failure is not null).Select(export => $"op-events: {export.Failure}");

    private static IEnumerable<string> ResumeHint(IReadOnlyList<FeedExport> exports) =>
        exports.Any(export => export is { Failure: not null, CanResume: true })
            ? ["Run the same command with --resume to continue."]
            : [];

    private static string Total(IReadOnlyList<FeedExport> exports, TimeSpan elapsed)
    {
        var events = exports.Sum(export => export.Progress.EventsRead);
        return $"{Format.Count(events, "event")} in {Format.Seconds(elapsed)}, {Format.Rate(events, elapsed)}";
    }
}
