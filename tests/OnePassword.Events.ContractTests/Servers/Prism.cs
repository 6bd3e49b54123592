using System.Text.RegularExpressions;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>Prism, which answers out of a specification and refuses what that does not allow.</summary>
internal static partial class Prism
{
    public static Task<ToolServer> StartAsync(string version) => ToolServer.StartAsync(
        "node",
        "The contract tests need Node.js 20 or newer on the PATH.",
        Port(),
        Path.Combine(ToolServer.Tools, "node_modules", "@stoplight", "prism-cli", "dist", "index.js"),
        "mock", "--errors", "--host", "127.0.0.1", "--port", "0", Repository.PathOf("openapi", $"1password-events-{version}.yaml"));

    [GeneratedRegex(@"listening on http://127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Port();
}
