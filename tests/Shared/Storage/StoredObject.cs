namespace OnePassword.Events.Testing.Storage;

/// <summary>An object of a fake storage.</summary>
internal sealed record StoredObject(byte[] Content, Dictionary<string, string> Metadata);
