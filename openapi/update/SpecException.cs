namespace OnePassword.Events.SpecUpdate;

/// <summary>A specification cannot be read; the message says which, where and why.</summary>
internal sealed class SpecException(string message) : Exception(message);
