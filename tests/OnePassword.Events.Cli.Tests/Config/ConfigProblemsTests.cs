using System.Text;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>Each problem of an invalid file is reported on its own line, with its position and without a token.</summary>
[Category("InProcess")]
public sealed class ConfigProblemsTests
{
    [TestCaseSource(typeof(InvalidConfigs), nameof(InvalidConfigs.OfStructure))]
    [TestCaseSource(typeof(InvalidConfigs), nameof(InvalidConfigs.OfMeaning))]
    public void Problem_is_reported_once_with_position_and_key(string json, string problem)
    {
        Assert.That(ConfigFile.ProblemsOf(json), Is.EqualTo(new[] { problem }));
        Assert.That(problem, Does.Not.Contain("s3cret"));
    }

    [Test]
    public void All_problems_are_reported_in_the_order_of_the_file()
    {
        var problems = ConfigFile.ProblemsOf("""
            {
              "listen": 70000,
              "accounts": [
                { "name": "acme", "regoin": "eu", "token": { "env": "A", "file": 5, "fiel": 1 } },
                { "name": "acme", "token": "ops_s3cret" },
              ],
              "poll": { "min": "x", "max": "5s" },
              "feeds": ["a", "auditevents", "b"]
            }
            """);
        Assert.That(problems, Is.EqualTo(new[]
        {
            "follow.json(1,1): state: is missing",
            "follow.json(2,13): listen: 70000 is not a whole number from 0 to 65535",
            "follow.json(4,23): accounts[0].regoin: unknown key. Did you mean region?",
            "follow.json(4,48): accounts[0].token: has env and file. Specify exactly one of env, file and command",
            "follow.json(4,70): accounts[0].token.file: must be a path, not a number",
            "follow.json(4,73): accounts[0].token.fiel: unknown key. Did you mean file?",
            "follow.json(5,15): accounts[1].name: 'acme' is used by accounts[0].name. Names must differ in more than letter case",
            "follow.json(5,32): accounts[1].token: must be an object with env, file or command. The token itself does not belong in this file",
            "follow.json(7,20): poll.min: 'x' is not a duration such as 30s, 90m, 24h or 120d",
            "follow.json(8,13): feeds[0]: 'a' is not auditevents, itemusages or signinattempts",
            "follow.json(8,33): feeds[2]: 'b' is not auditevents, itemusages or signinattempts",
        }));
    }

    [Test]
    public void Column_counts_characters_without_the_byte_order_mark()
    {
        Assert.That(ConfigFile.ProblemsOf("""{ "ééé": 1, "accounts": 2, "state": "s" }""")[1], Does.StartWith("follow.json(1,25): accounts: "));
        Assert.That(ConfigFile.ProblemsOf("\uFEFF[]"), Is.EqualTo(new[] { "follow.json(1,1): must be an object, not a list" }));
        Assert.That(ConfigFile.ProblemsOf("\r\n\r\n []"), Is.EqualTo(new[] { "follow.json(3,2): must be an object, not a list" }));
    }

    [Test]
    public void Long_value_is_not_shown_because_it_may_be_a_token()
    {
        var token = "ops_" + new string('s', 200);
        Assert.That(
            ConfigFile.ProblemsOf(ConfigSample.Account($"\"region\": \"{token}\"")),
            Is.EqualTo(new[] { "follow.json(2,11): accounts[0].region: the value is not us, ca, eu, ent or enterprise" }));
        Assert.That(
            ConfigFile.ProblemsOf(ConfigSample.Account($"\"{token}\": 1")),
            Is.EqualTo(
                new[] { "follow.json(2,1): accounts[0].…: unknown key. Known keys: name, region, url, api, token, feeds, start, quota and outputs" }));
        Assert.That(
            ConfigFile.ProblemsOf(ConfigSample.Account($"\"region\": \"${{{token}}}\"")),
            Is.EqualTo(
                new[] { "follow.json(2,11): accounts[0].region: the environment variable … is not set, and ${…} has no default" }));
    }

    [Test]
    public void Value_of_a_variable_is_not_shown()
    {
        var problems = ConfigFile.ProblemsOf(ConfigSample.Account("""
            "region": "${SECRET}", "api": "${SECRET}", "feeds": ["${SECRET}"], "start": "${SECRET}", "url": "${SECRET}" }, {
            "name": "!${SECRET}", "token": { "env": "!${SECRET}", "${SECRET}": 1 }
            """), ("SECRET", "s3cret"));
        Assert.That(problems, Has.Exactly(9).Items.And.None.Contains("s3cret"));
    }

    [Test]
    public void Key_with_control_characters_is_not_shown() =>
        Assert.That(
            ConfigFile.ProblemsOf(ConfigSample.Root("\"a\\nb\\u001b[2J\": 1")).Single(),
            Does.StartWith("follow.json(2,1): …: unknown key. Known keys: feeds"));

    [TestCase("", "(1,1): the file is empty. Run `op-events config schema` for its format")]
    [TestCase(" \n // Later.\n", "(3,1): the file is empty. Run `op-events config schema` for its format")]
    [TestCase("{ \"state\": \"s\"", "(1,15): the JSON is incomplete")]
    [TestCase("{ \"state\": \"s", "(1,14): the JSON is incomplete")]
    [TestCase("{ \"state\": tru", "(1,15): the JSON is incomplete")]
    [TestCase("{ \"state\"\n: s3cret }", "(2,3): is not JSON: 's' is an invalid start of a value")]
    [TestCase("{ \"state\": ts3cret }", "(1,13): is not JSON: an unquoted word must be true, false or null")]
    [TestCase("{ \"é\": \"é\" \"state\" }", "(1,12): is not JSON: '\"' is invalid after a value. Expected either ',', '}', or ']'")]
    [TestCase("{ 'state': 1 }", "(1,3): is not JSON: ''' is an invalid start of a property name. Expected a '\"'")]
    [TestCase("{} {}", "(1,4): is not JSON: '{' is invalid after a single JSON value. Expected end of data")]
    [TestCase("{ \"state\": \"\\ud800\" }", "(1,12): the string contains half a surrogate pair")]
    [TestCase("{ \"\\ud800\": 1 }", "(1,3): the string contains half a surrogate pair")]
    public void Malformed_JSON_is_reported_with_its_position(string text, string problem) =>
        Assert.That(ConfigFile.ProblemsOf(text), Is.EqualTo(new[] { "follow.json" + problem }));

    [Test]
    public void Deeply_nested_JSON_is_reported_without_a_stack_overflow() =>
        Assert.That(
            ConfigFile.ProblemsOf(new string('[', 100_000)).Single(),
            Does.StartWith("follow.json(1,65): is not JSON: The maximum configured depth of 64 has been exceeded."));

    [Test]
    public void Invalid_UTF_8_is_reported_with_its_position()
    {
        using var file = new ConfigFile();
        Assert.That(
            file.Problems([.. "{\n \"é"u8, 0xE9, .. "\": 1 }"u8]), Is.EqualTo(new[] { "follow.json(2,4): is not UTF-8" }));
        Assert.That(file.Problems(Encoding.Unicode.GetPreamble()), Is.EqualTo(new[] { "follow.json(1,1): is not UTF-8" }));
    }

    [Test]
    public void Missing_or_unreadable_file_is_reported()
    {
        using var folder = new TemporaryFolder();
        Assert.That(Problem(folder["none.json"]), Is.EqualTo($"{folder["none.json"]}: the file does not exist"));
        Assert.That(Problem(folder[Path.Combine("none", "follow.json")]), Does.EndWith("follow.json: the file does not exist"));
        Assert.That(Problem(folder.Path), Does.StartWith($"{folder.Path}: the file cannot be read: "));
        Assert.That(Problem(""), Is.EqualTo("'' is not a file name"));
    }

    private static string Problem(string path) =>
        Assert.Throws<CliException>(() => FollowConfig.Read(path, ConfigFile.Context()))!.Message;
}
