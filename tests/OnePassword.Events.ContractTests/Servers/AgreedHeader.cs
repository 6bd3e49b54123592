using System.Text.RegularExpressions;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>A header that a request must have.</summary>
/// <param name="Name">The name of the header.</param>
/// <param name="Expected">The rule for its value, as reports show it.</param>
/// <param name="Holds">The rule.</param>
internal sealed partial record AgreedHeader(string Name, string Expected, Predicate<string> Holds)
{
    private static readonly AgreedHeader[] Always =
    [
        new("Accept", "contains application/json", value => value.Contains("application/json", StringComparison.Ordinal)),
        new("User-Agent", "contains OnePassword.Events/<version>", UserAgent().IsMatch),
    ];

    private static readonly AgreedHeader ContentType =
        new("Content-Type", "application/json, UTF-8 if any charset", value => Json().IsMatch(value));

    /// <summary>Returns the headers of a request for a stub. The stubs match only the token, so tests check the others.</summary>
    public static IEnumerable<AgreedHeader> For(Stub stub, string method)
    {
        var token = new AgreedHeader("Authorization", stub.Authorization, value => value == stub.Authorization);
        return (stub.Method ?? method) == "POST" ? [token, .. Always, ContentType] : [token, .. Always];
    }

    [GeneratedRegex(@"OnePassword\.Events/\d+\.\d+\.\d+")]
    private static partial Regex UserAgent();

    [GeneratedRegex(@"\Aapplication/json(; ?charset=utf-8)?\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Json();
}
