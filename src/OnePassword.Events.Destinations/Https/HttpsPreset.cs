namespace OnePassword.Events.Destinations.Https;

/// <summary>The protocol of a service, as data. In its texts, <c>{account}</c> and similar names are replaced per page.</summary>
/// <param name="Name">The name of the service.</param>
internal sealed record HttpsPreset(string Name)
{
    /// <summary>The account of events from a token that does not identify it.</summary>
    public const string UnknownAccount = "unknown";

    /// <summary>The JSON before the events; null for that of the body.</summary>
    public string? Opening { get; init; }

    /// <summary>The JSON after the events; null for that of the body.</summary>
    public string? Closing { get; init; }

    /// <summary>The JSON before an event.</summary>
    public string EventOpening { get; init; } = "";

    /// <summary>The JSON after an event.</summary>
    public string EventClosing { get; init; } = "";

    /// <summary>Whether the event is a JSON string with its text.</summary>
    public bool EventIsText { get; init; }

    /// <summary>The largest event that the service does not truncate.</summary>
    public int MaxEventBytes { get; init; } = int.MaxValue;

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The value of <c>{type}</c> per feed.</summary>
    public IReadOnlyDictionary<string, string> Types { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>An address that checks the headers; null if there is none.</summary>
    public Uri? CheckUrl { get; init; }

    /// <summary>A limitation that an operator should know.</summary>
    public string? Note { get; init; }

    public string Expand(string text, EventOrigin origin, Func<string, string> encode) => text
        .Replace("{account}", encode(origin.Account ?? origin.AccountUuid ?? UnknownAccount), StringComparison.Ordinal)
        .Replace("{feed}", encode(origin.Feed), StringComparison.Ordinal)
        .Replace("{api}", encode(origin.ApiVersion), StringComparison.Ordinal)
        .Replace("{type}", encode(Types.GetValueOrDefault(origin.Feed, origin.Feed)), StringComparison.Ordinal);
}
