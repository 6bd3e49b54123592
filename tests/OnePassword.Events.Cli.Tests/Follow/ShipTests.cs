using System.Diagnostics;
using System.IO.Enumeration;
using System.Text;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The settings of the guide "Ship the files". Those of rsyslog run; the others are only checked.</summary>
[Category("Slow")]
public sealed class ShipTests
{
    private const string Out = "/var/lib/op-events/out";
    private const string Shipper = "/usr/sbin/rsyslogd";

    private static string Guide => Repository.Read("src/OnePassword.Events.Cli/docs/ship.md");

    [Test]
    [Category("Shippers")]
    public async Task Shipper_delivers_each_event_once_although_the_follow_is_killed()
    {
        if (!File.Exists(Shipper))
            Assert.Ignore($"There is no {Shipper}. Install rsyslog.");
        await using var emulator = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = 500, Quota = Quota.Off, Latency = TimeSpan.FromMilliseconds(20) });
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["out"]);
        using var shipper = Process.Start(
            Shipper, ["-n", "-i", folder["pid"], "-f", folder.Write("rsyslog.conf", Settings("conf").Replace(Out, folder["out"], StringComparison.Ordinal)
                .Replace("global(", $"global(workDirectory=\"{folder.Path}\" ", StringComparison.Ordinal)
                .Replace(Destination(), $"action(type=\"omfile\" file=\"{folder["shipped"]}\" template=\"event\")", StringComparison.Ordinal))]);
        string[] follow =
            ["follow", "--url", emulator.BaseAddress.AbsoluteUri, "--output", folder["out"], "--state", folder["state"], "--page-size", "20"];
        try
        {
            for (var kill = 0; kill < 4; kill++)
            {
                using var tool = CliProcess.Start(emulator.Token, [.. follow, "--rotate-size", "20KB"]);
                await Wait.UntilAsync(() => tool.HasExited || tool.Error.Contains("signinattempts: ", StringComparison.Ordinal));
                await Task.Delay(TimeSpan.FromMilliseconds(TestContext.CurrentContext.Random.Next(0, 400)), TimeProvider.System);
                Assert.That(tool.HasExited, Is.False, tool.Error);
                tool.Kill();
            }
            using var last = CliProcess.Start(emulator.Token, [.. follow, "--once"]);
            Assert.That((await last.EndAsync()).ExitCode, Is.Zero, last.Error);
            Assert.That(Directory.GetFiles(folder["out"], "*.open"), Is.Empty);
            await Wait.UntilAsync(() => Shipped().Count >= 1_500);
            Assert.That(Shipped(), Is.EquivalentTo(CliFixture.AllFeeds.SelectMany(
                feed => emulator.ReadAll(feed, EmulatorApi.V2).Select(json => Encoding.UTF8.GetString(json.Span)))));
        }
        finally
        {
            shipper.Kill();
            await shipper.WaitForExitAsync();
        }

        List<string> Shipped()
        {
            if (!File.Exists(folder["shipped"]))
                return [];
            using var file = new FileStream(folder["shipped"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
    }

    [TestCase("conf", "file=\"(?<path>[^\"]+)\"")]
    [TestCase("yaml", @"- (?<path>/\S+)")]
    [TestCase("ini", @"\bpath +(?<path>\S+)")]
    [TestCase("ini", @"\[monitor://(?<path>[^\]]+)\]")]
    [Category("InProcess")]
    public void Settings_select_finished_files_only(string language, string pattern)
    {
        var path = Regex.Match(Settings(language), pattern, RegexOptions.ExplicitCapture).Groups["path"].Value;
        Assert.That(Path.GetDirectoryName(path), Is.EqualTo(Out));
        Assert.That(FileSystemName.MatchesSimpleExpression(Path.GetFileName(path), RotatingFilesFixture.Name(1)), Is.True);
        Assert.That(FileSystemName.MatchesSimpleExpression(Path.GetFileName(path), RotatingFilesFixture.OpenName(1)), Is.False);
    }

    [Test]
    [Category("InProcess")]
    public void Sections_and_keys_of_the_settings_are_well_formed()
    {
        foreach (var line in Settings("ini").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
            Assert.That(line, Does.Match(@"^(#.*|\[[^\]]+\]|\w+( = |\s{2,}).+)$"));
        var yaml = new YamlDotNet.RepresentationModel.YamlStream();
        using var text = new StringReader(Settings("yaml"));
        yaml.Load(text);
        Assert.That(yaml.Documents.Single().AllNodes.Select(node => node.ToString()), Has.Member("document_id").And.Member("uuid"));
    }

    private static string Destination() =>
        Regex.Match(Settings("conf"), @"action\(type=""omfwd""[^)]*\)").Value is { Length: > 0 } action
            ? action : throw new InvalidDataException("The settings have no destination.");

    // All blocks of a language.
    private static string Settings(string language) => string.Concat(
        Regex.Matches(Guide.ReplaceLineEndings("\n"), $@"```{language}\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)
            .Select(block => block.Groups["text"].Value));
}
