using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>Compares a request with the stub that matched, or with the nearest stub.</summary>
internal static class UnexpectedRequest
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the sent and the expected request, or null if the request is as agreed.</summary>
    public static string? Report(SentRequest sent)
    {
        // WireMock.Net's own nearest match can be a stub of another case.
        var stub = sent.Stub ?? Stub.All.MinBy(candidate => Distance(sent, candidate))!;
        var differences = Differences(sent, stub).ToList();
        if (sent.Stub is not null && differences.Count == 0)
            return null;
        var request = $"{sent.Method} {sent.Target}";
        var verdict = sent.Stub is null
            ? $"No stub matches {request}. The nearest stub is {stub}."
            : $"{request} matches the stub {stub}, but is not as agreed.";
        return $"""
            {verdict}
            Differences: {string.Join(", ", differences)}
            Sent: {Json(sent)}
            Expected: {Json(stub, sent.Method)}

            """;
    }

    // A stub of another case is further away than one of another operation, and that is further away than any other difference.
    private static (bool, bool, int, bool, bool) Distance(SentRequest sent, Stub stub)
    {
        var differences = Differences(sent, stub).ToList();
        return (differences.Contains("Authorization"), differences.Contains("path"), differences.Count,
            stub.OperationPath is null, stub.Case != Stub.Plain);
    }

    private static IEnumerable<string> Differences(SentRequest sent, Stub stub)
    {
        if (stub.Method is { } method && method != sent.Method)
            yield return "method";
        if (!stub.Paths.Contains(sent.Target, StringComparer.Ordinal))
            yield return "path";
        foreach (var header in AgreedHeader.For(stub, sent.Method))
        {
            if (!sent.Headers.TryGetValue(header.Name, out var value) || !header.Holds(value))
                yield return header.Name;
        }

        if (stub.ExpectedBody is not { } expected)
            yield break;
        var (body, agreed) = (Members(Parse(sent.Body)), Members(Parse(expected.GetRawText())));
        foreach (var name in body.Keys.Union(agreed.Keys, StringComparer.Ordinal))
        {
            if (body.GetValueOrDefault(name) != agreed.GetValueOrDefault(name))
                yield return name;
        }
    }

    private static Dictionary<string, string> Members(JsonNode? body) => body is JsonObject json
        ? json.ToDictionary(member => member.Key, member => member.Value?.ToJsonString() ?? "null", StringComparer.Ordinal)
        : new(StringComparer.Ordinal) { ["body"] = body?.ToJsonString() ?? "" };

    private static JsonNode? Parse(string body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return body;
        }
    }

    // Without the host, which is the port of this run, and without the token.
    private static string Json(SentRequest sent)
    {
        var headers = sent.Headers.Where(header => header.Key != "Host").OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => (header.Key, header.Key == "Authorization" ? $"{header.Value.Split(' ')[0]} ***" : header.Value));
        return Json(sent.Method, sent.Target, headers, Parse(sent.Body));
    }

    private static string Json(Stub stub, string method)
    {
        var headers = AgreedHeader.For(stub, method).Select(header => (header.Name, header.Expected));
        var body = stub.ExpectedBody is { } expected ? JsonNode.Parse(expected.GetRawText()) : "any";
        return Json(stub.Method ?? "any", string.Join(" or ", stub.Paths), headers, body);
    }

    private static string Json(string method, string path, IEnumerable<(string Name, string Value)> headers, JsonNode? body) =>
        new JsonObject
        {
            ["method"] = method,
            ["path"] = path,
            ["headers"] = new JsonObject(headers.Select(header => KeyValuePair.Create(header.Name, (JsonNode?)header.Value))),
            ["body"] = body,
        }.ToJsonString(Readable);
}
