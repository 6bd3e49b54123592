using System.Net;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>A valid file becomes a plan.</summary>
[Category("InProcess")]
public sealed class FollowConfigTests
{
    [Test]
    public void Minimal_file_gets_the_defaults()
    {
        using var file = new ConfigFile();
        var config = file.Read(ConfigSample.Minimal);
        var account = config.Accounts.Single();
        Assert.Multiple(() =>
        {
            Assert.That(
                (account.Account.Name, account.Account.Region, account.Account.IsV1, account.Start),
                Is.EqualTo(("acme", (EventsRegion?)null, false, ConfigFile.Now.AddDays(-120))));
            Assert.That(account.Account.Token.Source, Is.EqualTo(new TokenSource.FromVariable("ACME_TOKEN")));
            Assert.That(account.Account.Feeds, Is.Empty);
            Assert.That(
                (config.PageSize, config.State, config.Listen, config.Silence),
                Is.EqualTo((1000, file["state"], (StatusListener?)null, new SilenceRule(Limit: null, FailsHealth: false))));
            Assert.That(
                account.Outputs,
                Is.EqualTo(new[] { new FilesOutput { Folder = NameTemplate.ParseFolder(file.Folder), Options = new OutputOptions(), MinFreeSpace = 100_000_000 } }));
            Assert.That(config.Poll, Is.EqualTo(new PollRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60))));
            Assert.That(
                config.OnCursorRejected, Is.EqualTo(new CursorRejection(CursorRejectedAction.Fail, TimeSpan.FromHours(1))));
        });
    }

    [TestCase("2026-01-31", "2026-01-31T00:00:00Z")]
    [TestCase("2026-01-31T00:00:00-08:00", "2026-01-31T08:00:00Z")]
    public void Start_can_be_a_date_in_UTC_or_a_time_with_an_offset(string start, string expected)
    {
        using var file = new ConfigFile();
        var plan = file.Read(ConfigSample.Root($"\"start\": \"{start}\""));
        Assert.That(new EventTime(plan.Accounts[0].Start).Text, Is.EqualTo(expected));
    }

    [Test]
    public void Start_can_be_yesterday_for_one_account()
    {
        using var file = new ConfigFile();
        var plan = file.Read(ConfigSample.Account("\"start\": \"yesterday\""));
        Assert.That(plan.Accounts[0].Start, Is.EqualTo(new DateTimeOffset(ConfigFile.Now.UtcDateTime.Date.AddDays(-1), TimeSpan.Zero)));
    }

    [Test]
    public void Complete_file_sets_every_value()
    {
        using var file = new ConfigFile();
        var config = file.Read(ConfigSample.Full);
        Assert.Multiple(() =>
        {
            Assert.That(
                (config.PageSize, config.State, config.Listen!.Address, config.Silence),
                Is.EqualTo((500, file["state"], new ListenAddress(IPAddress.Any, 9464), new SilenceRule(TimeSpan.FromDays(1), FailsHealth: true))));
            Assert.That(config.Listen.Token!.Source, Is.EqualTo(new TokenSource.FromFile(file["scraper.token"])));
            Assert.That(
                config.Outputs,
                Is.EqualTo(new[]
                {
                    new FilesOutput
                    {
                        Folder = NameTemplate.ParseFolder(file["out"]),
                        Options = new OutputOptions { RotateSize = 100_000_000, RotateEvery = TimeSpan.FromDays(1), Keep = TimeSpan.FromDays(30), KeepFiles = 100, Gzip = true },
                        MinFreeSpace = 1_000_000_000,
                        Envelope = true,
                        GroupReadable = true,
                    },
                }));
            Assert.That(config.Poll, Is.EqualTo(new PollRange(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2))));
            Assert.That(
                config.OnCursorRejected, Is.EqualTo(new CursorRejection(CursorRejectedAction.Restart, TimeSpan.FromMinutes(90))));
        });
    }

    [Test]
    public void Quota_of_an_account_overrides_that_of_the_file()
    {
        using var file = new ConfigFile();
        var accounts = file.Read(ConfigSample.Full).Accounts.Select(account => account.Account.Quota);
        Assert.That(accounts, Is.EqualTo(new[] { new RequestQuota(300, 9000), new(300, 9000), new(60, 30000) }));
        Assert.That(file.Read(ConfigSample.Minimal).Accounts.Single().Account.Quota, Is.Null);
    }

    [Test]
    public void Account_overrides_the_defaults_of_the_file()
    {
        using var file = new ConfigFile();
        var accounts = file.Read(ConfigSample.Full).Accounts;
        var thirtyDaysAgo = ConfigFile.Now.AddDays(-30);
        Assert.Multiple(() =>
        {
            Assert.That(
                accounts.Select(account => account.Account.Name), Is.EqualTo(new[] { "acme", "Globex_2.test-x", "initech" }));
            Assert.That(
                accounts.Select(account => account.Account.Region),
                Is.EqualTo(
                    new[] { EventsRegion.Europe, EventsRegion.At(new Uri("https://events.example.com/1password")), null }));
            Assert.That(accounts.Select(account => account.Account.IsV1), Is.EqualTo(new[] { false, true, false }));
            Assert.That(accounts[0].Account.Token.Source, Is.EqualTo(new TokenSource.FromVariable("ACME_TOKEN")));
            Assert.That(
                accounts[1].Account.Token.Source, Is.EqualTo(new TokenSource.FromFile(file[Path.Combine("tokens", "globex")])));
            Assert.That(((TokenSource.FromCommand)accounts[2].Account.Token.Source).Program, Is.EqualTo("op"));
            Assert.That(
                ((TokenSource.FromCommand)accounts[2].Account.Token.Source).Arguments,
                Is.EqualTo(new[] { "read", "op://vault/item/token" }));
            Assert.That(
                accounts.Select(account => string.Join(' ', account.Account.Feeds)),
                Is.EqualTo(new[] { "itemusages", "itemusages", "auditevents signinattempts" }));
            Assert.That(
                accounts.Select(account => account.Start),
                Is.EqualTo(new[] { thirtyDaysAgo, thirtyDaysAgo, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) }));
        });
    }

    [TestCase("us", "us")]
    [TestCase("ca", "ca")]
    [TestCase("eu", "eu")]
    [TestCase("ent", "ent")]
    [TestCase("enterprise", "ent")]
    public void Region_is_read_by_its_name(string name, string region) =>
        Assert.That(
            ConfigFile.Accepted(ConfigSample.Account($"\"region\": \"{name}\"")).Accounts[0].Account.Region!.Name,
            Is.EqualTo(region));

    [TestCase("2026-01-01T00:00:00+02:00", "2025-12-31T22:00:00Z")]
    [TestCase("90m", "2026-01-31T10:30:00Z")]
    [TestCase("0s", "2026-01-31T12:00:00Z")]
    [TestCase("36500d", "1970-01-01T00:00:00Z")]
    public void Start_is_a_time_or_a_duration_back_from_now(string start, string moment) =>
        Assert.That(
            ConfigFile.Accepted(ConfigSample.Root($"\"start\": \"{start}\"")).Accounts[0].Start,
            Is.EqualTo(EventTime.Parse(moment).Value));

    [Test]
    public void Outputs_of_an_account_replace_those_of_the_file()
    {
        var accounts = ConfigFile.Accepted("""
            {
              "accounts": [
                { "name": "acme", "token": { "env": "A" } },
                { "name": "globex", "token": { "env": "B" }, "outputs": [{ "type": "files", "name": "own" }] }
              ],
              "state": "state",
              "outputs": [{ "type": "stdout", "ack": "-", "gzip": true, "envelope": true }, { "type": "files", "name": "archive" }]
            }
            """).Accounts;
        Assert.That(
            accounts[0].Outputs[0], Is.EqualTo(new StdoutOutput { Ack = "-", Gzip = true, Envelope = true }));
        Assert.That(
            accounts.Select(account => string.Join(' ', account.Outputs.Select(output => output.Title))),
            Is.EqualTo(new[] { "stdout archive", "own" }));
        Assert.That(
            accounts.SelectMany(account => account.Outputs.Select(output => output.CheckpointName(account.Account, "auditevents"))),
            Is.EqualTo(new[] { "acme-auditevents", "acme-auditevents-archive", "globex-auditevents-own" }));
    }

    [Test]
    public void Relative_path_starts_from_the_folder_of_the_file()
    {
        using var file = new ConfigFile();
        var full = Path.Combine(Path.GetTempPath(), "elsewhere");
        var config = file.Read($$"""
            {
              "accounts": [{ "name": "a", "token": { "file": "../a" } }, { "name": "b", "token": { "file": {{System.Text.Json.JsonSerializer.Serialize(full)}} } }],
              "state": "./deep/er/../state",
              "outputs": [{ "type": "files", "folder": {{System.Text.Json.JsonSerializer.Serialize(full)}} }]
            }
            """);
        Assert.That(
            config.Accounts[0].Account.Token.Source,
            Is.EqualTo(new TokenSource.FromFile(Path.Combine(Path.GetDirectoryName(file.Folder)!, "a"))));
        Assert.That(config.Accounts[1].Account.Token.Source, Is.EqualTo(new TokenSource.FromFile(full)));
        Assert.That((config.State, FolderOf(config)), Is.EqualTo((file[Path.Combine("deep", "state")], full)));
    }

    [Test]
    public void Path_with_a_tilde_starts_from_the_home_folder()
    {
        var home = Path.GetFullPath(Path.DirectorySeparatorChar + "home-of-acme");
        var config = ConfigFile.Accepted(
            """{ "accounts": [{ "name": "acme", "token": { "file": "~/acme.token" } }], "state": "~/", "outputs": [{ "type": "files", "folder": "~" }] }""",
            ("HOME", home));

        Assert.That(
            config.Accounts[0].Account.Token.Source, Is.EqualTo(new TokenSource.FromFile(Path.Combine(home, "acme.token"))));
        Assert.That(FolderOf(config), Is.EqualTo(home));
        Assert.That(config.State.TrimEnd(Path.DirectorySeparatorChar), Is.EqualTo(home));
    }

    [Test]
    public void File_with_a_relative_name_yields_full_paths()
    {
        using var file = new ConfigFile();
        File.WriteAllText(file.Path, ConfigSample.Minimal);
        var config = FollowConfig.Read(Path.GetRelativePath(Environment.CurrentDirectory, file.Path), ConfigFile.Context());
        Assert.That((config.State, FolderOf(config)), Is.EqualTo((file["state"], file.Folder)));
    }

    [Test]
    public void Byte_order_mark_and_Windows_line_breaks_are_accepted() =>
        Assert.That(ConfigFile.Accepted('\uFEFF' + ConfigSample.Full.ReplaceLineEndings("\r\n")).Accounts, Has.Exactly(3).Items);

    [Test]
    public void Port_0_and_an_overlap_of_0_are_accepted()
    {
        var config = ConfigFile.Accepted(ConfigSample.Root("\"listen\": 0, \"on_cursor_rejected\": { \"overlap\": \"0s\" }"));
        Assert.That(
            (config.Listen!.Address, config.OnCursorRejected.Overlap), Is.EqualTo((ListenAddress.OnLoopback(0), TimeSpan.Zero)));
    }

    private static string FolderOf(FollowPlan plan) => ((FilesOutput)plan.Outputs.Single()).Folder.ToString();

    [Test]
    public void Account_does_not_print_the_value_of_a_variable()
    {
        var command = ConfigFile.Accepted(ConfigSample.Token("""{ "command": ["echo", "${SECRET}"] }"""), ("SECRET", "s3cret"));
        Assert.That(
            ((TokenSource.FromCommand)command.Accounts[0].Account.Token.Source).Arguments, Is.EqualTo(new[] { "s3cret" }));
        Assert.That(command.Accounts[0].ToString(), Does.Contain("acme").And.Not.Contain("s3cret"));
    }
}
