using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>The rule for names of accounts, which become parts of file names.</summary>
internal static partial class AccountName
{
    public static bool IsValid(string name) => Valid().IsMatch(name);

    // Shorter than a checkpoint name, which is the account name, a dash and the feed.
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Valid();
}
