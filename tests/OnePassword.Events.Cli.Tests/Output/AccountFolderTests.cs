using OnePassword.Events.Cli.Tests.Follow;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Output;

/// <summary><c>{account}</c> in the output folder of export and follow.</summary>
public sealed class AccountFolderTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 10 };

    [TestCase("export")]
    [TestCase("follow")]
    public async Task Account_of_the_command_line_has_a_folder_with_its_identifier(string command)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        string[] state = command == "follow" ? ["--state", fixture.Folder["state"], "--once"] : [];

        var run = await fixture.Runner.StartAsync(
            [command, "auditevents", "--url", fixture.Url, "--output", fixture.Folder["out/{account}"], .. state]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var file = Directory.GetFiles(fixture.Folder["out"], "*.ndjson", SearchOption.AllDirectories).Single();
        Assert.That(await File.ReadAllBytesAsync(file), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
        Assert.That(
            Path.GetFileName(Path.GetDirectoryName(file)),
            Is.EqualTo(((EventsToken)fixture.Server.Token).AccountUuid).And.Not.Null);
    }

    [TestCase("export")]
    [TestCase("follow")]
    public async Task Embedded_emulator_has_an_account_folder(string command)
    {
        using var folder = new TemporaryFolder();
        string[] state = command == "follow" ? ["--state", folder["state"], "--once"] : [];
        var run = await CliRunner.RunAsync([command, "--emulator", "--output", folder["{account}"], .. state]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(folder.Files.Where(file => file.EndsWith(".ndjson", StringComparison.Ordinal)), Has.Exactly(3).Items
            .And.All.Matches("^[A-Z0-9]{26}/(auditevents|itemusages|signinattempts)"));
    }

    [TestCase("export")]
    [TestCase("follow")]
    public async Task Token_that_does_not_identify_its_account_is_rejected_before_any_file_is_written(string command)
    {
        await using var fixture = await CliFixture.StartAsync(Small with { Token = "an-opaque-t0ken" });
        string[] state = command == "follow" ? ["--state", fixture.Folder["state"], "--once"] : [];

        var run = await fixture.Runner.StartAsync(
            [command, "--url", fixture.Url, "--output", fixture.Folder["{account}"], .. state]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(
            "the output depends on {account}, but the token does not identify its account. Leave out {account}"));
        Assert.That(fixture.Folder.Files, Is.Empty);
    }

    [TestCase("export")]
    [TestCase("follow")]
    public async Task Unknown_placeholder_is_rejected(string command) => (await CliRunner.RunAsync(
        command, "--emulator", "--output", "out/{tenant}")).FailedWith(
            2, "--output 'out/{tenant}' contains {tenant}, which is not {account}. Write {{ or }} for a brace.");

    [Test]
    public async Task Each_followed_account_of_a_file_has_its_own_folder_and_keeps_its_names()
    {
        await using var follower = await FollowFixture.CreateAsync(events: 20);
        var folder = follower.Folder;
        var config = follower.WriteConfig(otherTokenFile: "token");
        folder.Write("token", follower.Server.Token);
        folder.Write("follow.json", (await File.ReadAllTextAsync(config)).Replace(
            "\"folder\": \"out\"", "\"folder\": \"out/{account}\"", StringComparison.Ordinal));

        var run = await follower.RunAsync("--config", config, "--once");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var account in new[] { "acme", "other" })
        {
            Assert.That(
                folder.Files.Where(file => file.StartsWith($"out/{account}/", StringComparison.Ordinal)),
                Is.EqualTo(CliFixture.AllFeeds.Select(feed => $"out/{account}/{CliFixture.Name(feed)}-00000001.ndjson")));
            Assert.That(
                NumberedFiles.Lines(folder[$"out/{account}"], "auditevents"),
                Is.EqualTo(follower.Served(EmulatorFeed.AuditEvents)));
        }
    }
}
