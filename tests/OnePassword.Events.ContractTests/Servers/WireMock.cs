using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>WireMock with the stubs in <c>stubs/</c>, on a port of its own. The token of a request chooses the case.</summary>
internal sealed partial class WireMock : IAsyncDisposable
{
    private readonly ToolServer _server;
    private readonly HttpClient _admin;

    private WireMock(ToolServer server) => (_server, _admin) = (server, new HttpClient { BaseAddress = server.Address });

    public Uri Address => _server.Address;

    // It lives for seconds: to compile less and to collect with one thread saves a third of what its start costs.
    public static async Task<WireMock> StartAsync() => new(await ToolServer.StartAsync(
        "java",
        "The contract tests need Java 17 or newer on the PATH.",
        Port(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
        "-jar", Directory.GetFiles(Path.Combine(ToolServer.Tools, "node_modules", "wiremock", "build"), "wiremock-standalone-*.jar").Single(),
        "--port", "0", "--bind-address", "127.0.0.1", "--disable-banner", "--root-dir", Stub.Folder));

    /// <summary>The requests of the test that runs, in order.</summary>
    public async Task<IReadOnlyList<JsonElement>> RequestsAsync() => [.. (await JournalAsync("__admin/requests")).Select(entry => entry.GetProperty("request"))];

    /// <summary>Fails the test that ends if it sent what no stub is for, and forgets what was sent: the next test answers for itself.</summary>
    public async Task FailIfUnmatchedAsync()
    {
        var unmatched = await JournalAsync("__admin/requests/unmatched");
        using var forgotten = await _admin.DeleteAsync(new Uri("__admin/requests", UriKind.Relative));
        forgotten.EnsureSuccessStatusCode();
        if (unmatched.Count > 0)
            Assert.Fail(string.Join('\n', unmatched.Select(UnmatchedRequest.Report)));
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    // The journal begins with what came last.
    private async Task<IReadOnlyList<JsonElement>> JournalAsync(string path) =>
        [.. JsonElement.Parse(await _admin.GetStringAsync(new Uri(path, UriKind.Relative))).GetProperty("requests").EnumerateArray().Reverse()];

    [GeneratedRegex(@"^port:\s+(?<port>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Port();
}
