using System.Globalization;
using System.Text;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>
/// The tool follows three feeds with constant new events for <c>OP_EVENTS_SOAK</c> minutes. Its memory, open files and state do
/// not grow between the second and the last quarter, and no event is lost.
/// </summary>
[Platform("Linux")] // The test reads /proc.
[Category("Slow")]
public sealed class SoakTests
{
    private const int EventsBefore = 6_000; // More than a checkpoint remembers, so that its size is constant.
    private const int EventsAtATime = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    [Test]
    public async Task Memory_handles_and_state_do_not_grow_over_time()
    {
        var minutes = Environment.GetEnvironmentVariable("OP_EVENTS_SOAK");
        if (minutes is null)
            Assert.Ignore("Set OP_EVENTS_SOAK to the number of minutes to run this test.");
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = EventsBefore });
        using var folder = new TemporaryFolder();
        using var tool = CliProcess.Start(
            emulator.Token, "follow", "--url", emulator.BaseAddress.AbsoluteUri, "--output", folder["out"], "--state", folder["state"],
            "--poll", "1s", "--rotate-size", "1MB", "--gzip", "--listen", "0", "--silence", "1h");
        await Wait.UntilAsync(() =>
                CliFixture.AllFeeds.All(
                    feed => NumberedFiles.TryLines(folder["out"], CliFixture.Name(feed))?.Count == EventsBefore));

        using var over = new CancellationTokenSource(TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)));
        var arriving = ArriveAsync(emulator, over.Token);
        var taken = await LookAsync(tool, folder["state"], over.Token);
        await arriving;
        await Wait.UntilAsync(() =>
                CliFixture.AllFeeds.All(
                    feed =>
                        NumberedFiles.TryLines(
                            folder["out"], CliFixture.Name(feed))?.Count == emulator.ReadAll(feed, EmulatorApi.V2).Count()));
        await tool.SignalAsync("TERM");
        var (exitCode, _, error) = await tool.EndAsync();

        Assert.That(exitCode, Is.Zero, error);
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(
                NumberedFiles.Lines(folder["out"], CliFixture.Name(feed)),
                Is.EqualTo(emulator.ReadAll(feed, EmulatorApi.V2).Select(json => Encoding.UTF8.GetString(json.Span))), $"{feed}");
        for (var quarter = 0; quarter <= 4; quarter++)
            TestContext.Out.WriteLine(taken[quarter * (taken.Count - 1) / 4]);
        TestContext.Out.WriteLine(error);
        AssertFlat("memory", taken, one => one.Memory, before => before / 10);
        AssertFlat("handles", taken, one => one.Handles, _ => 4); // Short-lived connections and open output files.
        AssertFlat("state", taken, one => one.State, before => before / 100);
    }

    private static async Task ArriveAsync(EventsEmulator emulator, CancellationToken over)
    {
        for (var number = 0; !over.IsCancellationRequested; await PauseAsync(Pause, over))
        {
            for (var i = 0; i < EventsAtATime; i++, number++)
            {
                foreach (var feed in CliFixture.AllFeeds)
                    emulator.Append(feed, Encoding.UTF8.GetBytes($$"""{"uuid":"SOAK{{number}}","timestamp":"{{TimeProvider.System.GetUtcNow():O}}","padding":"{{new string('x', 600)}}"}"""));
            }
        }
    }

    private static async Task<List<Taken>> LookAsync(CliProcess tool, string state, CancellationToken over)
    {
        var taken = new List<Taken>();
        for (var began = TimeProvider.System.GetTimestamp(); !over.IsCancellationRequested; await PauseAsync(Look, over))
        {
            Assert.That(tool.HasExited, Is.False, tool.Error);
            taken.Add(Taken.By(tool.Id, state, TimeProvider.System.GetElapsedTime(began)));
        }
        return taken;
    }

    // Medians, because a single value depends on the last garbage collection.
    private static void AssertFlat(string what, List<Taken> taken, Func<Taken, long> value, Func<long, long> give)
    {
        var quarter = taken.Count / 4;
        var (before, after) = (Median(taken.Skip(quarter).Take(quarter)), Median(taken.TakeLast(quarter)));
        TestContext.Out.WriteLine($"{what}: {before:N0} in the second quarter, {after:N0} in the last");
        Assert.That(after, Is.LessThanOrEqualTo(before + give(before)), what);

        long Median(IEnumerable<Taken> some) => some.Select(value).Order().ElementAt(quarter / 2);
    }

    private static async Task PauseAsync(TimeSpan pause, CancellationToken over) =>
        await Task.Delay(pause, TimeProvider.System, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private sealed record Taken(TimeSpan After, long Memory, long Handles, long State)
    {
        public static Taken By(int process, string state, TimeSpan after)
        {
            var memory = File.ReadLines($"/proc/{process}/status").Single(
                line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return new Taken(
                after,
                1_024 * long.Parse(memory.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture),
                Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Count(),
                Directory.EnumerateFiles(state, "*.json").Sum(file => new FileInfo(file).Length));
        }

        public override string ToString() =>
            $"after {After:hh\\:mm\\:ss}: {Memory:N0} B of memory, {Handles} handles, {State:N0} B of state";
    }
}
