using System.Globalization;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>
/// The tool follows three feeds and is killed repeatedly, while the server sometimes fails. At the end, the files contain each
/// event of the server exactly once, in order. <c>OP_EVENTS_KILLS</c> sets the number of kills.
/// </summary>
[Category("Slow")]
public sealed class CrashTests
{
    private const int DefaultKills = 8;
    private const int EventsPerKill = 250;

    // Enough events for that number of kills.
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(25);

    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("OP_EVENTS_KILLS") ?? $"{DefaultKills}", CultureInfo.InvariantCulture);

    [TestCase(false)]
    [TestCase(true)]
    public async Task Follow_killed_at_any_time_neither_loses_nor_repeats_events(bool gzip)
    {
        await using var emulator = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = EventsPerKill * Kills, Quota = Quota.Off, UnknownFields = true, Latency = Latency });
        using var folder = new TemporaryFolder();
        var random = TestContext.CurrentContext.Random;
        string[] follow =
        [
            "follow", "--url", emulator.BaseAddress.AbsoluteUri, "--output", Path.Combine(folder.Path, "out"), "--state", Path
                .Combine(folder.Path, "state"),
            "--page-size", "50", "--rotate-size", "200KB", "--poll", "1s", .. gzip ? new[] { "--gzip" } : [],
        ];

        var progress = new List<long>();
        for (var kill = 0; kill < Kills; kill++)
        {
            Misbehave(emulator, random);
            using var tool = CliProcess.Start(emulator.Token, follow);
            var inTheBeginning = random.Next(4) == 0; // Possibly while it truncates files or reads its state.
            await Wait.UntilAsync(
                () => inTheBeginning || tool.HasExited || tool.Error.Contains("signinattempts: ", StringComparison.Ordinal));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 600)), TimeProvider.System);
            Assert.That(tool.HasExited, Is.False, tool.Error);
            tool.Kill();
            using var state = FileCheckpointStore.OpenReadOnly(Path.Combine(folder.Path, "state"));
            progress.Add((await state.LoadAsync(FeedNames.AuditEvents))?.Events ?? 0);
        }

        TestContext.Out.WriteLine($"audit events at each kill: {string.Join(' ', progress)}");

        emulator.ClearFaults();
        using var last = CliProcess.Start(emulator.Token, [.. follow, "--once"]);
        var (exitCode, _, error) = await last.EndAsync(TimeSpan.FromMinutes(10));
        Assert.That(exitCode, Is.Zero, error);
        foreach (var feed in CliFixture.AllFeeds)
            AssertSame(NumberedFiles.Lines(Path.Combine(folder.Path, "out"), CliFixture.Name(feed)), emulator, feed);
    }

    private static void AssertSame(List<string> written, EventsEmulator emulator, EmulatorFeed feed)
    {
        var served = emulator.ReadAll(feed, EmulatorApi.V2).Select(json => System.Text.Encoding.UTF8.GetString(json.Span))
            .ToList();
        Assert.That(written.Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(written.Count), $"{feed}: twice");
        Assert.That(served.Except(written, StringComparer.Ordinal).Count(), Is.Zero, $"{feed}: lost");
        Assert.That(written, Is.EqualTo(served), $"{feed}: order");
        TestContext.Out.WriteLine($"{feed}: {written.Count} events, 0 lost, 0 twice, in order");
    }

    private static void Misbehave(EventsEmulator emulator, Random random)
    {
        emulator.ClearFaults();
        foreach (
            var mode in new[] { FaultMode.None, FaultMode.Reset, FaultMode.Truncate, FaultMode.EmptyPage, FaultMode.WrongLength })
        {
            emulator.Inject(new Fault
            {
                Feed = CliFixture.AllFeeds[random.Next(3)],
                Mode = mode,
                Status = mode == FaultMode.None ? (random.Next(2) == 0 ? 500 : 429) : null,
                RetryAfter = mode == FaultMode.None ? "0" : null,
                After = random.Next(0, 40),
            });
        }
    }
}
