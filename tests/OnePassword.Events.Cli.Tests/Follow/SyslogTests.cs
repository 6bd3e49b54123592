using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Follow with a syslog receiver.</summary>
[Category("InProcess")]
public sealed class SyslogTests
{
    [Test]
    public async Task Events_reach_a_syslog_receiver_over_TLS()
    {
        await using var follower = await FollowFixture.CreateAsync();
        using var authority = new TestAuthority();
        await using var receiver = new FakeSyslog(authority.Issue("siem"));
        var authorities = follower.Folder.Write("ca.pem", authority.Certificate.ExportCertificatePem());
        var run = await follower.RunAsync(
            "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--once", "--to", "syslog",
            "--set", $"url={receiver.Url}", "--set", $"ca_file={authorities}", "--set", "app_name=collector");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        await Wait.UntilAsync(() => receiver.Records.Count >= 180);
        Assert.That(receiver.Records.Select(record => record.AppName), Is.All.EqualTo("collector"));
        Assert.That(
            receiver.Records.Select(record => $"{record.MessageId} {record.Text}"),
            Is.EquivalentTo(
                from feed in Enum.GetValues<EmulatorFeed>()
                from json in follower.Server.ReadAll(feed, EmulatorApi.V2)
                select $"{FeedNames.All[(int)feed]} {Encoding.UTF8.GetString(json.Span).ReplaceLineEndings("")}"));
    }

    [Test]
    public async Task Message_can_be_in_the_common_event_format()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var receiver = new FakeSyslog();
        var run = await follower.RunAsync(
            "signinattempts", "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--once",
            "--to", "syslog", "--set", $"url={receiver.Url}", "--set", "format=cef");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        await Wait.UntilAsync(() => receiver.Records.Count >= 60);
        Assert.That(receiver.Records.Select(record => record.Text), Is.All.StartsWith("CEF:0|1Password|Events API|v2|"));
    }

    [TestCase("url=https://siem.example.com", "--to syslog: the address must be tls://host:port or tcp://host:port.")]
    [TestCase("url=siem", "--set url: must be tls://host:port or tcp://host:port")]
    public async Task Invalid_address_is_rejected(string setting, string problem)
    {
        await using var follower = await FollowFixture.CreateAsync();
        var run = await follower.RunAsync("--state", follower.State, "--to", "syslog", "--set", setting);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(problem));
    }
}
