using System.Text.RegularExpressions;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Checkpoints;

/// <summary>The syntax of a follower's name, which is a valid file name on every system.</summary>
internal static partial class CheckpointName
{
    public const int MaxLength = 100;

    public const string Rule = "1 to 100 letters, digits, dots, dashes and underscores, the first a letter or a digit";

    public static bool IsValid(string name) => Pattern().IsMatch(name);

    /// <exception cref="ArgumentException">The name is invalid.</exception>
    public static string Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsValid(name)
            ? name
            : throw new ArgumentException($"{SafeText.Quote(name)} is not the name of a follower: {Rule}.", nameof(name));
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Pattern();
}
