using System.Net;
using System.Text;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>A follower outlasts what goes wrong around it, and in the end has everything, once and in order.</summary>
public sealed class FollowTroubleTests
{
    [Test]
    public async Task Follow_retries_while_the_disk_is_full()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("There is no disk here that is always full.");
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync();
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        follower.Start("--rotate-size", "1KB");
        await follower.HasAllAsync();
        var third = Path.Combine(follower.Out, "auditevents-00000003.ndjson");
        follower.Disk.FullFor = third;
        follower.Append(EmulatorFeed.AuditEvents, new string('X', 1_000), TimeSpan.Zero);
        await Eventually.TrueAsync(
            () => new FileInfo(Path.Combine(follower.Out, "auditevents-00000002.ndjson")).Length > 1_000,
            "the second file takes it");
        follower.Append(EmulatorFeed.AuditEvents, "FULL", TimeSpan.Zero);
        await follower.SaidAsync("No space left on device");

        follower.Disk.FullFor = null;

        await follower.HasAllAsync();
    }

    [TestCase("5000000")]
    [TestCase("2147483647")]
    [TestCase("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task Follow_survives_a_Retry_After_of_years(string retryAfter)
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 429, RetryAfter = retryAfter });
        follower.Start();
        await follower.SaidAsync("'auditevents' failed");
        Assert.That(follower.Error, Does.Contain("again in 86400 s"));
        Assert.That((await follower.StopAsync()).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Follow_retries_while_the_output_folder_is_missing()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start();
        await follower.HasAllAsync();
        Directory.Move(follower.Out, follower.Out + ".gone");
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        await follower.SaidAsync("'auditevents' failed");
        Assert.That(follower.Out, Does.Not.Exist, "nothing is made in its place");

        Directory.Move(follower.Out + ".gone", follower.Out);

        await follower.HasAllAsync();
    }

    [Test]
    public async Task Follow_loses_nothing_while_the_state_cannot_be_written()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start();
        await follower.HasAllAsync();
        var temporary = Path.Combine(follower.State, "auditevents.json.tmp");
        await Eventually.TrueAsync(() => TryBlock(temporary), "the checkpoint of the last page is written");
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        await follower.SaidAsync("'auditevents' failed");

        Directory.Delete(temporary);

        await follower.HasAllAsync();

        static bool TryBlock(string path)
        {
            try
            {
                return Directory.CreateDirectory(path).Exists;
            }
            catch (IOException)
            {
                return false; // A file has the name while a checkpoint is written.
            }
        }
    }

    [Test]
    public async Task Follow_retries_while_the_server_is_down()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start();
        await follower.HasAllAsync();

        await follower.RestartServerAsync(() => follower.SaidAsync("'signinattempts' failed"));
        follower.Append(EmulatorFeed.SignInAttempts, "NEW", TimeSpan.Zero);

        await follower.HasAllAsync();
    }

    [Test]
    public async Task Follow_retries_while_the_token_is_revoked()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start();
        await follower.HasAllAsync();
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 401 });
        await follower.SaidAsync("'auditevents' failed (auditevents at");

        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);

        await follower.HasAllAsync();
    }

    [Test]
    public async Task Changed_token_file_is_reloaded()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var file = follower.Folder.Write("token", "t0ken-of-yesterday");
        follower.StartOf(
            ["--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out, "--state", follower.State, "--token-file", file, "--poll", "1s"]);
        await follower.SaidAsync("Retrying in 1s.");

        await File.WriteAllTextAsync(file, follower.Server.Token);

        await follower.HasAllAsync();
    }

    [Test]
    public async Task Failing_account_does_not_stop_the_others()
    {
        await using var acme = await FollowFixture.CreateAsync();
        await using var globex = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = 25, Seed = 2, Token = "t0ken-of-globex" });
        var config = acme.Folder.Write("follow.json", $$"""
            {
              "accounts": [
                { "name": "acme", "url": "{{acme.Server.BaseAddress}}", "token": { "file": "acme.token" } },
                { "name": "globex", "url": "{{globex.BaseAddress}}", "token": { "command": ["cat", "{{acme.Folder["globex.token"]}}"] } },
                { "name": "initech", "url": "{{globex.BaseAddress}}", "token": { "file": "gone.token" } }
              ],
              "state": "state",
              "output": { "folder": "out" },
              "poll": { "min": "1s", "max": "1s" },
              "listen": 0
            }
            """);
        acme.Folder.Write("acme.token", acme.Server.Token);
        acme.Folder.Write("globex.token", "t0ken-of-globex\n");

        acme.StartOf(["--config", config]);
        await Eventually.TrueAsync(() => NumberedFiles.TryLines(acme.Out, "acme-itemusages")?.Count == 60
            && NumberedFiles.TryLines(acme.Out, "globex-itemusages")?.Count == 25, "two are followed");
        await acme.SaidAsync("initech: the token could not be read from");
        var address = acme.Error.Split('\n').Single(line => line.StartsWith("Health and metrics: ", StringComparison.Ordinal))
            .Split(' ')[3];
        using var http = new HttpClient();
        using var health = await http.GetAsync(new Uri(address));
        var said = await health.Content.ReadAsStringAsync();

        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), said);
        Assert.That(said, Does.Contain("initech").And.Contain("\"name\": \"globex-auditevents\""));
        await Eventually.TrueAsync(
            () =>
                Get(acme, "/metrics").Contains(
                    "op_events_follow_events_total{account=\"acme\",feed=\"itemusages\"} 60\n", StringComparison.Ordinal),
            "they are counted once they are committed");
        Assert.That(Get(acme, "/metrics"), Does.Contain("op_events_follow_account_failing{account=\"initech\"} 1\n"));

        acme.Folder.Write("gone.token", "t0ken-of-globex");
        await Eventually.TrueAsync(
            () => NumberedFiles.TryLines(acme.Out, "initech-itemusages")?.Count == 25,
            "the third is followed once it has a token");
        Assert.That((await acme.StopAsync()).ExitCode, Is.Zero);
    }

    [Test]
    [Description("Regression: two follows in one folder truncated what the other had committed.")]
    public async Task Second_follow_to_the_same_folder_is_rejected()
    {
        await using var follower = await FollowFixture.CreateAsync(events: 0);
        follower.Start();
        await follower.SaidAsync("signinattempts: starts at");

        var other = await follower.OnceAsync("--state", follower.Folder["other"]);
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        await follower.HasAllAsync();
        var later = await follower.OnceAsync("--state", follower.Folder["other"]);

        foreach (var run in new[] { other, later })
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Output));
            Assert.That(
                run.Error,
                Does.Contain(
                    $"op-events: auditevents: another process writes the files of auditevents in {follower.Out}. Stop it, or use another folder."));
        }
        follower.AssertAll();
    }

    [Test]
    [Description("Regression: such an account was neither followed nor reported.")]
    public async Task Account_with_an_impossible_token_path_is_reported()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Folder.Write("token", follower.Server.Token);

        follower.StartOf(["--config", Config(follower, new string('x', 300))]);

        await follower.SaidAsync("other: the token could not be read from ");
        await Eventually.TrueAsync(
            () => NumberedFiles.TryLines(follower.Out, "acme-itemusages")?.Count == 60, "the other account is followed");
        Assert.That(Get(follower, "/healthz"), Does.Contain("\"account\": \"other\""));
    }

    [Test]
    [Description("Regression: a token pipe without a writer blocked every account.")]
    public async Task Account_waiting_for_a_token_pipe_does_not_delay_the_others()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Folder.Write("token", follower.Server.Token);
        using (var make = System.Diagnostics.Process.Start("mkfifo", [follower.Folder["pipe"]]))
            await make.WaitForExitAsync();

        follower.StartOf(["--config", Config(follower, "pipe")]);

        await Eventually.TrueAsync(
            () => NumberedFiles.TryLines(follower.Out, "acme-itemusages")?.Count == 60, "the other account is followed");
        Assert.That((await follower.StopAsync()).ExitCode, Is.Zero);
    }

    [Test]
    [Description("Regression: a second read of the pipe found no token.")]
    public async Task Token_from_a_pipe_option_is_read_once()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var pipe = follower.Folder["pipe"];
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync();
        follower.Folder.Write("token", follower.Server.Token);
        using var writer = System.Diagnostics.Process.Start("bash", ["-c", "cat \"$1\" > \"$2\"", "bash", follower.Folder["token"], pipe]);

        var run = await follower.OnceAsync("--token-file", pipe);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        follower.AssertAll();
    }

    [Test]
    [Platform("Linux")]
    public async Task New_files_of_an_existing_checkpoint_continue_after_a_failed_first_page()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync("auditevents", "--output", "-");
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        follower.Disk.FullFor = ".ndjson";
        var full = await follower.OnceAsync("auditevents");
        follower.Disk.FullFor = null;

        var run = await follower.OnceAsync("auditevents");

        Assert.That((full.ExitCode, run.ExitCode), Is.EqualTo((6, 0)), run.Error);
        Assert.That(NumberedFiles.Lines(follower.Out, "auditevents"), Has.Count.EqualTo(1).And.One.Contains("NEW"));
    }

    [Test]
    public async Task Token_from_a_pipe_in_the_configuration_is_read_once()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var pipe = follower.Folder["pipe"];
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync();
        using var writer = System.Diagnostics.Process.Start("bash", ["-c", "cat \"$1\" > \"$2\"", "bash", follower.Folder.Write("token", follower.Server.Token), pipe]);

        var run = await follower.RunAsync("--config", Config(follower, "pipe"), "--once");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }

    [Test]
    public async Task Token_file_behind_changed_links_is_reloaded()
    {
        await using var follower = await FollowFixture.CreateAsync();
        Directory.CreateDirectory(follower.Folder["old"]);
        Directory.CreateDirectory(follower.Folder["new"]);
        await File.WriteAllTextAsync(Path.Combine(follower.Folder["old"], "token"), "t0ken-of-yesterday");
        await File.WriteAllTextAsync(Path.Combine(follower.Folder["new"], "token"), "t0ken-of-today");
        File.SetLastWriteTimeUtc(Path.Combine(follower.Folder["old"], "token"), DateTime.UnixEpoch);
        Directory.CreateSymbolicLink(follower.Folder["data"], follower.Folder["old"]);
        File.CreateSymbolicLink(follower.Folder["token"], Path.Combine(follower.Folder["data"], "token"));
        var token = AccountToken.From(
            new TokenSource.FromFile(follower.Folder["token"]),
            new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System));
        var before = await token.ReadAsync(default);

        Directory.Delete(follower.Folder["data"]);
        Directory.CreateSymbolicLink(follower.Folder["data"], follower.Folder["new"]);

        Assert.That(await token.ReadAsync(default), Is.Not.SameAs(before));
    }

    [Test]
    [Description("Regression: the gzip stream lacked its end.")]
    public async Task Compressed_standard_output_of_a_follow_is_a_complete_gzip_stream()
    {
        await using var follower = await FollowFixture.CreateAsync();

        var run = await follower.OnceAsync("auditevents", "--output", "-", "--gzip");

        using var compressed = new MemoryStream(run.Output);
        await using var unpacked = new System.IO.Compression.GZipStream(
            compressed, System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.That(
            (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Is.EqualTo(follower.Served(EmulatorFeed.AuditEvents)));
        Assert.That(run.Output[^4..], Is.Not.All.Zero, "the length of what is compressed");
        Assert.That(
            BitConverter.ToUInt32(run.Output.AsSpan()[^4..]),
            Is.EqualTo(follower.Served(EmulatorFeed.AuditEvents).Sum(line => Encoding.UTF8.GetByteCount(line) + 1)));
    }

    [Test]
    public async Task Metrics_and_health_report_the_followed_feeds()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--listen", "0");
        await follower.HasAllAsync();
        await Eventually.TrueAsync(
            () => !Get(follower, "/healthz").Contains("\"caught_up\": false", StringComparison.Ordinal),
            "each feed has caught up");

        Assert.That(Get(follower, "/healthz"), Does.Contain("\"status\": \"ok\""));
        var metrics = Get(follower, "/metrics").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(
            metrics,
            Is.All.Match(
                "^(# (HELP|TYPE) op_events_follow_[a-z_]+ .+|op_events_follow_[a-z_]+\\{account=\"\",feed=\"[a-z]+\"\\} -?[0-9.E+-]+)$"));
        Assert.That(
            metrics,
            Does.Contain("op_events_follow_caught_up{account=\"\",feed=\"auditevents\"} 1").And.Contain(
                "op_events_follow_lag_seconds{account=\"\",feed=\"auditevents\"} 0"));
        Assert.That(Get(follower, "/else"), Does.Contain("Use /healthz or /metrics."));
    }

    [TestCase("/healthz")]
    [TestCase("/metrics")]
    public async Task Health_and_metrics_require_a_loopback_host_name(string path)
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--listen", "0");
        await follower.SaidAsync("Health and metrics: ");

        Assert.That(
            Get(follower, path, "attacker.example"),
            Is.EqualTo("The Host header must name loopback. Use 127.0.0.1 or localhost.\n"));
        Assert.That(Get(follower, path, "localhost.attacker.example:9464"), Does.StartWith("The Host header"));
        Assert.That(Get(follower, path, "localhost:9464"), Does.Contain("auditevents"));
        Assert.That(Get(follower, path, "[::1]"), Does.Contain("auditevents"));
    }

    [Test]
    public async Task Silent_feed_is_reported_until_it_receives_events()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--silence", "1s", "--listen", "0");
        await follower.HasAllAsync();
        await follower.SaidAsync("auditevents: SILENT: no new event for 1s. Last event: ");
        Assert.That(Get(follower, "/metrics"), Does.Contain("op_events_follow_silent{account=\"\",feed=\"auditevents\"} 1"));

        await Eventually.TrueAsync(
            () =>
            {
                follower.Append(EmulatorFeed.AuditEvents, Guid.NewGuid().ToString(), TimeSpan.Zero);
                return follower.Error.Contains("auditevents: receives events again.", StringComparison.Ordinal);
            },
            "it says so, while events come");
    }

    [Test]
    public async Task Added_account_gets_its_own_files_and_the_first_continues_in_new_ones()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Folder.Write("token", follower.Server.Token);
        await follower.RunAsync("--config", Config("acme"), "--once");
        Assert.That(NumberedFiles.Lines(follower.Out, "auditevents"), Has.Count.EqualTo(60));
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);

        var run = await follower.RunAsync("--config", Config("acme", "globex"), "--once");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(NumberedFiles.Lines(follower.Out, "auditevents"), Has.Count.EqualTo(60));
        Assert.That(NumberedFiles.Lines(follower.Out, "acme-auditevents").Single(), Does.Contain("NEW"));
        Assert.That(NumberedFiles.Lines(follower.Out, "globex-auditevents"), Has.Count.EqualTo(61));

        string Config(params string[] names) => follower.Folder.Write("follow.json", $$"""
            {
              "accounts": [{{string.Join(',', names.Select(name => $$"""{ "name": "{{name}}", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "token" } }"""))}}],
              "state": "state", "output": { "folder": "out" }
            }
            """);
    }

    private static string Config(FollowFixture follower, string tokenFile) => follower.Folder.Write("follow.json", $$"""
        {
          "accounts": [
            { "name": "other", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "{{tokenFile}}" } },
            { "name": "acme", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "token" } }
          ],
          "state": "state", "output": { "folder": "out" }, "poll": { "min": "1s", "max": "1s" }, "listen": 0
        }
        """);

    private static string Get(FollowFixture follower, string path, string? host = null)
    {
        var address = new Uri(
            follower.Error.Split('\n').Single(line => line.StartsWith("Health and metrics: ", StringComparison.Ordinal))
                .Split(' ')[3]);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path)) { Headers = { Host = host } };
        using var response = http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
