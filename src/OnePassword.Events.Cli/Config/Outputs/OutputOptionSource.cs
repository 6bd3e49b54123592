using System.Text.Json;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>
/// The options <c>--to</c> and <c>--set</c> as the configuration of one output. The offset of a value is the number of its
/// <c>--set</c>, from 1.
/// </summary>
internal sealed class OutputOptionSource : IConfigSource
{
    private readonly string _type;

    private OutputOptionSource(string type) => _type = type;

    public string Folder => Environment.CurrentDirectory;

    /// <summary>Returns the output that the options describe.</summary>
    /// <param name="type">The value of <c>--to</c>.</param>
    /// <param name="settings">The values of <c>--set</c>.</param>
    /// <param name="cli">The context.</param>
    /// <exception cref="CliException">The options are invalid. The message has a line for each problem.</exception>
    public static FollowOutput Read(string type, IReadOnlyList<string> settings, CliContext cli)
    {
        var context = new ConfigContext(new OutputOptionSource(type), cli);
        var root = new ConfigNode(0, JsonValueKind.Object) { Members = Members(type, settings) };
        var output = context.Try(
            new ConfigValue(context, "", root),
            value => ConfigSection.Read(value, section => OutputsReader.Read(section, new OutputNames())));
        context.ThrowIfInvalid();
        return output;
    }

    public string Describe(int offset, string key, string problem) =>
        offset == 0 ? $"--to {_type}: {(key.Length > 0 ? $"{key}: " : "")}{problem}" : $"--set {key}: {problem}";

    public string PlaceOf(int offset) => offset == 0 ? $"--to {_type}" : "an earlier --set";

    private static List<ConfigNode.Member> Members(string type, IReadOnlyList<string> settings)
    {
        var values = settings.Select((setting, i) => Parse(setting, i + 1)).Prepend((Keys: ["type"], Value: Text(0, type)));
        return Group([.. values]);
    }

    // Values with a common first key are the members of one object. A key with a value of its own stays a member of its own.
    private static List<ConfigNode.Member> Group(IReadOnlyList<(string[] Keys, ConfigNode Value)> values) =>
    [
        .. values.GroupBy(value => (Key: value.Keys[0], Single: value.Keys.Length == 1 ? value.Value.Start : -1))
            .SelectMany(group =>
            group.Key.Single >= 0
                ? group.Select(value => new ConfigNode.Member(value.Value.Start, group.Key.Key, value.Value))
                : [Inner(group.Key.Key, [.. group.Select(value => (value.Keys[1..], value.Value))])]),
    ];

    private static ConfigNode.Member Inner(string key, IReadOnlyList<(string[] Keys, ConfigNode Value)> values)
    {
        var start = values[0].Value.Start;
        var inner = new ConfigNode(start, JsonValueKind.Object) { Members = Group(values), IsFromOption = true };
        return new ConfigNode.Member(start, key, inner);
    }

    private static (string[] Keys, ConfigNode Value) Parse(string setting, int number)
    {
        var end = setting.IndexOf('=', StringComparison.Ordinal);
        var key = end < 0 ? "" : setting[..end];
        var keys = key.Split('.');
        if (keys.Any(string.IsNullOrWhiteSpace))
        {
            var problem = end < 0 ? "has no '='" : $"{SafeText.Quote(key)} is not a key";
            throw CliException.Usage($"--set {problem}. Write --set key=value.");
        }
        var value = setting[(end + 1)..];
        return (keys, value.StartsWith('[') ? List(key, value, number) : Text(number, value));
    }

    private static ConfigNode Text(int start, string text) =>
        new(start, JsonValueKind.String) { Text = text, IsFromOption = true };

    private static ConfigNode List(string key, string json, int number)
    {
        try
        {
            using var list = JsonDocument.Parse(json);
            if (list.RootElement.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
                throw CliException.Usage($"--set {key}: a list of objects needs a configuration file. Use --config.");
            return new ConfigNode(number, JsonValueKind.Array)
            {
                Items = [.. list.RootElement.EnumerateArray().Select(item => Text(number, item.ToString()))],
            };
        }
        catch (JsonException)
        {
            throw CliException.Usage($"--set {key}: the value starts with '[', but is not a JSON list.");
        }
    }
}
