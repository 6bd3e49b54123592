namespace OnePassword.Events.Reading;

/// <summary>The uuids by which duplicates are detected, for typed and raw events alike.</summary>
internal static class EventIdentity
{
    private const char Replacement = '\uFFFD';

    /// <summary>Returns the uuid; null if it is missing, or not valid Unicode and therefore ambiguous.</summary>
    public static string? Of(string? uuid) => string.IsNullOrEmpty(uuid) || IsInvalid(uuid) ? null : uuid;

    /// <summary>Whether the text contains replacements of invalid Unicode.</summary>
    public static bool IsInvalid(string text) => text.Contains(Replacement, StringComparison.Ordinal);
}
