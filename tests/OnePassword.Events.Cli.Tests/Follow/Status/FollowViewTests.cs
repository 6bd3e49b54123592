using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Destinations;
using OnePassword.Events.Emulator;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OnePassword.Events.Cli.Tests.Follow.Status;

/// <summary>The progress of follow on a terminal.</summary>
[Category("InProcess")]
public sealed class FollowViewTests
{
    [Test]
    public async Task Progress_of_each_feed_is_shown_until_follow_stops()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Terminal = Terminal;
        follower.Start();
        await Wait.UntilAsync(() => FeedNames.All.All(feed => Shows($@"{feed} +60 +[0-9,]+/s +caught up")));
        Assert.That(follower.Error, Does.Match("FEED +EVENTS +RATE +STATE").And.Match("total +180 ").And.Contain("3 caught up"));

        var live = follower.Error.Length;
        var run = await follower.StopAsync();
        Assert.That(run.Error[live..], Does.Contain("auditevents: 60 events on 3 pages"));

        bool Shows(string pattern) => Regex.IsMatch(follower.Error, pattern);
    }

    [Test]
    public async Task Lines_and_progress_do_not_share_a_terminal()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Terminal = Terminal;
        follower.Columns = 80;
        var run = await follower.OnceAsync("auditevents", "--output", "-");
        Assert.That(run.Error, Does.Not.Contain("STATE"));
    }

    [Test]
    public void Fifty_accounts_fit_a_terminal_of_80_columns_and_24_lines_with_those_that_need_attention_first()
    {
        var clock = new FakeTimeProvider(CliFixture.Now);
        var cli = new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, clock);
        var accounts = Enumerable.Range(1, 50).Select(number => Account($"account-with-a-long-name-{number:00}")).ToList();
        using var board = new FollowStatusBoard(cli);
        accounts.ForEach(board.Add);
        foreach (var account in accounts.Take(49))
        {
            foreach (var feed in FeedNames.All)
            {
                var status = new FeedStatus(account, feed, output: null, cli);
                board.Add(status);
                status.Report(Progress(feed, caughtUp: account != accounts[3], clock));
                if (account == accounts[1] && feed == "auditevents")
                    status.End(new CliException(7, "the state folder is gone."));
                if (account == accounts[2] && feed == "itemusages")
                    cli.QuotaWaits.OnWaiting(status.Source, TimeSpan.FromSeconds(37.5));
            }
        }
        board.OnAccountFailed(accounts[49], "the token could not be read from a file with a long path and a long name of its own.");

        var lines = Render(new FollowTable(board, cli).Draw(80, 24));

        Assert.That(lines.Select(line => line.Length), Is.All.LessThan(80));
        Assert.That(lines, Has.Count.LessThanOrEqualTo(22), "there is room for a message");
        Assert.That(lines[0], Does.Match("^FEED +EVENTS +RATE +STATE$"));
        Assert.That(lines[1], Does.Match("^account-with….*auditevents +stopped: the state folder is gone.$"));
        Assert.That(lines[2], Does.Match("failing: the token could not be read.*…$"));
        Assert.That(lines[3], Does.Match("itemusages +10 +0/s +waiting for the quota, 38 s$"));
        Assert.That(lines.Skip(4).Take(3), Is.All.Match(" 10 +0/s +lag 2d$"));
        Assert.That(lines[^3], Does.StartWith("and 130 more"));
        Assert.That(lines[^2], Does.Match("^total +1,470 +0/s$"));
        Assert.That(lines[^1], Is.EqualTo("1 stopped, 1 failing, 1 waiting, 3 behind, 142 caught up"));

        Assert.That(() => Render(new FollowTable(board, cli).Draw(1, 1)), Throws.Nothing, "a terminal of one column");

        Account Account(string name) =>
            new(name, AccountToken.From(new SecretSource.Given("t0ken", "the test"), cli), EventsRegion.Europe, IsV1: false, []);
    }

    [Test]
    public async Task Burst_of_rejections_is_one_line_per_account()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Folder.Write("token", follower.Server.Token);
        follower.Retries = 10;
        follower.Server.Inject(new Fault { Status = 429, RetryAfter = "1", Times = 8 });
        follower.StartOf(["--config", follower.WriteConfig("token")]);
        await Wait.UntilAsync(() => new[] { "acme", "other" }.All(account =>
            FeedNames.All.All(feed => NumberedFiles.TryLines(follower.Out, $"{account}-{feed}")?.Count == 60)));

        var lines = follower.Error.Split('\n').Where(line => line.Contains("(429)", StringComparison.Ordinal)).ToList();
        Assert.That(lines, Is.Not.Empty);
        Assert.That(lines.Select(line => line.Split(' ')[0]), Is.Unique.And.All.AnyOf("acme", "other"));
        Assert.That(lines, Is.All.Contains("the server rejects requests (429), because the account sends too many. Waiting 1 s."));
    }

    [Test]
    public void Rejections_within_a_minute_or_the_wait_belong_to_one_burst()
    {
        using var error = new StringWriter();
        var clock = new FakeTimeProvider(CliFixture.Now);
        var cli = new CliContext(Stream.Null, error, TextReader.Null, _ => null, clock);
        var source = new MessageSource("acme", "auditevents");
        cli.QuotaWaits.OnRejected(source, TimeSpan.FromSeconds(90));
        cli.QuotaWaits.OnRejected(source with { Feed = "itemusages" }, TimeSpan.FromSeconds(1));
        cli.QuotaWaits.OnRejected(source with { Account = "globex" }, TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(89));
        Assert.That(cli.QuotaWaits.Left("acme", "auditevents"), Is.EqualTo(TimeSpan.FromSeconds(1)));
        cli.QuotaWaits.OnRejected(source, TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(cli.QuotaWaits.Left("acme", "auditevents"), Is.Null);
        Assert.That(Starts(), Is.EqualTo(new[] { "acme:", "globex:" }));

        cli.QuotaWaits.OnRejected(source, TimeSpan.FromSeconds(1));
        Assert.That(Starts(), Is.EqualTo(new[] { "acme:", "globex:", "acme:" }));

        IEnumerable<string> Starts() =>
            error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]);
    }

    [Test]
    public void Destination_that_fails_is_shown_in_the_rows_of_its_feeds_until_it_recovers()
    {
        var cli = new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, new FakeTimeProvider(CliFixture.Now));
        var account = new Account(
            "acme", AccountToken.From(new SecretSource.Given("t0ken", "the test"), cli), EventsRegion.Europe, IsV1: false, []);
        using var board = new FollowStatusBoard(cli);
        board.Add(account);
        var feed = new FeedStatus(account, FeedNames.AuditEvents, "siem", cli) { Output = "siem" };
        board.Add(feed);
        var origin = new EventOrigin { Feed = FeedNames.AuditEvents, ReadAt = CliFixture.Now };

        feed.OnDelivery(new DeliveryReport(origin) { Failure = "the SIEM: HTTP 503.", RetryIn = TimeSpan.FromSeconds(1) });
        var failing = Render(new FollowTable(board, cli).Draw(80, 24));
        feed.OnDelivery(new DeliveryReport(origin));
        var recovered = Render(new FollowTable(board, cli).Draw(80, 24));

        Assert.That(failing[1], Does.StartWith("acme-auditevents-siem  failing: the SIEM: HTTP 503."));
        Assert.That(recovered[1], Does.StartWith("acme-auditevents-siem ").And.Not.Contain("failing"));
    }

    private static FollowProgress Progress(string feed, bool caughtUp, TimeProvider clock) => new(
        feed, feed, clock.GetUtcNow(), caughtUp, Events: 10, Duplicates: 0, new EventTime(clock.GetUtcNow().AddDays(-2)), Failure: null, RetryIn: null);

    private static List<string> Render(IRenderable drawing)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 80;
        console.Write(drawing);
        return [.. text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
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
        (terminal.Profile.Width, terminal.Profile.Height) = (80, 24);
        return terminal;
    }
}
