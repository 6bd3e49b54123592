using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>Environment variables in the strings of a file.</summary>
[Category("InProcess")]
public sealed class SubstitutionTests
{
    [TestCase("", "")]
    [TestCase("plain", "plain")]
    [TestCase("${NAME}", "value")]
    [TestCase("a ${NAME} b ${_2}", "a value b two")]
    [TestCase("${NAME}${NAME}", "valuevalue")]
    [TestCase("${NAME:-default}", "value")]
    [TestCase("${NONE:-default}", "default")]
    [TestCase("${NONE:-}", "")]
    [TestCase("${NONE:-a:-b $x {y}", "a:-b $x {y")]
    [TestCase("${EMPTY:-default}", "default")]
    [TestCase("$${NAME}", "${NAME}")]
    [TestCase("$${${NAME}}", "${value}")]
    [TestCase("$$${NAME}", "$${NAME}")]
    [TestCase("$", "$")]
    [TestCase("$$", "$$")]
    [TestCase("$NAME {NAME} $ {NAME}", "$NAME {NAME} $ {NAME}")]
    [TestCase("${LOOP}", "${NAME}")]
    public void Variables_are_replaced_by_their_values(string text, string expanded) =>
        Assert.That(Substitution.Expand(text, Lookup), Is.EqualTo(expanded));

    [TestCase("${NONE}", "the environment variable NONE is not set, and ${NONE} has no default")]
    [TestCase("${EMPTY}", "the environment variable EMPTY is not set, and ${EMPTY} has no default")]
    [TestCase("a ${", "has a '${' without a '}'. Write $${ for a literal ${")]
    [TestCase("${NAME", "has a '${' without a '}'. Write $${ for a literal ${")]
    [TestCase("${NONE:-default", "has a '${' without a '}'. Write $${ for a literal ${")]
    [TestCase("${}", "has a '${' that is neither ${NAME} nor ${NAME:-default}. Write $${ for a literal ${")]
    [TestCase("${2}", "has a '${' that is neither ${NAME} nor ${NAME:-default}. Write $${ for a literal ${")]
    [TestCase("${NAME-default}", "has a '${' that is neither ${NAME} nor ${NAME:-default}. Write $${ for a literal ${")]
    [TestCase("${ NAME }", "has a '${' that is neither ${NAME} nor ${NAME:-default}. Write $${ for a literal ${")]
    public void Invalid_variable_reference_is_rejected(string text, string problem) =>
        Assert.That(Assert.Throws<InvalidValueException>(() => Substitution.Expand(text, Lookup))!.Message, Is.EqualTo(problem));

    [Test]
    public void Variables_are_replaced_in_every_string_except_keys()
    {
        using var file = new ConfigFile { Environment = { ["V"] = "a", ["F"] = "itemusages", ["D"] = "3", ["E"] = "eu" } };
        var config = file.Read("""
            {
              "$schema": "${NONE}",
              "accounts": [
                { "name": "${V}-1", "region": "${E}", "api": "${NONE:-v1}", "token": { "env": "${V}_TOKEN" }, "feeds": ["${F}"], "start": "${D}d" },
                { "name": "2", "url": "https://${V}.example.com", "token": { "file": "${V}/token" } },
                { "name": "3", "token": { "command": ["${V}", "op://${V}/$${b}"] } }
              ],
              "feeds": ["${F}"], "start": "${D}h", "state": "${V}",
              "outputs": [{ "type": "files", "folder": "${NONE:-out}", "rotate_size": "${D}MB", "rotate_every": "${D}h" }],
              "poll": { "min": "${D}s", "max": "${D}m" },
              "on_cursor_rejected": { "action": "${NONE:-restart}", "overlap": "${D}h" },
              "silence": "${D}d"
            }
            """);
        Assert.Multiple(() =>
        {
            Assert.That(config.Accounts.Select(account => account.Account.Name), Is.EqualTo(new[] { "a-1", "2", "3" }));
            Assert.That(
                config.Accounts.Select(account => account.Account.Region?.Name),
                Is.EqualTo(new[] { "eu", "a.example.com", null }));
            Assert.That(config.Accounts.Select(account => account.Account.IsV1), Is.EqualTo(new[] { true, false, false }));
            Assert.That(config.Accounts.Select(account => account.Account.Feeds.Single()), Is.All.EqualTo("itemusages"));
            Assert.That(
                config.Accounts.Select(account => (ConfigFile.Now - account.Start).TotalHours), Is.EqualTo(new[] { 72, 3, 3 }));
            Assert.That(config.Accounts[0].Account.Token.Source, Is.EqualTo(new TokenSource.FromVariable("a_TOKEN")));
            Assert.That(
                config.Accounts[1].Account.Token.Source, Is.EqualTo(new TokenSource.FromFile(file[Path.Combine("a", "token")])));
            Assert.That(((TokenSource.FromCommand)config.Accounts[2].Account.Token.Source).Program, Is.EqualTo("a"));
            Assert.That(
                ((TokenSource.FromCommand)config.Accounts[2].Account.Token.Source).Arguments,
                Is.EqualTo(new[] { "op://a/${b}" }));
            Assert.That((config.State, config.Silence.Limit), Is.EqualTo((file["a"], (TimeSpan?)TimeSpan.FromDays(3))));
            Assert.That(
                config.Outputs.Single(),
                Is.EqualTo(new FilesOutput
                {
                    Folder = NameTemplate.ParseFolder(file["out"]),
                    Options = new OutputOptions { RotateSize = 3_000_000, RotateEvery = TimeSpan.FromHours(3) },
                }));
            Assert.That(config.Poll, Is.EqualTo(new PollRange(TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(3))));
            Assert.That(
                config.OnCursorRejected, Is.EqualTo(new CursorRejection(CursorRejectedAction.Restart, TimeSpan.FromHours(3))));
        });
    }

    private static string? Lookup(string name) => name switch
    {
        "NAME" => "value",
        "_2" => "two",
        "EMPTY" => "",
        "LOOP" => "${NAME}",
        _ => null,
    };
}
