using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Testing.Services;

/// <summary>
/// A fake of the Logs Ingestion API with one data collection rule. It rejects what the service would change without an error, except
/// that it cuts long values as the service does.
/// </summary>
/// <param name="entra">The issuer of the tokens that it accepts.</param>
/// <param name="template">The deployment template, whose stream it has.</param>
internal sealed class FakeSentinel(FakeEntra entra, string template) : FakeService
{
    public const string Rule = "dcr-0123456789abcdef0123456789abcdef";

    private const int MaxBody = 1_000_000;
    private const int MaxValue = 65_536;

    private static readonly string[] Reserved =
        ["id", "Type", "Title", "UniqueId", "TenantId", "_ResourceId", "_SubscriptionId"];

    private readonly Dictionary<string, string> _columns = StreamColumns(template);
    private readonly List<JsonElement> _rows = [];

    /// <summary>The rows, in order, with repetitions.</summary>
    public IReadOnlyList<JsonElement> Rows => [.. _rows];

    /// <summary>Whether the identity has the role.</summary>
    public bool HasRole { get; set; } = true;

    public string Audience { get; set; } = "https://monitor.azure.com";

    /// <summary>Returns whether a request fails because of a row.</summary>
    public Func<JsonElement, bool> Rejects { get; set; } = _ => false;

    public static async Task<FakeSentinel> StartAsync(FakeEntra entra, string template)
    {
        var sentinel = new FakeSentinel(entra, template);
        await sentinel.StartAsync(port: 0);
        return sentinel;
    }

    protected override ServiceReply Process(ServiceRequest request)
    {
        if (request.Method != "POST" || request.Query != "?api-version=2023-01-01")
            return Error(400, "UnsupportedApiVersion", "The API version is not supported.");
        var token = request.Header("Authorization")?.Split(' ', 2);
        if (token is not ["Bearer", var value] || !entra.IsValid(value, Audience))
            return Error(401, "InvalidToken", "The token is invalid.");
        if (request.Path.Split('/') is not ["", "dataCollectionRules", Rule, "streams", var stream])
            return Error(404, "NotFound", "Data collection rule with immutable Id not found.");
        if (stream != "Custom-OnePasswordEvents")
            return Error(404, "InvalidStream", "The stream was not configured in the rule.");
        if (!HasRole)
            return Error(403, "OperationFailed", "The authentication token provided does not have access to the rule.");
        if (request.Header("Content-Type") != "application/json")
            return Error(415, "UnsupportedMediaType", "The body must be JSON.");
        return request.Body.Length > MaxBody ? Error(413, "ContentLengthLimitExceeded", "The body is too large.") : Ingest(request.Body);
    }

    private ServiceReply Ingest(byte[] body)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(body);
            using var json = JsonDocument.Parse(body);
            var rows = json.RootElement.EnumerateArray().ToList();
            if (rows.Select(Problem).FirstOrDefault(problem => problem is not null) is { } found)
                return Error(400, "InvalidRequest", found);
            _rows.AddRange(rows.Select(Stored));
            return new ServiceReply(204);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return Error(400, "InvalidRequest", "The body is not a JSON array of rows.");
        }
    }

    private string? Problem(JsonElement row)
    {
        if (Rejects(row))
            return "invalid row";
        if (!row.TryGetProperty("TimeGenerated", out _))
            return "TimeGenerated is absent.";
        var names = row.EnumerateObject().Select(column => column.Name).ToList();
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Count)
            return "A column is there twice.";
        return row.EnumerateObject().Select(Problem).FirstOrDefault(problem => problem is not null);
    }

    private string? Problem(JsonProperty column) =>
        column.Name.Length > 45 || Reserved.Contains(column.Name, StringComparer.Ordinal) ? $"The name {column.Name} is not allowed."
        : !_columns.TryGetValue(column.Name, out var type) ? $"The column {column.Name} is not declared."
        : IsOf(type, column.Value) ? null
        : $"The column {column.Name} is not a {type}.";

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "string" => value.GetString() is { } text && !text.Contains('\0', StringComparison.Ordinal),
        "datetime" => value.TryGetDateTime(out var time) && time.Kind == DateTimeKind.Utc,
        "long" => value.TryGetInt64(out _),
        "dynamic" => IsText(value),
        _ => false,
    };

    // Throws for an unpaired surrogate.
    private static bool IsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(field => field.Name.Length >= 0 && IsText(field.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsText),
        JsonValueKind.String => !value.GetString()!.Contains('\0', StringComparison.Ordinal),
        _ => true,
    };

    private static JsonElement Stored(JsonElement row) => JsonSerializer.SerializeToElement(
        row.EnumerateObject().ToDictionary(column => column.Name, column => Cut(column.Value), StringComparer.Ordinal));

    private static JsonElement Cut(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= MaxValue
            ? value.Clone()
            : JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(bytes.AsSpan(0, MaxValue)));
    }

    private static Dictionary<string, string> StreamColumns(string template)
    {
        using var json = JsonDocument.Parse(template);
        return json.RootElement.GetProperty("resources").EnumerateArray()
            .Select(resource => resource.GetProperty("properties"))
            .First(properties => properties.TryGetProperty("streamDeclarations", out _))
            .GetProperty("streamDeclarations").GetProperty("Custom-OnePasswordEvents").GetProperty("columns").EnumerateArray()
            .ToDictionary(
                column => column.GetProperty("name").GetString()!, column => column.GetProperty("type").GetString()!, StringComparer.Ordinal);
    }

    private static ServiceReply Error(int status, string code, string message)
    {
        var reply = new ServiceReply(status, $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""");
        reply.Headers["x-ms-error-code"] = code;
        return reply;
    }
}
