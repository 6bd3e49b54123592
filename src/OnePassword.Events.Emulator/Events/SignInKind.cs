namespace OnePassword.Events.Emulator.Events;

/// <summary>A category of sign-in with a type that occurs in it.</summary>
internal sealed record SignInKind(string Category, string Type, FirewallRule Rule = FirewallRule.None)
{
    /// <summary>Gets the fields from the quote that closes the timestamp up to the content of <c>country</c>.</summary>
    public byte[] Head { get; } = GoJson.Utf8($"\",\"category\":\"{Category}\",\"type\":\"{Type}\",\"country\":\"");

    /// <summary>Gets whether a session begins with it.</summary>
    public bool Succeeded { get; } = string.Equals(Category, "success", StringComparison.Ordinal);
}
