using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>WireMock with the stubs in <c>stubs/</c>. The token of a request chooses the case, so that tests can run side by side.</summary>
internal sealed partial class WireMock : IAsyncDisposable
{
    private readonly ToolServer _server;
    private readonly HttpClient _admin;

    private WireMock(ToolServer server) => (_server, _admin) = (server, new HttpClient { BaseAddress = server.Address });

    public Uri Address => _server.Address;

    public static async Task<WireMock> StartAsync() => new(await ToolServer.StartAsync(
        "java",
        "The contract tests need Java 17 or newer on the PATH.",
        Port(),
        "-jar", Directory.GetFiles(Path.Combine(ToolServer.Tools, "node_modules", "wiremock", "build"), "wiremock-standalone-*.jar").Single(),
        "--port", "0", "--bind-address", "127.0.0.1", "--disable-banner", "--root-dir", Stub.Folder));

    /// <summary>The requests that came with a token, in order.</summary>
    public async Task<IReadOnlyList<JsonElement>> RequestsAsync(string token)
    {
        var journal = JsonElement.Parse(await _admin.GetStringAsync(new Uri("__admin/requests", UriKind.Relative)));
        return [.. journal.GetProperty("requests").EnumerateArray().Select(entry => entry.GetProperty("request"))
            .Where(request => request.GetProperty("headers").GetProperty("Authorization").GetString() == $"Bearer {token}").Reverse()];
    }

    /// <summary>What no stub was for, each with the stub that came nearest; nothing if all requests were as agreed.</summary>
    public async Task<string> UnmatchedAsync()
    {
        var report = JsonElement.Parse(await _admin.GetStringAsync(new Uri("__admin/requests/unmatched/near-misses", UriKind.Relative)));
        return string.Join('\n', report.GetProperty("nearMisses").EnumerateArray().Select(miss => $"sent:    {Request(miss.GetProperty("request"))}\nnearest: {miss.GetProperty("stubMapping").GetProperty("request")}"));
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    private static string Request(JsonElement request) =>
        $"{request.GetProperty("method")} {request.GetProperty("url")}\n{request.GetProperty("headers")}\n{(request.TryGetProperty("body", out var body) ? body : default)}";

    [GeneratedRegex(@"^port:\s+(?<port>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Port();
}
