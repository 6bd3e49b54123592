using System.Text.RegularExpressions;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>
/// Prism, which returns the examples of a specification and rejects requests that violate it. It is a process of Node.js, so
/// it runs only where <c>OP_EVENTS_PRISM</c> names the folder with the installed package in <c>prism/</c>.
/// </summary>
internal sealed partial class Prism : IAsyncDisposable
{
    private readonly NodeServer _server;

    private Prism(NodeServer server) => _server = server;

    /// <summary>Gets the folder where the package is installed; null if these tests are not to run.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("OP_EVENTS_PRISM");

    public Uri Address => _server.Address;

    public static async Task<Prism> StartAsync(string version)
    {
        var program = Path.Combine(Folder!, "node_modules", "@stoplight", "prism-cli", "dist", "index.js");
        var specification = Repository.PathOf("openapi", $"1password-events-{version}.yaml");
        string[] arguments = [program, "mock", "--errors", "--host", "127.0.0.1", "--port", "0", specification];
        return new Prism(await NodeServer.StartAsync(arguments, Listening()));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [GeneratedRegex(@"listening on (?<address>http://127\.0\.0\.1:\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();
}
