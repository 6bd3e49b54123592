using System.Text.Json;
using System.Text.Json.Serialization;
using OnePassword.Events.Emulator.Faults;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Control;

/// <summary>
/// A <see cref="Fault"/> in JSON. Its properties have setters, because the generated deserializer sets a missing init-only
/// property to the default of its type, not to its initializer.
/// </summary>
internal sealed class FaultBody
{
    /// <summary>Gets or sets the name of a feed, or <c>introspect</c>.</summary>
    public string? Feed { get; set; }

    public string? Api { get; set; }

    public int Times { get; set; } = 1;

    public int After { get; set; }

    public int? Status { get; set; }

    /// <summary>Gets or sets the body: the value of a string, or any other JSON as it is.</summary>
    public JsonElement? Body { get; set; }

    public string? ContentType { get; set; }

    public Dictionary<string, string> Headers { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the header: a string or a number.</summary>
    public JsonElement? RetryAfter { get; set; }

    /// <summary>Gets or sets the delay in milliseconds.</summary>
    public double Delay { get; set; }

    public string? Mode { get; set; }

    /// <summary>Gets or sets unknown members, probably misspelled.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Unknown { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Parses a fault or an array of faults.</summary>
    /// <exception cref="ControlException">A member is unknown or has an invalid value.</exception>
    /// <exception cref="JsonException">The JSON is malformed, or a member has an unexpected type.</exception>
    public static IReadOnlyList<Fault> Parse(ReadOnlySpan<byte> json)
    {
        var bodies = json.TrimStart(" \t\r\n"u8) switch
        {
            [(byte)'[', ..] => JsonSerializer.Deserialize(json, ControlJson.Web.IReadOnlyListFaultBody)!,
            [(byte)'{', ..] => [JsonSerializer.Deserialize(json, ControlJson.Web.FaultBody)!],
            _ => throw new ControlException("The body is neither a JSON object nor an array."),
        };
        return [.. bodies.Select(body => body?.ToFault() ?? throw new ControlException("A fault is null."))];
    }

    private Fault ToFault()
    {
        if (Unknown.Count > 0)
            throw new ControlException($"'{Unknown.Keys.First()}' is not a member of a fault.");
        if (Delay is not (>= 0 and < 1e9))
            throw new ControlException("'delay' must be a number of milliseconds.");

        var fault = new Fault
        {
            Feed = Feed is null or WireNames.Introspect ? null : Known("feed", Feed, WireNames.ToFeed(Feed)),
            Introspect = Feed is WireNames.Introspect,
            Api = Api is null ? null : Known("api", Api, WireNames.ToApi(Api)),
            Times = Times,
            After = After,
            Status = Status,
            Body = Text(Body),
            ContentType = ContentType,
            Headers = Headers,
            RetryAfter = Text(RetryAfter),
            Delay = TimeSpan.FromMilliseconds(Delay),
            Mode = Mode is null ? FaultMode.None : Known("mode", Mode, FaultNames.ToMode(Mode)),
        };
        return fault.Problem is var (property, rule)
            ? throw new ControlException($"'{JsonNamingPolicy.CamelCase.ConvertName(property)}' {rule}.")
            : fault;
    }

    private static string? Text(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text ? text.GetString() : value?.GetRawText();

    private static T Known<T>(string member, string value, T? known)
        where T : struct =>
        known ?? throw new ControlException($"The {member} '{value}' is unknown.");
}
