using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>splunk</c>.</summary>
internal static partial class SplunkReader
{
    public const string TypeName = "splunk";

    private const string Rule = "lowercase letters, digits, underscores and hyphens, and a letter or digit first";

    public static FollowOutput Read(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        var options = new SplunkOptions
        {
            Url = keys.Url(),
            Token = keys.RequiredSecret("token"),
            Index = output.Optional<string?>("index", null, ReadIndex),
            FeedIndexes = output.Section("indexes", ReadIndexes),
            Host = output.Optional<string?>("host", null, value => value.Word()),
            Source = output.Optional<string?>("source", null, value => value.Word()),
            IndexedFields = output.Optional("indexed_fields", missing: false, value => value.Flag()),
            Acknowledgment = output.Optional("ack", missing: false, value => value.Flag()),
            AcknowledgmentTimeout = output.Optional(
                "ack_timeout", TimeSpan.FromMinutes(5), value => value.Duration(atLeast: TimeSpan.FromSeconds(10))),
            Format = keys.Format(EventFormat.Raw),
            Gzip = keys.Gzip(),
            Authorities = keys.Authorities(),
            SecretDescription = keys.SecretDescription,
            Clock = keys.Clock,
        };
        return keys.Output(TypeName, () => new SplunkDestination(options));
    }

    /// <summary>Whether Splunk accepts the name of an index.</summary>
    public static bool IsIndex(string name) => Index().IsMatch(name);

    /// <summary>Returns the problem of a name that is not an index.</summary>
    public static string NotAnIndex(string display) => $"{display} is not the name of an index: {Rule}";

    private static Dictionary<string, string> ReadIndexes(ConfigSection indexes)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var feed in FeedNames.All)
        {
            if (indexes.Optional<string?>(feed, null, ReadIndex) is { } index)
                read[feed] = index;
        }
        return read;
    }

    private static string ReadIndex(ConfigValue value) =>
        value.Word() is var name && IsIndex(name) ? name : throw new InvalidValueException(NotAnIndex(value.Node.Display));

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Index();
}
