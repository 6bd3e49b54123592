namespace OnePassword.Events.Tests.Support;

/// <summary>One measurement.</summary>
internal sealed record RecordedMeasurement(string Name, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    public string? Feed => (string?)Tags.GetValueOrDefault("onepassword.events.feed");

    public string? Reason => (string?)Tags.GetValueOrDefault("error.type");
}
