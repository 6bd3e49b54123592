namespace OnePassword.Events.Testing.Services;

/// <summary>A response of a fake service.</summary>
internal sealed record ServiceReply(int Status, string Body = "")
{
    public string ContentType { get; init; } = "application/json";

    /// <summary>Gets the body of a response that is not text; null if it is text.</summary>
    public byte[]? Content { get; init; }

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the response with the header Retry-After.</summary>
    public ServiceReply RetryAfter(string value) =>
        this with { Headers = new(Headers, StringComparer.OrdinalIgnoreCase) { ["Retry-After"] = value } };
}
