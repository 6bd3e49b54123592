using OnePassword.Events.Benchmarks.Processes;
using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Destinations;

/// <summary>The native tool follows a feed to each destination, beside the same feed to files.</summary>
internal static class DestinationsPart
{
    private const int Rounds = 3;
    private const double MaxGrowth = 1.1;

    private static readonly string[] Headers =
        ["destination", "events per processor second", "ratio", "processor, s", "wall, s", "peak memory, MiB"];

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Destinations", """
            `op-events follow --once` of one feed, from an emulator in another process to a fake service in this process. Processor time
            and memory are those of the tool alone. Times are medians of alternating runs. Memory is the maximum in the first table and the
            median in the second. All services but syslog receive compressed requests. Files are written with the format raw.
            """);
        var tool = await ToolBuild.NativeAsync();
        var few = scale.ExportEvents[1];
        await CompareAsync(report, tool, few);
        var peaks = new Dictionary<int, long>();
        int[] sizes = [.. scale.ExportEvents.Skip(1), 3 * scale.ExportEvents[^1]];
        foreach (var events in sizes)
            peaks[events] = await PeakAsync(tool, events);
        report.Table(["events", "peak memory to https, MiB"], peaks.Select(one => new[] { Show.Count(one.Key), Show.Mebibytes(one.Value) }));

        // The heap of a short run is still growing to its size.
        if (sizes is [.., var many, var most] && sizes.Length > 2)
            Goal.AddTo(report, [new(
                $"Peak memory at {Show.Count(most)}, relative to {Show.Count(many)}", (double)peaks[most] / peaks[many], MaxGrowth, Show.Ratio)]);
    }

    private static async Task CompareAsync(Report report, string tool, int events)
    {
        using var emulator = await EmulatorProcess.StartAsync(tool, events);
        var senders = await Sender.AllAsync();
        var files = new Sender("files", ["--output", "{folder}"]);
        var runs = senders.Prepend(files).ToDictionary(sender => sender.Name, _ => new List<ProcessRun>(), StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var sender in senders.Prepend(files))
                runs[sender.Name].Add(await RunAsync(tool, emulator, sender));
        }
        foreach (var sender in senders)
            await sender.DisposeAsync();
        var costs = runs.ToDictionary(one => one.Key, one => ProcessCost.Of(one.Value), StringComparer.Ordinal);
        report.Table([$"{Show.Count(events)} events to", .. Headers[1..]], costs.Select(one => new[]
        {
            one.Key,
            Show.Count(events / one.Value.Cpu.TotalSeconds), Show.Ratio(costs[files.Name].Cpu / one.Value.Cpu),
            Show.Seconds(one.Value.Cpu), Show.Seconds(one.Value.Wall), Show.Mebibytes(one.Value.PeakBytes),
        }));
    }

    private static async Task<long> PeakAsync(string tool, int events)
    {
        using var emulator = await EmulatorProcess.StartAsync(tool, events);
        await using var sender = await Sender.HttpsAsync("raw");
        var peaks = new List<double>();
        for (var round = 0; round < Rounds; round++)
            peaks.Add((await RunAsync(tool, emulator, sender)).PeakBytes);
        return (long)Median.Of(peaks);
    }

    private static async Task<ProcessRun> RunAsync(string tool, EmulatorProcess emulator, Sender sender)
    {
        var folder = Directory.CreateTempSubdirectory("events-benchmarks-");
        try
        {
            var options = sender.Options.Select(option => option.Replace("{folder}", folder.FullName, StringComparison.Ordinal));
            string[] follow = ["follow", "auditevents", "--once", "--url", emulator.Url, "--quota", "off", "--state", folder.FullName];
            return await ProcessRun.MeasureAsync(tool, [.. follow, .. options], EmulatorProcess.Token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
