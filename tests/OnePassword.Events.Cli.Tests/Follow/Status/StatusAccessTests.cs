using System.Net;
using System.Net.Http.Headers;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow.Status;

/// <summary>The address of health and metrics, and the requests that can read them.</summary>
public sealed class StatusAccessTests
{
    private const string Token = "s3cret-of-the-scraper";

    [TestCase("127.0.0.1:0", "http://127.0.0.1:")]
    [TestCase("localhost:0", "http://127.0.0.1:")]
    [TestCase("0", "http://127.0.0.1:")]
    [TestCase("[::1]:0", "http://[::1]:")]
    public async Task Loopback_needs_no_token(string address, string served)
    {
        await using var follower = await FollowFixture.CreateAsync(events: 0);
        follower.Start("--listen", address);
        await follower.ReportedAsync($"Health and metrics: {served}");
        Assert.That(follower.Get("/metrics"), Does.Contain("op_events_follow_events_total"));
    }

    [Test]
    public async Task Address_that_other_machines_can_reach_requires_a_token()
    {
        await using var follower = await FollowFixture.CreateAsync(events: 0);
        var run = await follower.OnceAsync("--listen", "0.0.0.0:0");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((
            ExitCode.Usage,
            "op-events: --listen 0.0.0.0:0 is reachable from other machines, and no bearer token is set. "
                + "Set OP_EVENTS_LISTEN_TOKEN or --listen-token-file, or listen on loopback.\n")));
        Assert.That(Directory.Exists(follower.State), Is.False);
    }

    [TestCase("127.0.0.1:0")]
    [TestCase("0.0.0.0:0")]
    public async Task Request_without_the_right_token_is_rejected(string address)
    {
        await using var follower = await FollowFixture.CreateAsync(events: 0);
        follower.Environment["OP_EVENTS_LISTEN_TOKEN"] = Token;
        follower.Start("--listen", address);
        await follower.ReportedAsync("/healthz and /metrics, with a bearer token");

        Assert.That(await StatusAsync(follower, null), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(follower, "wrong"), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(follower, Token + "x"), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(follower, Token), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Loopback_with_a_token_still_requires_a_loopback_host_name()
    {
        await using var follower = await FollowFixture.CreateAsync(events: 0);
        follower.Environment["OP_EVENTS_LISTEN_TOKEN"] = Token;
        follower.Start("--listen", "0");
        await follower.ReportedAsync("Health and metrics: ");
        Assert.That(await StatusAsync(follower, Token, "attacker.example"), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Token_of_a_file_can_be_replaced_while_follow_runs()
    {
        await using var follower = await FollowFixture.CreateAsync(events: 0);
        var file = follower.Folder.Write("scraper.token", Token + "\n");
        follower.Start("--listen", "0.0.0.0:0", "--listen-token-file", file);
        await follower.ReportedAsync("Health and metrics: ");
        Assert.That(await StatusAsync(follower, Token), Is.EqualTo(HttpStatusCode.OK));

        File.WriteAllText(file, "another");
        File.SetLastWriteTimeUtc(file, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.That(await StatusAsync(follower, Token), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(follower, "another"), Is.EqualTo(HttpStatusCode.OK));
        File.Delete(file);
        Assert.That(await StatusAsync(follower, "another"), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [TestCase("x", "--listen 'x' is not a port, or an IP address with a port such as 127.0.0.1:9464.")]
    [TestCase("65536", "--listen '65536' is not a port")]
    [TestCase("127.0.0.1", "--listen '127.0.0.1' is not a port")]
    [TestCase("127.1:9464", "--listen '127.1:9464' is not a port")]
    [TestCase("::1", "--listen '::1' is not a port")]
    [TestCase("example.com:9464", "--listen 'example.com:9464' is not a port")]
    [TestCase("http://127.0.0.1:9464", "--listen 'http://127.0.0.1:9464' is not a port")]
    [TestCase("192.0.2.1:9464", "--listen 192.0.2.1:9464 is reachable from other machines")]
    public async Task Invalid_address_is_one_error(string address, string error) =>
        (await CliRunner.RunAsync("follow", "--state", "state", "--listen", address)).FailedWith(ExitCode.Usage, error);

    [Test]
    public async Task Address_of_another_machine_is_one_error()
    {
        await using var follower = await FollowFixture.CreateAsync(events: 0);
        follower.Environment["OP_EVENTS_LISTEN_TOKEN"] = Token;
        (await follower.OnceAsync("--listen", "192.0.2.1:9464")).FailedWith(ExitCode.Usage, "cannot listen on 192.0.2.1:9464: ");
    }

    [TestCase("--listen-token-file requires --listen.", "--listen-token-file", "t")]
    [TestCase("--silence-fails-health requires --silence.", "--silence-fails-health")]
    public async Task Option_without_the_one_it_belongs_to_is_an_error(string error, params string[] args) =>
        (await CliRunner.RunAsync(["follow", "--state", "state", "--token-file", "t", "--region", "eu", .. args])).FailedWith(ExitCode.Usage, error);

    [Test]
    public async Task Missing_token_file_is_an_error_before_anything_is_written()
    {
        await using var follower = await FollowFixture.CreateAsync(events: 0);
        var run = await follower.OnceAsync("--listen", "0.0.0.0:0", "--listen-token-file", follower.Folder["absent"]);
        run.FailedWith(ExitCode.Usage, $"the token could not be read from {follower.Folder["absent"]}");
        Assert.That(Directory.Exists(follower.State), Is.False);
    }

    private static async Task<HttpStatusCode> StatusAsync(FollowFixture follower, string? token, string? host = null)
    {
        using var http = new HttpClient();
        var address = new UriBuilder(follower.StatusAddress) { Host = "127.0.0.1", Path = "/metrics" }.Uri;
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Host = host } };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
