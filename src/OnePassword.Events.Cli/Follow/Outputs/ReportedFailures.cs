using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>
/// The failures that were reported since an output worked. A failure with other numbers and identifiers, such as that of another
/// feed, is the same one.
/// </summary>
internal sealed partial class ReportedFailures
{
    private const int Max = 100;

    private readonly HashSet<(string Text, bool IsFinal)> _reported = [];

    /// <returns>False if it was reported.</returns>
    public bool Add(string failure, bool isFinal)
    {
        if (_reported.Count == Max)
            _reported.Clear();
        return _reported.Add((Variable().Replace(failure, "#"), isFinal));
    }

    public void Clear() => _reported.Clear();

    // A status or a code says which failure it is.
    [GeneratedRegex(@"(?<!HTTP |code )\b\w*\d\w*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Variable();
}
