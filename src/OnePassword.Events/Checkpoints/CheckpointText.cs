using System.Text;

namespace OnePassword.Events.Checkpoints;

internal static class CheckpointText
{
    /// <summary>Returns whether a text survives UTF-8, in which checkpoints are stored: it has no half of a surrogate pair.</summary>
    public static bool IsStorable(string? text) => text is null || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
