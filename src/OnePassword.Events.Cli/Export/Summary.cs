namespace OnePassword.Events.Cli.Export;

/// <summary>What stands on standard error when an export is over: a line a feed, each failure, the total.</summary>
internal static class Summary
{
    public static async Task WriteAsync(ToolIo io, IReadOnlyList<FeedExport> exports, TimeSpan elapsed)
    {
        foreach (var line in exports.Select(Line).Concat(Failures(exports)).Concat(WayOn(exports)).Append(Total(exports, elapsed)))
            await io.Error.WriteLineAsync(line).ConfigureAwait(false);
    }

    private static string Line(FeedExport export)
    {
        var now = export.Progress.Now;
        var state = export.Failure is null ? "complete" : "PARTIAL ";
        return $"{export.Feed,-14}  {state}  {Text.Count(now.Events, "event"),16}  {Text.Count(now.Pages, "page"),12}  {Text.Span(now),-43}  {export.Where}".TrimEnd();
    }

    private static IEnumerable<string> Failures(IReadOnlyList<FeedExport> exports) =>
        exports.Where(export => export.Failure is not null).Select(export => $"op-events: {export.Failure}");

    private static IEnumerable<string> WayOn(IReadOnlyList<FeedExport> exports) =>
        exports.Any(export => export is { Failure: not null, CanGoOn: true }) ? ["The same command with --resume goes on from there."] : [];

    private static string Total(IReadOnlyList<FeedExport> exports, TimeSpan elapsed)
    {
        var events = exports.Sum(export => export.Progress.EventsRead);
        return $"{Text.Count(events, "event")} in {Text.Seconds(elapsed)}, {Text.Rate(events, elapsed)}";
    }
}
