using System.Text;

namespace OnePassword.Events.Checkpoints;

/// <summary>What a checkpoint can hold and give back unchanged: text that UTF-8 can express.</summary>
internal static class CheckpointText
{
    public static bool IsStorable(string? text)
    {
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
                return false;
            rest = rest[length..];
        }
        return true;
    }
}
