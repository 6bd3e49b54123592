using System.Text.Json;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Accounts;

namespace OnePassword.Events.Fleet.Tests.Accounts;

/// <summary>A configuration file that is divided into its accounts.</summary>
public sealed class AccountDefinitionTests
{
    private const string Splunk = """{ "type": "splunk", "url": "https://splunk.example:8088", "token": { "env": "HEC" } }""";

    private readonly PostgreSqlOutput _database = new("Host=db", Password: null);
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    [Test]
    public void Each_account_gets_the_shared_settings_and_not_those_of_one_machine()
    {
        var accounts = ReadText(
            """
            {
              "$schema": "follow.schema.json", "state": "state", "listen": "127.0.0.1:9464", "listen_token": { "env": "LISTEN" },
              "page_size": 500, "start": "2d", "quota": "300/min,9000/h", "poll": { "min": "5s" },
              "accounts": [ { "name": "acme", "token": { "env": "A" } },
                { "name": "globex", "token": { "env": "G" }, "feeds": ["auditevents"] } ]
            }
            """);

        Assert.That(accounts.Select(account => account.Name), Is.EqualTo(new[] { "acme", "globex" }));
        foreach (var account in accounts)
            Assert.That(KeysOf(account), Is.EquivalentTo(new[] { "page_size", "start", "quota", "poll", "accounts" }));
        Assert.That(PlanOf(accounts[0]) is { PageSize: 500, Poll.Min.TotalSeconds: 5, IsAssigned: true, Accounts.Count: 1 });
        Assert.That(PlanOf(accounts[1]).Accounts.Single().Account is { Name: "globex", Feeds: ["auditevents"] });
    }

    [Test]
    public void Comments_and_trailing_commas_are_accepted()
    {
        var account = ReadText(
            """
            // The customers.
            { "page_size": 7, /* small */ "accounts": [ { "name": "acme", "token": { "env": "A", }, }, ], }
            """).Single();
        Assert.That(account.Json, Is.EqualTo("""{"page_size":7,"accounts":[{"name":"acme","token":{"env":"A"}}]}"""));
    }

    [Test]
    public void Numbers_escapes_and_Unicode_are_kept()
    {
        const string Text =
            """
            { "outputs": [ { "type": "https", "url": "https://example.com/a\u002Fb?q=\u00e4", "batch_events": 7, "gzip": false,
                "headers": [ { "name": "X-Customer", "value": "Ünï 😀 \" \\ $${ \ud83d\ude00" } ] } ],
              "page_size": 500, "silence_fails_health": false, "accounts": [ { "name": "acme", "token": { "env": "A" } } ] }
            """;
        var account = ReadText(Text).Single();
        using var written = JsonDocument.Parse(account.Json);
        using var given = JsonDocument.Parse(Text);
        Assert.That(JsonElement.DeepEquals(written.RootElement, given.RootElement), account.Json);
        Assert.That(PlanOf(account).PageSize, Is.EqualTo(500));
    }

    [Test]
    public void Relative_paths_start_from_the_folder_of_the_file()
    {
        using var file = FollowFile.WithText("""{ "accounts": [ { "name": "acme", "token": { "file": "acme.token" } } ] }""");
        var account = AccountDefinition.ReadFile(file.Path, _database, Cli()).Single();
        Assert.That(account.Json, Does.Contain("\"acme.token\""), "the folder is stored beside it");
        Assert.That(
            PlanOf(account).Accounts.Single().Account.Token.Source,
            Is.EqualTo(new SecretSource.FromFile(Path.Combine(file.Folder, "acme.token"))));
    }

    [TestCase("""{ "type": "files", "folder": "out" }""", "files")]
    [TestCase("""{ "type": "stdout" }""", "stdout")]
    [TestCase("""{ "type": "stdout", "name": "pipe" }""", "pipe")]
    public void Output_on_one_machine_is_rejected_with_its_position(string output, string title)
    {
        using var file = FollowFile.WithText(
            $$"""
            {
              "accounts": [
                { "name": "acme", "token": { "env": "A" }, "feeds": ["auditevents"],
                  "outputs": [ {{output}} ] }
              ]
            }
            """);
        var failure = Assert.Throws<CliException>(() => AccountDefinition.ReadFile(file.Path, _database, Cli()));
        Assert.That(failure!.ExitCode, Is.EqualTo(2));
        Assert.That(failure.Message, Does.StartWith($"{file.Path}(4,20): ").And.Contain($"the output {title} is on one machine"));
    }

    [Test]
    public void Account_without_outputs_uses_the_database_of_the_fleet()
    {
        var plan = PlanOf(ReadText("""{ "accounts": [ { "name": "acme", "token": { "env": "A" } } ] }""").Single());
        Assert.That(plan.Outputs, Is.EqualTo(new[] { _database }));
    }

    [Test]
    public void Equal_outputs_of_accounts_are_one_object()
    {
        var other = Splunk.Replace("8088", "8089", StringComparison.Ordinal);
        var accounts = ReadText(
            $$"""
            { "outputs": [ {{Splunk}} ], "accounts": [
                { "name": "a", "token": { "env": "A" } },
                { "name": "b", "token": { "env": "B" } },
                { "name": "c", "token": { "env": "C" }, "outputs": [ {{Splunk}} ] },
                { "name": "d", "token": { "env": "D" }, "outputs": [ {{other}} ] } ] }
            """);
        var known = new KnownOutputs();
        var outputs = accounts.Select(account => PlanOf(account, known).Outputs.Single()).ToList();
        Assert.That(outputs.Take(3), Is.All.SameAs(outputs[0]));
        Assert.That(outputs[3], Is.Not.SameAs(outputs[0]));
        var elsewhere = accounts[0] with { Folder = Path.GetTempPath() };
        Assert.That(PlanOf(elsewhere, known).Outputs.Single(), Is.Not.SameAs(outputs[0]), "its paths start from another folder");
    }

    [Test]
    public void Variable_that_is_missing_on_a_node_is_an_error_that_names_the_account()
    {
        const string Text =
            """{ "accounts": [ { "name": "acme", "url": "https://${EVENTS_HOST}", "token": { "env": "A" } } ] }""";
        _environment["EVENTS_HOST"] = "events.example";
        var account = ReadText(Text).Single();
        Assert.That(account.Json, Does.Contain("${EVENTS_HOST}"), "each node has its own value");
        _environment.Clear();
        var failure = Assert.Throws<CliException>(() => PlanOf(account));
        Assert.That(
            failure!.Message, Does.StartWith("account acme(1,").And.Contain("the environment variable EVENTS_HOST is not set"));
    }

    private static IEnumerable<string> KeysOf(AccountDefinition account)
    {
        using var json = JsonDocument.Parse(account.Json);
        return [.. json.RootElement.EnumerateObject().Select(member => member.Name)];
    }

    private CliContext Cli() =>
        new(Stream.Null, TextWriter.Null, TextReader.Null, _environment.GetValueOrDefault, TimeProvider.System);

    private IReadOnlyList<AccountDefinition> ReadText(string text)
    {
        using var file = FollowFile.WithText(text);
        return AccountDefinition.ReadFile(file.Path, _database, Cli());
    }

    private FollowPlan PlanOf(AccountDefinition account, KnownOutputs? known = null) =>
        account.Read(_database, known ?? new KnownOutputs(), Cli());
}
