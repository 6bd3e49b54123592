namespace OnePassword.Events.Json;

/// <summary>The text of a list for the <c>ToString</c> of a DTO. It is bounded, because a page has up to 1,000 events.</summary>
internal static class ListText
{
    private const int MaxShown = 10;

    public static string? Of<T>(IReadOnlyList<T>? list)
    {
        if (list is null)
            return null;
        var shown = string.Join(", ", list.Take(MaxShown));
        return list.Count > MaxShown ? $"[{shown}, … ({list.Count - MaxShown} more)]" : $"[{shown}]";
    }
}
