using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary>Runs the commands of README.md and the guides. Only the server, the token and the folder differ.</summary>
public sealed partial class ReadmeTests
{
    private static IEnumerable<string> Shown(string command) =>
        ShellBlock().Matches(Repository.GuideText)
            .SelectMany(block => block.Groups["commands"].Value.Split('\n'))
            .Select(line => line.Split('#')[0].Trim())
            .Where(line => Regex.IsMatch(line, $@"(^|\s)op-events {command}\b|-- {command}\b"))
            .Distinct(StringComparer.Ordinal);

    [Test]
    public async Task Export_and_introspect_commands_of_the_guides_succeed([Values("export", "introspect")] string command)
    {
        // ExportToDestinationTests has destinations.
        var lines = Shown(command).Where(line => !Regex.IsMatch(line, "--(config|to) ")).ToList();
        Assert.That(lines, Has.Count.GreaterThanOrEqualTo(command == "export" ? 5 : 1));
        foreach (var line in lines)
        {
            await using var fixture = await CliFixture.StartAsync();
            var args = OwnArguments(line, command, fixture);
            var run = await fixture.Runner.StartAsync(args);
            Assert.That(run.ExitCode, Is.Zero, $"{line}\n{run.Error}");
            if (args.Contains(fixture.Folder.Path, StringComparer.Ordinal))
                Assert.That(fixture.Folder.Files.Count(), Is.EqualTo(3), line);
            else
                Assert.That(run.OutputText, Is.Not.Empty, line);
        }
    }

    [Test]
    public async Task Follow_commands_of_the_guides_write_events()
    {
        // AcknowledgedPipeTests runs the pipeline with acknowledgements.
        var lines = Shown("follow").Where(line => !Regex.IsMatch(line, "--(config|ack|to) ")).ToList();
        Assert.That(lines, Has.Count.GreaterThanOrEqualTo(3));
        foreach (var line in lines)
        {
            await using var fixture = await CliFixture.StartAsync();
            var args = OwnArguments(line, "follow", fixture);
            args[Array.IndexOf(args, "--state") + 1] = fixture.Folder["state"];
            var run = await fixture.Runner.StartAsync([.. args.Except(["--once"], StringComparer.Ordinal), "--once"]);
            Assert.That(run.ExitCode, Is.Zero, $"{line}\n{run.Error}");
            Assert.That(
                fixture.Folder.Files,
                Has.Some.StartsWith("state").And.Some.Matches<string>(file => Regex.IsMatch(file, @"-00000001\.ndjson(\.open)?$")).Or
                    .Matches<object>(_ => run.OutputText.Length > 0),
                line);
        }
    }

    [Test]
    [Category("InProcess")]
    public void Portable_tool_requires_the_runtimes_that_the_guides_name()
    {
        using var config = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "op-events.runtimeconfig.json")));
        var runtimes = config.RootElement.GetProperty("runtimeOptions").GetProperty("frameworks").EnumerateArray()
            .Select(framework => framework.GetProperty("name").GetString());
        Assert.That(runtimes, Is.EquivalentTo(new[] { "Microsoft.NETCore.App", "Microsoft.AspNetCore.App" }));
        Assert.That(Repository.GuideText, Does.Contain("require the ASP.NET Core 10 runtime"));
    }

    [Test]
    [Category("InProcess")]
    public void Destinations_of_the_commands_in_the_guides_have_valid_settings()
    {
        var lines = Shown("follow").Where(line => line.Contains("--to ", StringComparison.Ordinal)).ToList();
        Assert.That(lines, Is.Not.Empty);
        foreach (var line in lines)
        {
            var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(arg => arg.Trim('\'')).ToArray();
            var settings = args.Index().Where(arg => arg.Item == "--set").Select(arg => args[arg.Index + 1]).ToList();
            Assert.That(
                () => OutputOptionSource.Read(args[Array.IndexOf(args, "--to") + 1], settings, Config.ConfigFile.Context()),
                Throws.Nothing, line);
        }
    }

    [Test]
    [Category("InProcess")]
    public void Configuration_files_of_the_guides_are_valid()
    {
        using var folder = new TemporaryFolder();
        var plans = JsonBlock().Matches(Repository.GuideText).Select(block => block.Groups["json"].Value)
            .Where(json => json.Contains("\"accounts\"", StringComparison.Ordinal))
            .Select(json => FollowConfig.Read(folder.Write("follow.json", json), Config.ConfigFile.Context(), needsState: false))
            .ToList();
        Assert.That(plans.Count(plan => plan.State.Length == 0), Is.EqualTo(1), "the database of the fleet has its checkpoints");
        Assert.That(
            plans.Select(plan => string.Join(' ', plan.Accounts.Select(account => account.Account.Name))),
            Is.SupersetOf(new[] { "acme globex", "acme" }));
        Assert.That(plans.SelectMany(plan => plan.Outputs.OfType<FilesOutput>()).Count(files => files.Options.Gzip), Is.EqualTo(2));
    }

    [Test]
    public async Task Emulator_command_of_the_guides_accepts_the_fault_of_the_guides()
    {
        var line = Shown("emulator").Single(shown => shown.Contains("--port 18080", StringComparison.Ordinal))
            .Replace("--port 18080", "--port 0", StringComparison.Ordinal);
        await using var emulator = await RunningEmulator.StartAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..]);
        Assert.That(emulator.Token, Is.EqualTo("tok"));
        var fault = Regex.Match(
            Repository.GuideText,
            @"curl -H 'Authorization: Bearer tok' -d '(?<fault>\{.*\})' http://127\.0\.0\.1:18080/(?<path>\S+)",
            RegexOptions.ExplicitCapture);
        Assert.That(
            (await emulator.PostAsync(fault.Groups["path"].Value, fault.Groups["fault"].Value)).GetProperty("queued").GetInt32(),
            Is.EqualTo(1));
    }

    [Test]
    public async Task Emulator_serves_https_to_the_curl_command_of_the_guides()
    {
        using var folder = new TemporaryFolder();
        var line = Shown("emulator").Single(shown => shown.Contains("--tls", StringComparison.Ordinal));
        var curl = Regex.Match(
            Repository.GuideText,
            @"curl --cacert (?<ca>\S+) -H ""Authorization: Bearer \$TOKEN"" (?<url>https://127\.0\.0\.1:18443/\S+)",
            RegexOptions.ExplicitCapture);
        var args = line.Replace(
            curl.Groups["ca"].Value, folder["ca.pem"], StringComparison.Ordinal).Replace("18443", "0", StringComparison.Ordinal);
        await using var emulator = await RunningEmulator.StartAsync(args.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..]);
        using var http = folder.ClientTrusting("ca.pem");
        http.DefaultRequestHeaders.Authorization = new("Bearer", emulator.Token);

        var response = await http.GetStringAsync(
            new Uri(curl.Groups["url"].Value.Replace("https://127.0.0.1:18443", emulator.Url, StringComparison.Ordinal)));

        Assert.That(response, Does.StartWith("{\"uuid\""));
        var audience = System.Text.Json.JsonElement.Parse(
            System.Buffers.Text.Base64Url.DecodeFromChars(emulator.Token.Split('.')[1])).GetProperty("aud")[0].GetString();
        Assert.That($"https://{audience}", Is.EqualTo(emulator.Url), "the shipper finds the emulator through this claim");
    }

    [Test]
    public async Task Emulator_replays_an_export_with_the_command_of_the_guides()
    {
        await using var fixture = await CliFixture.StartAsync();
        await fixture.ExportAsync();
        var line = Shown("emulator").Single(shown => shown.Contains("--replay", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(line[..4], Is.EqualTo(new[] { "op-events", "emulator", "--replay", "out" }));
        await using var emulator = await RunningEmulator.StartAsync(["--replay", fixture.Folder.Path, .. line[4..]]);
        var page = await emulator.PostAsync("api/v2/auditevents", """{"limit":1000,"start_time":"2020-01-01T00:00:00Z"}""");
        Assert.That(page.GetProperty("items").GetArrayLength(), Is.EqualTo(1_000));
    }

    private static string[] OwnArguments(string line, string command, CliFixture fixture)
    {
        var args = line[line.IndexOf(command, StringComparison.Ordinal)..].Split('|')[0].Split(
            ' ', StringSplitOptions.RemoveEmptyEntries).Select(arg => arg.Trim('\'')).ToList();
        if (args.IndexOf("--output") is var output and >= 0 && args[output + 1] != "-")
            args[output + 1] = fixture.Folder.Path;
        if (args.IndexOf("--url") is var url and >= 0)
            args[url + 1] = fixture.Url;
        else if (!args.Contains("--emulator", StringComparer.Ordinal))
            args.AddRange(["--url", fixture.Url]);
        return [.. args];
    }

    [GeneratedRegex(@"```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex JsonBlock();

    [GeneratedRegex(@"```sh\n(?<commands>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ShellBlock();
}
