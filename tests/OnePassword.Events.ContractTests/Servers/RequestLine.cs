using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>One line of a request beside what is expected there. A side is empty if it has nothing on that line.</summary>
internal sealed record RequestLine(string Sent, string Expected, bool Differs, int Weight = 1)
{
    // A stub of another case is further away than one of another operation, and that is further away than any other difference.
    private const int OfTheCase = 10_000;
    private const int OfTheOperation = 100;

    // The same text as in the files: only the escapes that JSON requires.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns all lines: method, path, headers, body.</summary>
    public static IEnumerable<RequestLine> Compare(SentRequest sent, Stub stub) => [Method(sent, stub), Path(sent, stub), .. Headers(sent, stub), .. Body(sent, stub)];

    private static RequestLine Method(SentRequest sent, Stub stub) =>
        new(sent.Method, stub.Method ?? "any method", stub.Method is { } method && method != sent.Method);

    private static RequestLine Path(SentRequest sent, Stub stub)
    {
        var matches = stub.Paths.Contains(sent.Target, StringComparer.Ordinal);
        return new(sent.Target, matches ? sent.Target : string.Join(" or ", stub.Paths), !matches, OfTheOperation);
    }

    // All that were sent and all that are expected, except for the host, which is the port of this run.
    private static IEnumerable<RequestLine> Headers(SentRequest sent, Stub stub)
    {
        var agreed = AgreedHeader.For(stub, sent.Method).ToDictionary(header => header.Name, StringComparer.OrdinalIgnoreCase);
        return sent.Headers.Keys.Union(agreed.Keys, StringComparer.OrdinalIgnoreCase).Where(name => name != "Host").Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => Header(name, sent.Headers.GetValueOrDefault(name), agreed.GetValueOrDefault(name)));
    }

    private static RequestLine Header(string name, string? value, AgreedHeader? agreed)
    {
        var isToken = name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
        var shown = value is null ? "" : $"{name}: {(isToken ? $"{value.Split(' ')[0]} ***" : value)}";
        return agreed is null
            ? new(shown, "", Differs: false)
            : new(shown, $"{name}: {agreed.Expected}", value is null || !agreed.Holds(value), isToken ? OfTheCase : 1);
    }

    private static IEnumerable<RequestLine> Body(SentRequest sent, Stub stub)
    {
        var body = Members(sent.Body);
        var expected = stub.ExpectedBody is { } wanted ? Members(wanted) : [];
        return body.Keys.Union(expected.Keys, StringComparer.Ordinal).Select(name => (Sent: body.GetValueOrDefault(name, ""), Expected: expected.GetValueOrDefault(name, "")))
            .Select(line => new RequestLine(line.Sent, line.Expected, stub.ExpectedBody is not null && line.Sent != line.Expected));
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
}
