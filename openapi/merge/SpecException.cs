namespace OnePassword.Events.SpecMerge;

/// <summary>A specification cannot be parsed. The message says which one, where and why.</summary>
internal sealed class SpecException(string message) : Exception(message);
