namespace OnePassword.Events.Tests.Support;

/// <summary>What a client sent.</summary>
internal sealed record SentRequest(string Method, string Uri, string? Body, string Headers, string? ContentType);
