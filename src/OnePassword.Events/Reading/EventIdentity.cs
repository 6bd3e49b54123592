using System.Globalization;

namespace OnePassword.Events.Reading;

/// <summary>The uuids by which duplicates are detected, for typed and raw events alike.</summary>
internal static class EventIdentity
{
    /// <summary>Separates the uuid from the checksum in a key.</summary>
    public const char Separator = '#';

    private const char Replacement = '\uFFFD';

    /// <summary>Returns the uuid; null if it is missing, or not valid Unicode and therefore ambiguous.</summary>
    public static string? Of(string? uuid) => string.IsNullOrEmpty(uuid) || IsInvalid(uuid) ? null : uuid;

    /// <summary>Returns the key of an event whose bytes are known.</summary>
    public static string KeyOf(string uuid, uint checksum) =>
        string.Create(CultureInfo.InvariantCulture, $"{uuid}{Separator}{checksum:x8}");

    /// <summary>Whether the text contains replacements of invalid Unicode.</summary>
    public static bool IsInvalid(string text) => text.Contains(Replacement, StringComparison.Ordinal);
}
