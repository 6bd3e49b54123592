using System.Text.Json;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>The item of one event in the response to a bulk request.</summary>
/// <param name="Status">The status.</param>
/// <param name="Type">The type of the error.</param>
/// <param name="Reason">Why the event was not stored.</param>
internal sealed record BulkItem(int Status, string? Type, string Reason)
{
    private const int MaxReason = 500;

    private const string Conflict = "version_conflict_engine_exception";

    /// <summary>Gets whether the event is in the failure store, because the data stream rejected it.</summary>
    public bool IsInFailureStore { get; private init; }

    /// <summary>Gets whether an ingest pipeline discarded the event. The status is then a success.</summary>
    public bool IsDiscarded { get; private init; }

    /// <summary>Gets whether the event is stored. A conflict says that an earlier attempt stored it.</summary>
    public bool IsStored => !IsDiscarded && (Status is >= 200 and < 300 || (Status == 409 && Type == Conflict));

    /// <summary>Parses an item; null if it is invalid.</summary>
    public static BulkItem? TryParse(JsonElement item)
    {
        var action = item.ValueKind == JsonValueKind.Object ? item.EnumerateObject().FirstOrDefault().Value : default;
        if (action.ValueKind != JsonValueKind.Object
            || !action.TryGetProperty("status", out var number) || number.ValueKind != JsonValueKind.Number
            || !number.TryGetInt32(out var status))
            return null;
        var (type, reason) = BulkError.Member(action, "error");
        var isDiscarded = Is(action, "result", "noop");
        return new BulkItem(status, type, isDiscarded ? "An ingest pipeline discards the event." : Text(type, reason))
        {
            IsInFailureStore = Is(action, "failure_store", "used"),
            IsDiscarded = isDiscarded,
        };
    }

    private static string Text(string? type, string? reason)
    {
        if (type is null)
            return "";
        var text = $"{type}: {reason}";
        return SafeText.Line(text.Length > MaxReason ? text[..MaxReason] : text);
    }

    private static bool Is(JsonElement action, string name, string value) =>
        action.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.ValueEquals(value);
}
