using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads the key <c>headers</c>.</summary>
internal static class HeadersReader
{
    public static Dictionary<string, DestinationSecret> Read(DestinationKeys keys)
    {
        var headers = new Dictionary<string, DestinationSecret>(StringComparer.OrdinalIgnoreCase);
        _ = keys.Section.Optional<IReadOnlyList<object>>("headers", [], value => value.Items<object>("a list of headers", item =>
            ConfigSection.Read(item, header => ReadHeader(header, keys, headers))));
        return headers;
    }

    private static Dictionary<string, DestinationSecret> ReadHeader(
        ConfigSection header, DestinationKeys keys, Dictionary<string, DestinationSecret> headers)
    {
        var name = header.Required("name", value => value.Word());
        var text = header.Optional<string?>("value", null, value => value.Word());
        var secret = keys.OptionalSecret("secret", header);
        if (header.Has("value") == header.Has("secret"))
            header.AddProblem("needs exactly one of value and secret");
        else if (name is not null && (secret ?? (text is null ? null : DestinationSecret.From(text))) is { } value
            && !headers.TryAdd(name, value))
            header.AddProblem("is a second header with this name");
        return headers;
    }
}
