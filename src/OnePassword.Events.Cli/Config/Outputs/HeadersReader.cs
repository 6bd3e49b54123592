using System.Text.Json;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads the key <c>headers</c>.</summary>
internal static class HeadersReader
{
    public static Dictionary<string, DestinationSecret> Read(DestinationKeys keys)
    {
        var headers = new Dictionary<string, DestinationSecret>(StringComparer.OrdinalIgnoreCase);
        _ = keys.Section.Optional<IReadOnlyList<object>>("headers", [], value => ListOf(value).Items<object>(
            "a list of headers", item => ConfigSection.Read(item, header => ReadHeader(header, keys, headers))));
        return headers;
    }

    // On the command line, the headers are an object: --set headers.X-Team=a --set headers.X-Key.env=NAME
    private static ConfigValue ListOf(ConfigValue value) => value.Node switch
    {
        { IsFromOption: true, Kind: JsonValueKind.Object } => value with
        {
            Node = new ConfigNode(value.Node.Start, JsonValueKind.Array) { Items = [.. value.Node.Members.Select(HeaderOf)] },
        },
        { IsFromOption: true } => throw new InvalidValueException(
            "needs the name of a header. Use --set headers.NAME=VALUE, or --set headers.NAME.env=VARIABLE for a secret"),
        _ => value,
    };

    private static ConfigNode HeaderOf(ConfigNode.Member member)
    {
        var name = new ConfigNode(member.Start, JsonValueKind.String) { Text = member.Key, IsFromOption = true };
        var key = member.Value.Kind == JsonValueKind.Object ? "secret" : "value";
        return new ConfigNode(member.Start, JsonValueKind.Object)
        {
            Members = [new(member.Start, "name", name), new(member.Start, key, member.Value)],
        };
    }

    private static Dictionary<string, DestinationSecret> ReadHeader(
        ConfigSection header, DestinationKeys keys, Dictionary<string, DestinationSecret> headers)
    {
        var name = header.Required("name", value => value.Word());
        var text = header.Optional<string?>("value", null, value => value.Word());
        var secret = keys.OptionalSecret("secret", header, $"secret of the header {name}");
        if (header.Has("value") == header.Has("secret"))
            header.AddProblem("needs exactly one of value and secret");
        else if (name is not null && (secret ?? (text is null ? null : DestinationSecret.From(text))) is { } value
            && !headers.TryAdd(name, value))
            header.AddProblem("is a second header with this name");
        return headers;
    }
}
