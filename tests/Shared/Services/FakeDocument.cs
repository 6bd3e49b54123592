namespace OnePassword.Events.Testing.Services;

/// <summary>A document that a fake cluster stores.</summary>
internal sealed record FakeDocument(string Id, string Source);
