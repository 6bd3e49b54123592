using OnePassword.Events.Benchmarks.Processes;
using OnePassword.Events.Benchmarks.Reporting;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>
/// Reads a feed to its end: from memory, where only the client uses time, and from an emulator in another process.
/// </summary>
internal static class DrainPart
{
    private const int DistinctPages = 20;

    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Sequential reading", $"""
            {Show.Count(scale.DrainEvents)} item usages are read page by page. Times are the best of {scale.DrainRounds} alternating rounds, bytes
            the median. Processor time and bytes are those of the client process. Goal: the library takes at most 3% more time than the
            generated client, and a few bytes more per event.
            """);
        report.Note("From memory:");
        await FromMemoryAsync(report, scale);
        report.Note("From the emulator in another process on the same machine:");
        await FromEmulatorAsync(report, scale);
    }

    private static async Task FromMemoryAsync(Report report, Scale scale)
    {
        var pages = await EmulatedPages.ReadAsync(EmulatorFeed.ItemUsages, DistinctPages + 1);
        var count = scale.DrainEvents / EmulatedPages.Size;
        var target = new Target(
            () => new LoopingServer([.. pages.SkipLast(1)], pages[^1], count), Nowhere, "token", TimeProvider.System.GetUtcNow());
        await DrainRace.RunAsync(report, target, scale.DrainEvents, scale.DrainRounds);
    }

    private static async Task FromEmulatorAsync(Report report, Scale scale)
    {
        using var emulator = await EmulatorProcess.StartAsync(await ToolBuild.ReadyToRunAsync(), scale.DrainEvents);
        var since = TimeProvider.System.GetUtcNow() - EventQuery.Retention;
        var target = new Target(() => new SocketsHttpHandler { UseProxy = false }, emulator.Address, EmulatorProcess.Token, since);
        await DrainRace.RunAsync(report, target, scale.DrainEvents, scale.DrainRounds);
    }
}
