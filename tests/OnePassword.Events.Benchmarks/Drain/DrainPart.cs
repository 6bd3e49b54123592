using OnePassword.Events.Benchmarks.Processes;
using OnePassword.Events.Benchmarks.Reporting;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>
/// A feed is read to its end: from memory, where all the time is the client's, and from an emulator in another process.
/// </summary>
internal static class DrainPart
{
    private const int DistinctPages = 20;

    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("A whole drain", $"""
            {Show.Count(scale.DrainEvents)} item usages in pages of 1,000, one page after another; the best of {scale.DrainRounds} rounds in which each has its turn
            (bytes: the median). Processor and bytes are the client process's own. The goal: the library at most 3% over the generated client
            that it stands on, and no more than a few bytes an event.
            """);
        report.Note("From memory:");
        await FromMemoryAsync(report, scale);
        report.Note("From the emulator, a process of its own on the same machine:");
        await FromEmulatorAsync(report, scale);
    }

    private static async Task FromMemoryAsync(Report report, Scale scale)
    {
        var pages = await EmulatedPages.ReadAsync(EmulatorFeed.ItemUsages, DistinctPages + 1);
        var target = new Target(
            () => new LoopingServer([.. pages.SkipLast(1)], pages[^1], scale.DrainEvents / EmulatedPages.Size), Nowhere, "token", TimeProvider.System.GetUtcNow());
        await DrainRace.RunAsync(report, target, scale.DrainEvents, scale.DrainRounds);
    }

    private static async Task FromEmulatorAsync(Report report, Scale scale)
    {
        using var emulator = await EmulatorProcess.StartAsync(await ToolBuild.ReadyToRunAsync(), scale.DrainEvents);
        var target = new Target(() => new SocketsHttpHandler { UseProxy = false }, emulator.Address, EmulatorProcess.Token, TimeProvider.System.GetUtcNow() - EventQuery.Retention);
        await DrainRace.RunAsync(report, target, scale.DrainEvents, scale.DrainRounds);
    }
}
