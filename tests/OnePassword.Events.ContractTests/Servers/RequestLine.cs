using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>One line of a request as it was sent, beside what a stub asks for there; either is empty if there is nothing to say.</summary>
internal sealed record RequestLine(string Sent, string Agreed, bool Differs, int Weight = 1)
{
    // What is for another case is further away than what is for another operation, and that than whatever else differs.
    private const int OfTheCase = 10_000;
    private const int OfTheOperation = 100;

    // As the files have it: no escapes but JSON's own.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All lines: method, path, headers, body.</summary>
    public static IEnumerable<RequestLine> Compare(JsonElement sent, JsonElement agreed) => [Method(sent, agreed), Path(sent, agreed), .. Headers(sent, agreed), .. Body(sent, agreed)];

    private static RequestLine Method(JsonElement sent, JsonElement agreed)
    {
        var (method, wanted) = ($"{sent.GetProperty("method")}", $"{agreed.GetProperty("method")}");
        return new RequestLine(method, wanted, wanted != "ANY" && wanted != method);
    }

    private static RequestLine Path(JsonElement sent, JsonElement agreed)
    {
        var path = $"{sent.GetProperty("url")}";
        return agreed.Member("urlPath") is { } wanted
            ? new RequestLine(path, $"{wanted}", !Holds("equalTo", $"{wanted}", path), OfTheOperation)
            : new RequestLine(path, $"{agreed.GetProperty("urlPathPattern")}", !Holds("matches", $"{agreed.GetProperty("urlPathPattern")}", path), OfTheOperation);
    }

    // Those that were sent and those that the stub asks for; but not the host, which is WireMock on the port of the day.
    private static IEnumerable<RequestLine> Headers(JsonElement sent, JsonElement agreed)
    {
        var (headers, wanted) = (ByName(sent), ByName(agreed));
        headers.Remove("Host");
        return headers.Keys.Union(wanted.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => Header(name, headers.TryGetValue(name, out var value) ? $"{value}" : null, wanted.TryGetValue(name, out var matcher) ? matcher.EnumerateObject().Single() : null));

        static Dictionary<string, JsonElement> ByName(JsonElement request) =>
            request.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
    }

    private static RequestLine Header(string name, string? value, JsonProperty? wanted)
    {
        var isToken = name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
        var shown = value is null ? "" : $"{name}: {(isToken ? $"{value.Split(' ')[0]} ***" : value)}";
        return wanted is { } matcher
            ? new RequestLine(shown, $"{name}: {(matcher.Name == "equalTo" ? "" : $"{matcher.Name} ")}{matcher.Value}", value is null || !Holds(matcher.Name, $"{matcher.Value}", value), isToken ? OfTheCase : 1)
            : new RequestLine(shown, "", Differs: false);
    }

    // A stub that asks for no body takes any.
    private static IEnumerable<RequestLine> Body(JsonElement sent, JsonElement agreed)
    {
        var (any, body, wanted) = (true, Members($"{sent.GetProperty("body")}"), new Dictionary<string, string>(StringComparer.Ordinal));
        if (agreed.Member("bodyPatterns") is { } patterns)
            (any, wanted) = (false, Members(patterns.EnumerateArray().Single().GetProperty("equalToJson")));
        return body.Keys.Union(wanted.Keys, StringComparer.Ordinal).Select(name => (Sent: body.GetValueOrDefault(name, ""), Agreed: wanted.GetValueOrDefault(name, "")))
            .Select(line => new RequestLine(line.Sent, line.Agreed, !any && line.Sent != line.Agreed));
    }

    private static Dictionary<string, string> Members(string body)
    {
        try
        {
            return body.Length == 0 ? [] : Members(JsonElement.Parse(body));
        }
        catch (JsonException)
        {
            return new(StringComparer.Ordinal) { [""] = body };
        }
    }

    // Each member of a body is a line; a body without members is one.
    private static Dictionary<string, string> Members(JsonElement body) => body.ValueKind == JsonValueKind.Object
        ? body.EnumerateObject().ToDictionary(member => member.Name, member => $"\"{member.Name}\": {JsonSerializer.Serialize(member.Value, Plain)}", StringComparer.Ordinal)
        : new(StringComparer.Ordinal) { [""] = JsonSerializer.Serialize(body, Plain) };

    private static bool Holds(string matcher, string wanted, string sent) => matcher switch
    {
        "equalTo" => sent == wanted,
        "contains" => sent.Contains(wanted, StringComparison.Ordinal),
        "matches" => Regex.IsMatch(sent, $@"\A(?:{wanted})\z", RegexOptions.NonBacktracking),
        _ => throw new NotSupportedException($"A stub asks for \"{matcher}\", which a report of unmatched requests cannot judge yet."),
    };
}
