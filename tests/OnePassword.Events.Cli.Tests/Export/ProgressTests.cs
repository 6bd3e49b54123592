using System.Globalization;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using Spectre.Console;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>The progress of a long export. A feed stalls after its first page, and the clock advances.</summary>
[Category("InProcess")]
public sealed class ProgressTests
{
    private static readonly EmulatorOptions Server = new() { EventsPerFeed = 2_500 };
    private static readonly Fault Stall = new() { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 2 };

    [Test]
    public async Task Progress_without_a_terminal_is_a_line_per_feed_every_10_seconds()
    {
        using var interruption = new CancellationTokenSource();
        var clock = new FakeClock(CliFixture.Now);
        await using var fixture = await CliFixture.StartAsync(Server, new CliRunner { Clock = clock }, Stall);
        var running = fixture.ExportAsync(["auditevents", "--since", "24h"], interruption.Token);
        await clock.TimerStartedAsync(TimeSpan.FromSeconds(10));
        await StalledAsync(fixture);
        Assert.That(fixture.Runner.Error, Is.Empty);

        clock.Advance(TimeSpan.FromSeconds(10));
        await clock.TimerStartedAsync(TimeSpan.FromSeconds(10));
        const string Line = @"auditevents: [5-9][0-9]%, [0-9]+ s left, 2 pages, 2,000 events, 200/s\n";
        Assert.That(fixture.Runner.Error.ReplaceLineEndings("\n"), Does.Match($"^{Line}$"));

        clock.Advance(TimeSpan.FromSeconds(10));
        await clock.TimerStartedAsync(TimeSpan.FromSeconds(10));
        Assert.That(
            fixture.Runner.Error.ReplaceLineEndings("\n"),
            Does.Match($"^{Line}{Line.Replace("200/s", "100/s", StringComparison.Ordinal)}$"));

        await fixture.InterruptAsync(interruption);
        Assert.That((await running).ErrorLines[^1], Is.EqualTo("2,000 events in 22.0 s, 91/s"));
    }

    [Test]
    public async Task Progress_shows_a_feed_without_pages()
    {
        using var interruption = new CancellationTokenSource();
        var clock = new FakeClock(CliFixture.Now);
        await using var fixture = await CliFixture.StartAsync(Server, new CliRunner { Clock = clock }, Stall with { After = 0 });
        var running = fixture.ExportAsync(["auditevents"], interruption.Token);
        await Wait.UntilAsync(() => fixture.RequestsFor(EmulatorFeed.AuditEvents).Any(request => request.Status == 0));
        await clock.TimerStartedAsync(TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromSeconds(10));
        await clock.TimerStartedAsync(TimeSpan.FromSeconds(10));
        Assert.That(fixture.Runner.Error.TrimEnd(), Is.EqualTo("auditevents: 0%, 0 pages, 0 events, 0/s"));
        await fixture.InterruptAsync(interruption);
        await running;
    }

    [Test]
    public async Task Progress_on_a_terminal_is_a_live_table_followed_by_the_summary()
    {
        using var interruption = new CancellationTokenSource();
        var clock = new FakeClock(CliFixture.Now);
        await using var fixture = await CliFixture.StartAsync(Server, new CliRunner { Clock = clock, Terminal = Terminal }, Stall);
        var running = fixture.ExportAsync([], interruption.Token);
        await StalledAsync(fixture);
        await Wait.UntilAsync(
            () => File.Exists(fixture.Folder["itemusages.ndjson"]) && File.Exists(fixture.Folder["signinattempts.ndjson"]));
        var (interval, live, draws) = (TimeSpan.FromMilliseconds(200), "", 0);
        await clock.TimerStartedAsync(interval);
        var complete = new Regex("itemusages +100% +2,500 events +[0-9,]+/s +complete", RegexOptions.None, TimeSpan.FromSeconds(1));
        for (; !complete.IsMatch(live); draws++) // Its file appears shortly before.
        {
            clock.Advance(interval);
            await clock.TimerStartedAsync(interval);
            live = fixture.Runner.Error;
        }

        Assert.That(live, Does.Match("auditevents +[0-9]+% +2,000 events +[0-9,]+/s +1 s left"));
        Assert.That(live, Does.Match("signinattempts +100% +2,500 events"));

        await fixture.InterruptAsync(interruption);
        var run = await running;
        var seconds = Regex.Escape((2 + (draws * interval.TotalSeconds)).ToString("0.0", CultureInfo.InvariantCulture));
        Assert.That(run.ExitCode, Is.EqualTo(130));
        Assert.That(run.OutputText, Is.Empty);
        Assert.That(
            run.Error[live.Length..],
            Does.Match(
                $@"(?s)auditevents +PARTIAL.*itemusages +complete.*op-events: auditevents: interrupted\.\s+(\x1b\[J)?Run the same command with --resume to continue\.\s+(\x1b\[J)?7,000 events in {seconds} s"));
    }

    [Test]
    public async Task Progress_on_a_terminal_marks_a_failed_feed()
    {
        using var interruption = new CancellationTokenSource();
        var clock = new FakeClock(CliFixture.Now);
        var fails = new Fault { Feed = EmulatorFeed.ItemUsages, Status = 500 };
        await using var fixture = await CliFixture.StartAsync(
            Server, new CliRunner { Clock = clock, Terminal = Terminal }, Stall, fails);
        var running = fixture.ExportAsync(["auditevents", "itemusages"], interruption.Token);
        await StalledAsync(fixture);
        await Wait.UntilAsync(IsMarked);
        await fixture.InterruptAsync(interruption);
        Assert.That((await running).ExitCode, Is.EqualTo(5));

        bool IsMarked()
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return fixture.Runner.Error.Contains("failed", StringComparison.Ordinal);
        }
    }

    [Test]
    public async Task Progress_shows_the_wait_for_the_quota([Values] bool terminal)
    {
        using var interruption = new CancellationTokenSource();
        var clock = new FakeClock(CliFixture.Now);
        await using var fixture = await CliFixture.StartAsync(
            Server, new CliRunner { Clock = clock, Terminal = terminal ? Terminal : null, Resilience = Patient });
        string[] slow = ["--since", "24h", "--page-size", "500", "--quota", "6/min"];
        var running = fixture.ExportAsync(slow, interruption.Token);
        await Wait.UntilAsync(Waits);
        var shown = Regex.Replace(fixture.Runner.Error, "\u001b\\[[0-9;?]*[A-Za-z]", "").ReplaceLineEndings("\n").Split('\n');
        await fixture.InterruptAsync(interruption);
        await running;

        Assert.That(shown, Has.Some.Matches("^[a-z]+:? +[0-9]+%.*waiting for the quota, ([0-9]+ s|1 min)"));
        Assert.That(shown.Select(line => line.TrimEnd().Length), Is.All.LessThanOrEqualTo(80));

        bool Waits()
        {
            clock.Advance(TimeSpan.FromSeconds(terminal ? 0.2 : 10));
            return fixture.Runner.Error.Contains("waiting for the quota, ", StringComparison.Ordinal);
        }
    }

    private static async Task StalledAsync(CliFixture fixture)
    {
        await Wait.UntilAsync(() => fixture.RequestsFor(EmulatorFeed.AuditEvents).Any(request => request.Status == 0));
        await fixture.WrittenAsync(EmulatorFeed.AuditEvents, 2_000);
    }

    // The server responds in real time, while the clock advances.
    private static void Patient(EventsResilienceOptions resilience)
    {
        resilience.Retry.MaxRetryAttempts = 0;
        (resilience.TotalRequestTimeout, resilience.AttemptTimeout) = (TimeSpan.FromHours(20), TimeSpan.FromHours(12));
        resilience.CircuitBreaker.SamplingDuration = TimeSpan.FromDays(1);
    }

    private static IAnsiConsole Terminal(TextWriter error)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(error),
        });
        terminal.Profile.Width = 80;
        return terminal;
    }
}
