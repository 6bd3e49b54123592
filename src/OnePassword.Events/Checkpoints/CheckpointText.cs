using System.Text;

namespace OnePassword.Events.Checkpoints;

/// <summary>Text that a checkpoint stores unchanged: every string that UTF-8 can express.</summary>
internal static class CheckpointText
{
    /// <exception cref="ArgumentException">The text contains an unpaired surrogate.</exception>
    public static string? Checked(string? text, string? parameter = null) =>
        text is null || IsValid(text)
            ? text
            : throw new ArgumentException(
                "The state contains an unpaired surrogate, which cannot be stored unchanged. Encode binary data as Base64.",
                parameter);

    /// <summary>Whether a text is valid Unicode, without unpaired surrogates.</summary>
    public static bool IsValid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
