using System.Net;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Several accounts, or several follows, use one folder.</summary>
public sealed class FollowAccountsTests
{
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
              "outputs": [{ "type": "files", "folder": "out" }],
              "poll": { "min": "1s", "max": "1s" },
              "listen": 0
            }
            """);
        acme.Folder.Write("acme.token", acme.Server.Token);
        acme.Folder.Write("globex.token", "t0ken-of-globex\n");

        acme.StartOf(["--config", config]);
        await Wait.UntilAsync(() => NumberedFiles.TryLines(acme.Out, "acme-itemusages")?.Count == 60
            && NumberedFiles.TryLines(acme.Out, "globex-itemusages")?.Count == 25);
        await acme.ReportedAsync("initech: the token could not be read from");
        var address = acme.Error.Split('\n').Single(line => line.StartsWith("Health and metrics: ", StringComparison.Ordinal))
            .Split(' ')[3];
        using var http = new HttpClient();
        using var health = await http.GetAsync(new Uri(address));
        var body = await health.Content.ReadAsStringAsync();

        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), body);
        Assert.That(body, Does.Contain("initech").And.Contain("\"name\": \"globex-auditevents\""));
        await Wait.UntilAsync(() =>
                acme.Get("/metrics").Contains(
                    "op_events_follow_events_total{account=\"acme\",feed=\"itemusages\"} 60\n", StringComparison.Ordinal));
        Assert.That(acme.Get("/metrics"), Does.Contain("op_events_follow_account_failing{account=\"initech\"} 1\n"));

        acme.Folder.Write("gone.token", "t0ken-of-globex");
        await Wait.UntilAsync(() => NumberedFiles.TryLines(acme.Out, "initech-itemusages")?.Count == 25);
        Assert.That((await acme.StopAsync()).ExitCode, Is.Zero);
    }

    [Test]
    [Description("Regression: two follows in one folder truncated what the other had committed.")]
    public async Task Second_follow_to_the_same_folder_is_rejected()
    {
        await using var follower = await FollowFixture.CreateAsync(events: 0);
        follower.Start();
        await follower.ReportedAsync("signinattempts: starts at");

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
              "state": "state", "outputs": [{ "type": "files", "folder": "out" }]
            }
            """);
    }
}
