using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnePassword.Events.Emulator.Control;

/// <summary>
/// A <see cref="Fault"/> as JSON has it: names of the wire, milliseconds. Its properties can be set, because the generated
/// deserializer gives an init-only one that the JSON lacks the default of its type, not its own.
/// </summary>
internal sealed class FaultBody
{
    /// <summary>Gets or sets a feed, or <c>introspect</c>.</summary>
    public string? Feed { get; set; }

    public string? Api { get; set; }

    public int Times { get; set; } = 1;

    public int After { get; set; }

    public int? Status { get; set; }

    /// <summary>Gets or sets the body: a string as it is, anything else as the JSON that it is.</summary>
    public JsonElement? Body { get; set; }

    public string? ContentType { get; set; }

    public Dictionary<string, string> Headers { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the header: a string or a number.</summary>
    public JsonElement? RetryAfter { get; set; }

    /// <summary>Gets or sets milliseconds.</summary>
    public double Delay { get; set; }

    public string? Mode { get; set; }

    /// <summary>Gets or sets what else the JSON has: most likely a misspelling.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Others { get; set; } = new(StringComparer.Ordinal);

    /// <exception cref="ControlException">A name or a value is impossible.</exception>
    public Fault ToFault()
    {
        if (Others.Count > 0)
            throw new ControlException($"'{Others.Keys.First()}' is nothing that a fault has.");
        if (Delay is not (>= 0 and < 1e9))
            throw new ControlException("delay must be a number of milliseconds.");

        return new()
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
            Mode = Mode is null ? FaultMode.None : Known("mode", Mode, ToMode(Mode)),
        };
    }

    private static FaultMode? ToMode(string name) =>
        Enum.TryParse<FaultMode>(name, ignoreCase: true, out var mode) && char.IsAsciiLetter(name[0]) ? mode : null;

    private static string? Text(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text ? text.GetString() : value?.GetRawText();

    private static T Known<T>(string member, string value, T? known)
        where T : struct =>
        known ?? throw new ControlException($"{member} '{value}' is unknown.");
}
