using System.Text;
using NJsonSchema;
using Newtonsoft.Json.Linq;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>The schema and the reader accept the same files.</summary>
public sealed class FollowSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromJsonAsync(FollowSchema.Read()).GetAwaiter().GetResult();

    private static IEnumerable<string> Accepted =>
    [
        ConfigSample.Minimal,
        ConfigSample.Full,
        ConfigSample.Account("\"region\": \"enterprise\", \"api\": \"v2\", \"start\": \"1.5d\""),
        ConfigSample.Account(
            "\"region\": \"${REGION:-eu}\", \"api\": \"${API:-v1}\", \"feeds\": [\"${FEED:-itemusages}\"], \"start\": \"${START:-5}d\""),
        ConfigSample.Account("\"url\": \"HTTP://127.0.0.1:18080\""),
        ConfigSample.Account("\"url\": \"${URL:-https://events.example.com}\""),
        ConfigSample.Token("""{ "env": "${PREFIX:-ACME}_TOKEN" }"""),
        ConfigSample.Token("""{ "command": ["print-token"] }"""),
        ConfigSample.Token("""{ "command": ["sh", "-c", "", "a\nb", "$${x}"] }"""),
        ConfigSample.Root("\"start\": \"2026-01-01t00:00:00.123456789+02:00\", \"listen\": 0"),
        ConfigSample.Root("\"start\": \"${DAY:-2026-01-01}T00:00:00Z\", \"silence\": \".5h\""),
        ConfigSample.Root("\"start\": \"2026-01-31\""),
        ConfigSample.Root("\"start\": \"2026-01-31T08:00:00\""),
        ConfigSample.Root("\"start\": \"today\""),
        ConfigSample.Root("\"start\": \"yesterday\""),
        ConfigSample.Account("\"start\": \"now\""),
        .. SchemaKey.Outputs.Select(output => ConfigSample.Output(output.Type)),
        ConfigSample.Output("https", "\"url\": \"${URL:-https://siem.example.com}\", \"format\": \"envelope\", \"gzip\": false"),
        ConfigSample.Output("https", "\"url\": \"http://127.0.0.1:8088\", \"token\": { \"command\": [\"op\", \"read\", \"x\"] }"),
        ConfigSample.Output("https", "\"url\": \"https://siem.example.com\", \"method\": \"PUT\", \"body\": \"array\", \"success\": [202, 409]"),
        ConfigSample.Output("https", "\"url\": \"https://siem.example.com\", \"batch_events\": 10, \"batch_size\": \"5MB\", \"token\": { \"env\": \"X\" }"),
        ConfigSample.Output("splunk", $"{ConfigSample.KeysOf("splunk")}, \"index\": \"main\", \"ack\": true, \"ack_timeout\": \"1m\""),
        ConfigSample.Output("elasticsearch", "\"url\": \"https://es.example.com\", \"index\": \"onepassword-{feed}-{month}\""),
        ConfigSample.Output("opensearch", "\"url\": \"https://es.example.com\", \"find_duplicates\": false, \"format\": \"ocsf\""),
        ConfigSample.Root("\"poll\": {}, \"on_cursor_rejected\": {}"),
        ConfigSample.Output("stdout", "\"ack\": \"pipes/ack\", \"gzip\": true, \"name\": \"${NAME:-pipe}_1\""),
        ConfigSample.Account("\"outputs\": [{ \"type\": \"files\" }, { \"type\": \"files\", \"name\": \"archive\", \"folder\": \"/archive\" }]"),
        ConfigSample.Files("\"rotate_size\": \"1.5KiB\", \"rotate_every\": \"${EVERY:-1d}\""),
        ConfigSample.Files("\"keep\": \"30d\", \"keep_files\": 100, \"min_free_space\": \"1GB\""),
        ConfigSample.Files("\"min_free_space\": 0"),
        ConfigSample.Files("\"rotate_size\": \"${SIZE:-5}MB\""),
        ConfigSample.Root("\"listen\": \"localhost:9464\", \"silence\": \"1h\", \"silence_fails_health\": true"),
        ConfigSample.Root("\"listen\": \"[::]:${PORT:-9464}\", \"listen_token\": { \"env\": \"LISTEN_TOKEN\" }"),
        ConfigSample.Root("\"listen\": \"9464\", \"quota\": \"off\""),
        ConfigSample.Root("\"quota\": \"9000/h, 300/min\""),
        ConfigSample.Root("\"$schema\": null, \"on_cursor_rejected\": { \"action\": \"${POLICY:-fail}\", \"overlap\": \"0s\" }"),
    ];

    [TestCaseSource(nameof(Accepted))]
    [Category("InProcess")]
    public void Schema_accepts_what_the_reader_accepts(string json)
    {
        Assert.That(() => ConfigFile.Accepted(json), Throws.Nothing);
        Assert.That(Judge(json), Is.Empty);
    }

    [TestCaseSource(typeof(InvalidConfigs), nameof(InvalidConfigs.OfStructure))]
    [Category("InProcess")]
    public void Schema_rejects_the_structures_that_the_reader_rejects(string json, string problem) =>
        Assert.That(Judge(json), Is.Not.Empty, problem);

    [Test]
    [Category("InProcess")]
    public void Schema_has_exactly_the_keys_of_the_reader()
    {
        Assert.That(SchemaKey.All.Select(key => key.Path), Is.EquivalentTo(KeysOf(ConfigSample.Minimal)));
        foreach (var (type, _, keys) in SchemaKey.Outputs)
        {
            var read = KeysOf(ConfigSample.OtherKeysOf(type) is { Length: > 0 } others
                ? ConfigSample.Output(type, ConfigSample.KeysOf(type) + others)
                : ConfigSample.Output(type));
            Assert.That(keys.Select(key => key.Path), Is.EquivalentTo(read.Where(key => key.StartsWith("outputs[]", StringComparison.Ordinal))));
        }
    }

    [Test]
    [Category("InProcess")]
    public void Schema_describes_every_key() =>
        Assert.That(
            AllKeys.Where(key => ((string?)key.Schema["description"])?.EndsWith('.') is not true).Select(key => key.Path),
            Is.Empty);

    [Test]
    [Category("InProcess")]
    public void Schema_rejects_unknown_keys()
    {
        var objects = JObject.Parse(FollowSchema.Read()).DescendantsAndSelf().OfType<JObject>().Where(
            schema => schema["properties"] is JObject && (string?)schema["type"] == "object").ToList();
        Assert.That(objects, Has.Count.GreaterThan(6 + SchemaKey.Outputs.Count));
        Assert.That(objects, Is.All.Matches<JObject>(schema => (bool?)schema["additionalProperties"] == false));
    }

    [Test]
    [Category("InProcess")]
    public void Schema_and_reader_have_the_same_defaults()
    {
        var written = JObject.Parse(ConfigSample.Minimal);
        var defaults = AllKeys.Where(key => key.Schema["default"] is not null && !key.Path.StartsWith("outputs[]", StringComparison.Ordinal)).ToList();
        Assert.That(defaults, Has.Count.EqualTo(9));
        foreach (var (path, schema, _) in defaults)
        {
            var parts = path.Replace("[]", "", StringComparison.Ordinal).Split('.');
            var parent = parts.Length == 1
                ? written
                : parts[0] == "accounts" ? (JObject)written["accounts"]![0]! : (JObject)(written[parts[0]] ??= new JObject());
            parent[parts[^1]] = JToken.Parse(schema["default"]!.ToJsonString());
        }
        using var file = new ConfigFile();
        var (explicitPlan, defaultPlan) = (file.Read(written.ToString()), file.Read(ConfigSample.Minimal));
        Assert.That(explicitPlan with { Accounts = [] }, Is.EqualTo(defaultPlan with { Accounts = [] }));
        Assert.That(explicitPlan.Accounts[0].Start, Is.EqualTo(defaultPlan.Accounts[0].Start));
        Assert.That(
            (explicitPlan.Accounts[0].Account.Region, explicitPlan.Accounts[0].Account.IsV1),
            Is.EqualTo((defaultPlan.Accounts[0].Account.Region, defaultPlan.Accounts[0].Account.IsV1)));
    }

    [TestCase("files")]
    [TestCase("stdout")]
    [Category("InProcess")]
    public void Schema_and_reader_have_the_same_defaults_of_an_output(string type)
    {
        var output = new JObject { ["type"] = type };
        using var file = new ConfigFile();
        var implicitOutput = Read();
        foreach (var key in SchemaKey.Outputs.Single(one => one.Type == type).Keys.Where(key => key.Schema["default"] is not null))
            output[key.Path.Split('.')[^1]] = JToken.Parse(key.Schema["default"]!.ToJsonString());
        Assert.That(output, Has.Count.GreaterThan(1));
        Assert.That(Read(), Is.EqualTo(implicitOutput));

        FollowOutput Read() => file.Read(ConfigSample.Root($"\"outputs\": [{output}]")).Outputs.Single();
    }

    [Test]
    public async Task Schema_command_prints_the_file_byte_for_byte()
    {
        var run = await CliRunner.RunAsync("config", "schema");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(
            run.Output,
            Is.EqualTo(Encoding.UTF8.GetBytes(Repository.Read("src", "OnePassword.Events.Cli", "Config", "follow.schema.json"))));
    }

    private static List<string> KeysOf(string json)
    {
        using var file = new ConfigFile();
        File.WriteAllText(file.Path, json);
        var text = ConfigText.Load(file.Path);
        var context = new ConfigContext(text, ConfigFile.Context());
        FollowConfig.Read(context, ConfigParser.Parse(text));
        return [.. context.Keys.Select(key => key.Replace("[0]", "[]", StringComparison.Ordinal))];
    }

    private static IEnumerable<SchemaKey> AllKeys => SchemaKey.All.Concat(SchemaKey.Outputs.SelectMany(output => output.Keys));

    private static IEnumerable<string> Judge(string json) => Schema.Validate(json).Select(error => error.ToString());
}
