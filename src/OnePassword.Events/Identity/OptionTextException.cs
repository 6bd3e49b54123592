namespace OnePassword.Events.Identity;

/// <summary>Why a text of the configuration is not an option's value. The message is one of the library's.</summary>
internal sealed class OptionTextException(string message) : Exception(message);
