using BenchmarkDotNet.Reports;

namespace OnePassword.Events.Benchmarks.Reporting;

/// <summary>Results of BenchmarkDotNet as tables with ratios.</summary>
internal static class InsideParts
{
    public static Task PagesAsync(Report report, Scale scale)
    {
        report.Section("Typed pages", """
            A page of 1,000 events in memory is parsed to objects. `Generated`: the library. `Converters`: Newtonsoft with the same
            types. `DefaultOutput`: the default output of NSwag, by reflection; it rejects enum values that it does not know.
            `SourceGenerated`: the source generator of System.Text.Json with the same content. Times are of the fastest iteration.
            """);
        Tables(report, Inside.Run<PageReadingBenchmarks>(), nameof(PageReadingBenchmarks.SourceGenerated));
        return Task.CompletedTask;
    }

    public static Task RawAsync(Report report, Scale scale)
    {
        report.Section("Raw pages", """
            The events of a page of 1,000 events in memory are located. `Library`: each event with its position, uuid and timestamp.
            `ReaderAlone`: cursor, has_more and the position of each event with Utf8JsonReader. Times are of the fastest iteration.
            """);
        Tables(report, Inside.Run<RawPageBenchmarks>(), nameof(RawPageBenchmarks.ReaderAlone));
        return Task.CompletedTask;
    }

    public static Task FormatsAsync(Report report, Scale scale)
    {
        report.Section("Formats", """
            The events of a page of 1,000 events in memory are written as lines of each format. `Raw` copies their bytes. `ParseAlone`:
            all tokens are read with Utf8JsonReader, and nothing is written. Times are of the fastest iteration.
            """);
        Tables(report, Inside.Run<FormatBenchmarks>(), nameof(FormatBenchmarks.Raw));
        return Task.CompletedTask;
    }

    private static void Tables(Report report, Summary summary, string measure)
    {
        foreach (var group in summary.Reports.GroupBy(one => one.BenchmarkCase.Parameters.DisplayInfo, StringComparer.Ordinal))
        {
            var against = group.Single(one => NameOf(one) == measure);
            report.Table(
                [group.Key, "events/s", "time, ratio", "bytes/event", "bytes, ratio"], group.Select(one => Row(one, against)));
        }
    }

    private static string[] Row(BenchmarkReport report, BenchmarkReport measure)
    {
        if (report.ResultStatistics is not { } statistics)
            return [NameOf(report), "fails", Show.Nothing, Show.Nothing, Show.Nothing];
        var (bytes, measureBytes) = (BytesOf(report), BytesOf(measure));
        return
        [
            NameOf(report), Show.Count(1e9 / statistics.Min), Show.Ratio(statistics.Min / measure.ResultStatistics!.Min),
            Show.Count(bytes), measureBytes == 0 ? Show.Nothing : Show.Ratio(bytes / measureBytes),
        ];
    }

    private static string NameOf(BenchmarkReport report) => report.BenchmarkCase.Descriptor.WorkloadMethod.Name;

    private static double BytesOf(BenchmarkReport report) =>
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
}
