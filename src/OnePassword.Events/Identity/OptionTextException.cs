namespace OnePassword.Events.Identity;

/// <summary>A configuration value is invalid. The library wrote the message, so it can be shown.</summary>
internal sealed class OptionTextException(string message) : Exception(message);
