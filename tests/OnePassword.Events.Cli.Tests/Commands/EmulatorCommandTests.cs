using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Commands;

public sealed class EmulatorCommandTests
{
    [Test]
    public async Task Emulator_prints_its_address_and_token_and_runs_until_interrupted()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var introspection = await emulator.GetAsync("api/v2/auth/introspect");
        Assert.That(
            introspection.GetProperty("features").EnumerateArray().Select(feature => feature.GetString()),
            Is.EqualTo(FeedNames.All));

        var run = await emulator.StopAsync();
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.OutputText, Does.Match(@"^url    http://127\.0\.0\.1:[0-9]+\ntoken  [A-Za-z0-9_.-]+\n$"));
        Assert.That(run.Error, Does.Contain($"GET {emulator.Url}/__emulator/requests"));
        Assert.That(
            () => emulator.GetAsync("api/v2/auth/introspect"), Throws.TypeOf<HttpRequestException>(), "the emulator has stopped");
    }

    [Test]
    public async Task Token_of_the_emulator_names_the_emulator_as_audience()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var claims = JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(emulator.Token.Split('.')[1]));
        Assert.That(claims.GetProperty("aud")[0].GetString(), Is.EqualTo(new Uri(emulator.Url).Authority));
    }

    [Test]
    public async Task Options_of_the_emulator_command_reach_the_server()
    {
        await using var twin = await EventsEmulator.StartAsync(new EmulatorOptions
        {
            Seed = 7,
            EventsPerFeed = 3,
            Span = TimeSpan.FromMinutes(30),
            Now = CliFixture.Now,
            UnknownFields = true,
        });
        await using var emulator = await RunningEmulator.StartAsync(
            "--seed", "7", "--events", "3", "--span", "30m", "--now", "2026-01-31T12:00:00Z", "--token", "my-t0ken", "--unknown-fields",
            "--feature", "itemusages", "--quota", "3/min", "--retry-after", "none");

        Assert.That(emulator.Token, Is.EqualTo("my-t0ken"));
        var introspection = await emulator.GetAsync("api/auth/introspect");
        Assert.That(
            introspection.GetProperty("Features").EnumerateArray().Select(feature => feature.GetString()),
            Is.EqualTo(new[] { "itemusages" }));
        var page = await emulator.PostAsync("api/v2/itemusages", "{}");
        Assert.That(
            page.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()),
            Is.EqualTo(
                CliFixture.SplitLines(
                    [.. twin.ReadAll(EmulatorFeed.ItemUsages, EmulatorApi.V2).SelectMany(json => json.ToArray().Append((byte)'\n'))])));

        await emulator.PostAsync("api/v1/itemusages", "{}");
        using var rejected = await emulator.SendAsync(HttpMethod.Post, "api/v2/itemusages", "{}");
        Assert.That(
            (rejected.StatusCode, rejected.Headers.RetryAfter),
            Is.EqualTo((HttpStatusCode.TooManyRequests, (RetryConditionHeaderValue?)null)));
    }

    [Test]
    public async Task Cursors_and_the_token_survive_a_restart_with_the_same_now_seed_and_port()
    {
        const string Query = """{"limit":100,"start_time":"2020-01-01T00:00:00Z"}""";
        string[] options = ["--seed", "7", "--now", "2026-01-31T12:00:00Z"];
        await using var first = await RunningEmulator.StartAsync(options);
        var (port, token) = (new Uri(first.Url).Port, first.Token);
        var page = await first.PostAsync("api/v2/auditevents", Query);
        var cursor = $$"""{"cursor":{{page.GetProperty("cursor").GetRawText()}}}""";
        var next = await first.PostAsync("api/v2/auditevents", cursor);
        await first.StopAsync();

        await using var restarted = await RunningEmulator.StartAsync([.. options, "--port", $"{port}"]);

        Assert.That(restarted.Token, Is.EqualTo(token));
        Assert.That((await restarted.PostAsync("api/v2/auditevents", cursor)).GetRawText(), Is.EqualTo(next.GetRawText()));
    }

    [TestCase("--lenient", HttpStatusCode.OK)]
    [TestCase("--strict", HttpStatusCode.BadRequest)]
    [TestCase(null, HttpStatusCode.BadRequest)]
    public async Task Emulator_rejects_undocumented_requests_unless_lenient(string? option, HttpStatusCode status)
    {
        await using var emulator = await RunningEmulator.StartAsync(option is null ? [] : [option]);

        using var response = await emulator.SendAsync(HttpMethod.Post, "api/v2/auditevents", """{"reset_cursor":{"limit":10},"limit":0,"start_time":null}""");

        Assert.That(response.StatusCode, Is.EqualTo(status));
        if (status != HttpStatusCode.OK)
            Assert.That(
                await response.Content.ReadAsStringAsync(),
                Does.Contain("Bad Request: wrapper object reset_cursor; ").And.Contain("--lenient"));
    }

    [Test]
    public async Task Emulator_serves_trailing_empty_pages_and_indented_pages_on_request()
    {
        await using var emulator = await RunningEmulator.StartAsync(
            "--events", "10", "--span", "30m", "--trailing-empty-page", "--indented");

        using var response = await emulator.SendAsync(HttpMethod.Post, "api/v2/auditevents", """{"limit":10}""");
        var page = await response.Content.ReadAsStringAsync();
        var last = await emulator.PostAsync("api/v2/auditevents", $$"""{"cursor":{{JsonElement.Parse(page).GetProperty("cursor").GetRawText()}}}""");

        Assert.That(page, Does.Contain("\"has_more\" : true").And.Contain("\r\n"));
        Assert.That(
            (last.GetProperty("items").GetArrayLength(), last.GetProperty("has_more").GetBoolean()), Is.EqualTo((0, false)));
    }

    [Test]
    public async Task Emulator_with_tls_serves_https_to_clients_that_trust_its_authority_file()
    {
        using var folder = new TemporaryFolder();
        await using (var earlier = await RunningEmulator.StartAsync("--tls", folder["ca.pem"]))
            await earlier.StopAsync();
        await using var emulator = await RunningEmulator.StartAsync("--tls", folder["ca.pem"]);
        using var http = folder.ClientTrusting("ca.pem");
        http.DefaultRequestHeaders.Authorization = new("Bearer", emulator.Token);

        Assert.That(emulator.Url, Does.StartWith("https://127.0.0.1:"));
        Assert.That(await http.GetStringAsync(new Uri(emulator.Url + "/api/v2/auth/introspect")), Does.StartWith("{\"uuid\""));
        Assert.That((await emulator.StopAsync()).OutputText, Does.EndWith($"\nca     {folder["ca.pem"]}\n"));
        Assert.That(folder.ReadText("ca.pem"), Does.Not.Contain("PRIVATE KEY"));
    }

    [Test]
    public async Task Authority_file_replaces_only_that_of_an_earlier_run()
    {
        using var folder = new TemporaryFolder();
        using var key = ECDsa.Create();
        using var other = new CertificateRequest("CN=Example Root CA", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        folder.Write("corp.pem", other.ExportCertificatePem());
        folder.Write("token.txt", "a token");

        (
            await CliRunner.RunAsync(
                "emulator", "--tls", folder["token.txt"])).FailedWith(2, "--tls", "token.txt exists and is not a certificate");
        (await CliRunner.RunAsync("emulator", "--tls", folder["none/ca.pem"])).FailedWith(6, "--tls", "cannot be written");

        (await CliRunner.RunAsync("emulator", "--tls", folder["corp.pem"])).FailedWith(
            2, "--tls", "corp.pem exists and is not a certificate of op-events emulator");
        Assert.That(
            (folder.ReadText("token.txt"), folder.ReadText("corp.pem")), Is.EqualTo(("a token", other.ExportCertificatePem())));
    }

    [Test]
    public async Task Clock_of_the_emulator_can_start_on_a_date()
    {
        await using var emulator = await RunningEmulator.StartAsync("--now", "2026-01-31", "--events", "1", "--span", "1h");
        var page = await emulator.PostAsync("api/v2/auditevents", """{"start_time":"2026-01-30T00:00:00Z"}""");
        Assert.That(page.GetProperty("items")[0].GetProperty("timestamp").GetString(), Does.StartWith("2026-01-30T23:"));
    }

    [Test]
    public async Task Strict_and_lenient_are_mutually_exclusive() =>
        (
            await CliRunner.RunAsync(
                "emulator", "--strict", "--lenient")).FailedWith(2, "--strict and --lenient are mutually exclusive");

    [Test]
    public async Task Export_reads_the_events_of_the_emulator_command()
    {
        await using var emulator = await RunningEmulator.StartAsync("--events", "30", "--token", "my-t0ken");
        using var folder = new TemporaryFolder();
        var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "my-t0ken" } };
        var run = await tool.StartAsync(["export", "--url", emulator.Url, "--output", folder.Path]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            CliFixture.AllFeeds.Select(feed => CliFixture.SplitLines(folder.Read(CliFixture.File(feed))).Length),
            Is.EqualTo(new[] { 30, 30, 30 }));
    }

    [Test]
    public async Task Port_in_use_is_reported_in_one_line()
    {
        await using var first = await EventsEmulator.StartAsync(new EmulatorOptions());
        (
            await CliRunner.RunAsync(
                "emulator", "--port", $"{first.BaseAddress.Port}")).FailedWith(5, $"port {first.BaseAddress.Port}", "in use");
    }

    [TestCase("--port", "70000", "--port")]
    [TestCase("--port", "x", "--port")]
    [TestCase("--seed", "x", "--seed")]
    [TestCase("--events", "-1", "--events")]
    [TestCase("--span", "x", "--span 'x' is not a duration")]
    [TestCase("--span", "0s", "--span")]
    [TestCase("--now", "x", "--now 'x'")]
    [TestCase("--now", "1000-01-01T00:00:00Z", "--now")]
    [TestCase("--latency", "x", "--latency 'x' is not a duration")]
    [TestCase("--latency", "2h", "--latency")]
    [TestCase("--quota", "x", "'x' is not '600/min,30000/h'")]
    [TestCase("--quota", "0/min", "'0/min' is not '600/min,30000/h'")]
    [TestCase("--retry-after", "x", "'x'")]
    [TestCase("--late", "2", "--late")]
    [TestCase("--late", "x", "--late")]
    [TestCase("--feature", "x", "'x'")]
    [TestCase("--token", "", "--token")]
    [TestCase("--token", "a b", "--token")]
    public async Task Invalid_emulator_option_is_a_usage_error(string option, string value, string expected) =>
        (await CliRunner.RunAsync("emulator", option, value)).FailedWith(2, expected);
}
