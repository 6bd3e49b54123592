using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>All documented item usage actions, each prepared as the text after the value of <c>item_uuid</c>.</summary>
internal static class ItemUsageVocabulary
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. Each("fill", "select-sso-provider", "enter-item-edit-mode", "export", "share", "secure-copy", "reveal"),
        .. Each("server-create", "server-update", "server-fetch", "other"),
    ];

    /// <summary>Gets the actions of most events.</summary>
    public static IReadOnlyList<byte[]> Common { get; } =
        [.. Each("fill", "fill", "fill", "fill", "fill", "reveal", "reveal", "secure-copy", "secure-copy", "server-fetch")];

    /// <summary>Gets an action that is not in any specification.</summary>
    public static IReadOnlyList<byte[]> Unknown { get; } = [.. Each("whisper-to-agent")];

    private static IEnumerable<byte[]> Each(params IEnumerable<string> actions) =>
        actions.Select(action => GoJson.Utf8($"\",\"action\":\"{action}\",\"user\":"));
}
