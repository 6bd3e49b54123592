namespace OnePassword.Events.Reading;

/// <summary>By which text an event is recognised when the server sends it again; one rule for typed and raw events.</summary>
internal static class EventIdentity
{
    private const char Replacement = '\uFFFD';

    /// <summary>Returns the identifier; null if there is none, or if it was not valid Unicode, so that it may stand for several.</summary>
    public static string? Of(string? uuid) => string.IsNullOrEmpty(uuid) || IsDamaged(uuid) ? null : uuid;

    /// <summary>Whether a text that was sent was not valid Unicode: whatever was not has been replaced.</summary>
    public static bool IsDamaged(string text) => text.Contains(Replacement, StringComparison.Ordinal);
}
