using System.Text;

namespace OnePassword.Events.Checkpoints;

internal static class CheckpointText
{
    /// <summary>Returns whether a text can be stored as UTF-8. Half of a surrogate pair cannot.</summary>
    public static bool IsStorable(string? text) =>
        text is null || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
