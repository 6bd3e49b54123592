using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow.Status;

/// <summary>Health, metrics and the report of silent feeds.</summary>
public sealed class StatusEndpointTests
{
    [Test]
    public async Task Metrics_and_health_report_the_followed_feeds()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--listen", "0");
        await follower.HasAllAsync();
        await Wait.UntilAsync(() => !follower.Get("/healthz").Contains("\"caught_up\": false", StringComparison.Ordinal));

        Assert.That(follower.Get("/healthz"), Does.Contain("\"status\": \"ok\"").And.Contain("\"account\": \"unknown\""));
        var metrics = follower.Get("/metrics").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(
            metrics,
            Is.All.Match(
                "^(# (HELP|TYPE) op_events_follow_[a-z_]+ .+|op_events_follow_[a-z_]+\\{account=\"unknown\"(,feed=\"[a-z]+\")?\\} -?[0-9.E+-]+)$"));
        Assert.That(
            metrics,
            Does.Contain("op_events_follow_account_connected{account=\"unknown\"} 1").And.Contain("op_events_follow_caught_up{account=\"unknown\",feed=\"auditevents\"} 1").And.Contain(
                "op_events_follow_lag_seconds{account=\"unknown\",feed=\"auditevents\"} 0"));
        Assert.That(follower.Get("/else"), Does.Contain("Use /healthz or /metrics."));
    }

    [Test]
    [Category("InProcess")]
    public void Health_contains_no_known_secret()
    {
        var cli = new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System);
        cli.Secrets.Add("s3cret-of-acme");
        var token = AccountToken.From(new SecretSource.Given("t0ken", "the test"), cli);
        var account = new Account("acme", token, EventsRegion.Europe, IsV1: false, []);
        using var board = new FollowStatusBoard(cli);
        board.Add(account);
        board.OnAccountFailed(account, "the server replied: s3cret-of-acme is unknown.");
        var feed = new FeedStatus(account, FeedNames.AuditEvents, output: null, cli);
        board.Add(feed);
        feed.End(new CliException(2, "s3cret-of-acme is unknown."));
        Assert.That(HealthRenderer.Render(board), Does.Contain("is unknown.").And.Not.Contain("s3cret-of-acme"));
    }

    [Test]
    public async Task Health_is_starting_until_each_account_has_been_tried()
    {
        await using var follower = await FollowFixture.CreateAsync();
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        follower.StartOf(["--url", $"http://{silent.LocalEndpoint}", "--output", follower.Out, "--state", follower.State, "--listen", "0"]);
        await follower.ReportedAsync("Health and metrics: ");

        using var http = new HttpClient();
        using var health = await http.GetAsync(new Uri(follower.StatusAddress, "/healthz"));

        Assert.That((int)health.StatusCode, Is.EqualTo(503));
        Assert.That(await health.Content.ReadAsStringAsync(), Does.Contain("\"status\": \"starting\""));
        Assert.That(follower.Get("/metrics"), Does.Contain("op_events_follow_account_connected{account=\"unknown\"} 0\n"));
    }

    [TestCase("/healthz")]
    [TestCase("/metrics")]
    public async Task Health_and_metrics_require_a_loopback_host_name(string path)
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--listen", "0");
        await follower.HasAllAsync();
        await follower.ReportedAsync("Health and metrics: ");

        Assert.That(
            follower.Get(path, "attacker.example"),
            Is.EqualTo("The Host header must name loopback. Use 127.0.0.1 or localhost.\n"));
        Assert.That(follower.Get(path, "localhost.attacker.example:9464"), Does.StartWith("The Host header"));
        Assert.That(follower.Get(path, "localhost:9464"), Does.Contain("auditevents"));
        Assert.That(follower.Get(path, "[::1]"), Does.Contain("auditevents"));
    }

    [Test]
    public async Task Silent_feed_is_reported_until_it_receives_events()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--silence", "1s", "--listen", "0");
        await follower.HasAllAsync();
        await follower.ReportedAsync("auditevents: SILENT: no new event for 1s. Last event: ");
        Assert.That(follower.Get("/metrics"), Does.Contain("op_events_follow_silent{account=\"unknown\",feed=\"auditevents\"} 1"));

        Assert.That(follower.Get("/healthz"), Does.Contain("\"status\": \"ok\""));

        await Wait.UntilAsync(() =>
            {
                follower.Append(EmulatorFeed.AuditEvents, Guid.NewGuid().ToString(), TimeSpan.Zero);
                return follower.Error.Contains("auditevents: receives events again.", StringComparison.Ordinal);
            });
    }

    [Test]
    public async Task Silent_feed_fails_the_health_if_the_operator_wants_it()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--silence", "1s", "--silence-fails-health", "--listen", "0");
        await follower.HasAllAsync();
        await follower.ReportedAsync("auditevents: SILENT: ");
        Assert.That(follower.Get("/healthz"), Does.Contain("\"status\": \"failing\"").And.Contain("\"silent\": true"));
    }

    [Test]
    [Category("InProcess")]
    public async Task Metrics_report_token_expiry_retries_and_quota_waits_by_account()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Folder.Write("token", follower.Server.Token);
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 500 });
        var config = follower.Folder.Write("follow.json", $$"""
            {
              "accounts": [
                { "name": "status-metrics", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "token" }, "quota": "4/min" },
                { "name": "status-absent", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "absent" } }
              ],
              "page_size": 20, "state": "state", "outputs": [{ "type": "files", "folder": "out" }], "listen": 0
            }
            """);
        follower.Retries = 1;
        follower.StartOf(["--config", config]);

        // Each feed has three pages. The fifth request of the account waits.
        await Wait.UntilAsync(() => Sum("quota_waiting") > 0 && Sum("retries_total") > 0);
        Assert.That(follower.Get("/metrics"), Does.Contain("op_events_follow_retries_total{account=\"status-metrics\",feed=\"auditevents\"} 1\n"));
        Assert.That(follower.Get("/metrics"), Does.Contain("op_events_follow_quota_wait_seconds_total{account=\"status-metrics\",feed=\"itemusages\"} "));
        Assert.That(
            follower.Get("/metrics"),
            Does.Contain("op_events_follow_account_failing{account=\"status-metrics\"} 0\n")
                .And.Contain("op_events_follow_account_failing{account=\"status-absent\"} 1\n"));

        double Sum(string name) => follower.Error.Contains("Health and metrics: ", StringComparison.Ordinal)
            ? follower.Get("/metrics").Split('\n')
                .Where(line => line.StartsWith($"op_events_follow_{name}{{account=\"status-metrics\"", StringComparison.Ordinal))
                .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture))
            : 0;
    }

    [Test]
    public async Task Quota_option_limits_the_requests()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--quota", "2/min", "--listen", "0");
        await follower.ReportedAsync("Health and metrics: ");
        await Wait.UntilAsync(() => follower.Get("/metrics").Split('\n').Any(line =>
            line.StartsWith("op_events_follow_quota_waiting{account=\"unknown\"", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Metrics_report_when_the_token_expires()
    {
        var expiry = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"exp":{{expiry.ToUnixTimeSeconds()}}}"""));
        await using var follower = await FollowFixture.CreateAsync(token: $"e30.{claims}.c2ln");
        follower.Start("--listen", "0");
        await follower.ReportedAsync("Health and metrics: ");
        await Wait.UntilAsync(() => follower.Get("/metrics").Contains(
            $"op_events_follow_token_expiry_timestamp_seconds{{account=\"unknown\"}} {expiry.ToUnixTimeSeconds()}\n", StringComparison.Ordinal));
    }
}
