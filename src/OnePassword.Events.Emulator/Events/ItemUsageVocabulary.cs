namespace OnePassword.Events.Emulator.Events;

/// <summary>The 11 documented item usage actions, each prepared as the fields that follow <c>item_uuid</c>'s content.</summary>
internal static class ItemUsageVocabulary
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. Each("fill", "select-sso-provider", "enter-item-edit-mode", "export", "share", "secure-copy", "reveal"),
        .. Each("server-create", "server-update", "server-fetch", "other"),
    ];

    /// <summary>Gets the everyday mix: people fill, reveal and copy.</summary>
    public static IReadOnlyList<byte[]> Everyday { get; } =
        [.. Each("fill", "fill", "fill", "fill", "fill", "reveal", "reveal", "secure-copy", "secure-copy", "server-fetch")];

    /// <summary>Gets an action that no specification names.</summary>
    public static IReadOnlyList<byte[]> Unknown { get; } = [.. Each("whisper-to-agent")];

    private static IEnumerable<byte[]> Each(params IEnumerable<string> actions) =>
        actions.Select(action => GoJson.Utf8($"\",\"action\":\"{action}\",\"user\":"));
}
