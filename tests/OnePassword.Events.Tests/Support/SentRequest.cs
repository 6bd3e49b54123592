namespace OnePassword.Events.Tests.Support;

/// <summary>A request as the server received it.</summary>
internal sealed record SentRequest(string Method, string Uri, string? Body, string Headers, string? ContentType);
