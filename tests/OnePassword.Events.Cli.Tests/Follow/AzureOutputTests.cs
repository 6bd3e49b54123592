using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The outputs sentinel and otlp, with the emulator as source.</summary>
[Category("InProcess")]
public sealed class AzureOutputTests
{
    [Test]
    public async Task Events_reach_sentinel_with_an_application()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var entra = await FakeEntra.StartAsync();
        await using var sentinel = await FakeSentinel.StartAsync(entra, SentinelDestination.DeploymentTemplate);
        follower.Environment["AZURE_SECRET"] = entra.Secret;

        var run = await follower.RunAsync(
        [
            "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--once", "--to", "sentinel",
            "--set", $"url={sentinel.Url}", "--set", $"rule_id={FakeSentinel.Rule}", "--set", $"tenant_id={FakeEntra.Tenant}",
            "--set", $"client_id={FakeEntra.Client}", "--set", "client_secret.env=AZURE_SECRET", "--set", $"authority={entra.Url}",
        ]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(sentinel.Rows, Has.Count.EqualTo(180));
        Assert.That(
            sentinel.Rows.Select(row => row.GetProperty("log_source").GetString()).Distinct(StringComparer.Ordinal),
            Is.EquivalentTo(FeedNames.All));
        Assert.That(run.Error, Does.Not.Contain(entra.Secret).And.Not.Contain("access-token"));
    }

    [Test, Property("Statement", 24)]
    [Description("config check proves token, rule, stream and role without an event.")]
    public async Task Config_check_reports_a_missing_role_of_sentinel()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var entra = await FakeEntra.StartAsync();
        await using var sentinel = await FakeSentinel.StartAsync(entra, SentinelDestination.DeploymentTemplate);
        follower.Folder.Write("token", follower.Server.Token);
        follower.Folder.Write("azure.secret", entra.Secret);
        var config = follower.Folder.Write(
            "follow.json",
            $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "token" } }],
              "state": "state",
              "outputs": [{
                "type": "sentinel", "url": "{{sentinel.Url}}", "rule_id": "{{FakeSentinel.Rule}}", "authority": "{{entra.Url}}",
                "tenant_id": "{{FakeEntra.Tenant}}", "client_id": "{{FakeEntra.Client}}", "client_secret": { "file": "azure.secret" }
              }]
            }
            """);

        var run = await new CliRunner().StartAsync(["config", "check", config]);
        Assert.That((run.ExitCode, run.OutputText.Contains("TimeGenerated", StringComparison.Ordinal)), Is.EqualTo((0, true)), run.Error);

        sentinel.HasRole = false;
        run = await new CliRunner().StartAsync(["config", "check", config]);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.OutputText, Does.Match("FAILS +HTTP 403 .*Monitoring Metrics Publisher"));
        Assert.That(sentinel.Rows, Is.Empty);
    }

    [Test]
    public async Task Template_is_printed()
    {
        var run = await new CliRunner().StartAsync(["config", "sentinel-dcr"]);
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, SentinelDestination.DeploymentTemplate)));
    }

    [TestCase("protobuf")]
    [TestCase("json")]
    public async Task Events_reach_a_collector(string encoding)
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var collector = await FakeCollector.StartAsync();
        follower.Environment["OTLP_KEY"] = collector.Key = "k3y";
        var config = follower.Folder.Write(
            "follow.json",
            $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{follower.Server.BaseAddress}}", "token": { "env": "OP_EVENTS_TOKEN" } }],
              "state": "state",
              "outputs": [{
                "type": "otlp", "url": "{{collector.Url}}", "encoding": "{{encoding}}",
                "headers": [{ "name": "x-api-key", "secret": { "env": "OTLP_KEY" } }]
              }]
            }
            """);

        var run = await follower.RunAsync("--once", "--config", config);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(collector.Logs, Has.Count.EqualTo(180));
        Assert.That(collector.Logs.Select(log => log.Resource["onepassword.account"]).Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { "acme" }));
        Assert.That(run.Error, Does.Not.Contain("k3y"));
    }
}
