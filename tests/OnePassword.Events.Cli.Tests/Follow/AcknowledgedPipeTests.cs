using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The pipelines of the guide, with processes that are killed: no event is lost.</summary>
[Platform("Linux,MacOsX")]
[Category("Slow")]
public sealed class AcknowledgedPipeTests
{
    private static string Consumer => Regex.Match(
        Repository.GuideText, @"```bash\n(?<script># store\.sh.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)
        .Groups["script"].Value;

    [Test]
    public async Task No_event_is_lost_when_the_consumer_or_the_tool_is_killed([Values("consumer", "tool")] string victim)
    {
        await using var emulator = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = 600, Quota = Quota.Off, Latency = TimeSpan.FromMilliseconds(20) });
        using var folder = new TemporaryFolder();
        folder.Write("store.sh", Consumer);
        string[] follow =
            ["follow", "auditevents", "--url", emulator.BaseAddress.AbsoluteUri, "--output", "-", "--state", "state", "--page-size", "20", "--once"];

        for (var kill = 0; kill < 3; kill++)
        {
            using var pipeline = CliProcess.StartPipeline(folder.Path, emulator.Token, "--ack - < ack", "bash store.sh", follow);
            var before = Lines(folder);
            await Wait.UntilAsync(() => pipeline.HasExited || Lines(folder) > before + 100);
            Assert.That(pipeline.HasExited, Is.False, pipeline.Error);
            await KillAsync(folder.ReadText(victim).Trim());
            await pipeline.EndAsync();
        }
        using var last = CliProcess.StartPipeline(folder.Path, emulator.Token, "--ack ack", "bash store.sh", follow);
        var (exitCode, _, error) = await last.EndAsync();
        Assert.That(exitCode, Is.Zero, error);

        var served = emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2)
            .Select(json => System.Text.Encoding.UTF8.GetString(json.Span));
        // A killed program can leave half a line, which the next one continues.
        var stored = (await File.ReadAllTextAsync(folder["events.ndjson"])).Split('\n');
        Assert.That(served.Except(stored.SelectMany(Whole), StringComparer.Ordinal), Is.Empty, "lost");
    }

    private static int Lines(TemporaryFolder folder) =>
        File.Exists(folder["events.ndjson"]) ? File.ReadAllBytes(folder["events.ndjson"]).Count(letter => letter == '\n') : 0;

    // The line, and what follows half a line.
    private static IEnumerable<string> Whole(string line) =>
        line.LastIndexOf("{\"uuid\"", StringComparison.Ordinal) is > 0 and var at ? [line, line[at..]] : [line];

    private static async Task KillAsync(string id)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-s", "KILL", id]);
        await kill.WaitForExitAsync();
    }
}
