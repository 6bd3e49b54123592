using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>A category of sign-ins with one of its types.</summary>
internal sealed record SignInKind(string Category, string Type, FirewallRule Rule = FirewallRule.None)
{
    /// <summary>Gets the text from the closing quote of the timestamp to the opening quote of <c>country</c>.</summary>
    public byte[] Head { get; } = GoJson.Utf8($"\",\"category\":\"{Category}\",\"type\":\"{Type}\",\"country\":\"");

    /// <summary>Gets whether the sign-in starts a session.</summary>
    public bool Succeeded { get; } = string.Equals(Category, "success", StringComparison.Ordinal);
}
