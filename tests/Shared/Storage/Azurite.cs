using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Testing.Storage;

/// <summary>
/// Azurite, the emulator of Azure Blob Storage, as a process of Node.js. <c>OP_EVENTS_AZURITE</c> names its installation folder.
/// </summary>
internal sealed partial class Azurite : IAsyncDisposable
{
    public const string Account = "devstoreaccount1";
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly Lazy<Task<Azurite>> Common = new(StartAsync);

    private readonly NodeServer _server;
    private int _containers;

    private Azurite(NodeServer server) => _server = server;

    public Uri Address => _server.Address;

    public static bool IsInstalled => !string.IsNullOrEmpty(Folder);

    private static string? Folder { get; } = Environment.GetEnvironmentVariable("OP_EVENTS_AZURITE");

    /// <summary>Starts a process.</summary>
    public static async Task<Azurite> StartAsync()
    {
        var program = Path.Combine(Folder!, "node_modules", "azurite", "dist", "src", "blob", "main.js");
        string[] arguments =
            [program, "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"];
        return new Azurite(await NodeServer.StartAsync(arguments, Listening()));
    }

    /// <summary>Gets the process that the tests share.</summary>
    public static Task<Azurite> SharedAsync() => Common.Value;

    /// <summary>Stops the shared process, if a test has started it.</summary>
    public static async Task StopSharedAsync()
    {
        if (Common.IsValueCreated && Common.Value.IsCompletedSuccessfully)
            await (await Common.Value).DisposeAsync();
    }

    /// <summary>Creates a container, and returns its address.</summary>
    public async Task<Uri> CreateContainerAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"events-{Interlocked.Increment(ref _containers)}");
        using var response = await SendAsync(HttpMethod.Put, name, "restype=container");
        response.EnsureSuccessStatusCode();
        return new Uri(Address, $"/{Account}/{name}");
    }

    /// <summary>Returns the names of the blobs of a container.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(Uri container)
    {
        using var response = await SendAsync(HttpMethod.Get, container.Segments[^1], "comp=list&restype=container");
        response.EnsureSuccessStatusCode();
        return [.. NameElement().Matches(await response.Content.ReadAsStringAsync()).Select(match => match.Groups["name"].Value)];
    }

    /// <summary>Returns a shared access signature of the account for blobs.</summary>
    public static string SharedAccessSignature()
    {
        const string Version = "2021-12-02";
        string[] fields = [Account, "rcw", "b", "o", "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "", "https,http", Version, "", ""];
        var signature = Sign(string.Join('\n', fields));
        return $"sv={Version}&ss=b&srt=o&sp=rcw&st=2020-01-01T00:00:00Z&se=2099-01-01T00:00:00Z&spr=https,http"
            + $"&sig={Uri.EscapeDataString(signature)}";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string container, string query)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(Address, $"/{Account}/{container}?{query}"));
        request.Headers.Add("x-ms-version", "2021-12-02");
        request.Headers.Add("x-ms-date", TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));
        var headers = string.Join('\n', request.Headers.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}:{one.Value.First()}"));
        var parameters = string.Join('\n', query.Split('&').Select(one => one.Replace('=', ':')));
        var text = $"{method}\n\n\n\n\n\n\n\n\n\n\n\n{headers}\n/{Account}/{Account}/{container}\n{parameters}";
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKey {Account}:{Sign(text)}");
        return await client.SendAsync(request);
    }

    private static string Sign(string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex(@"listens on (?<address>http://127\.0\.0\.1:\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();

    [GeneratedRegex("<Name>(?<name>[^<]*)</Name>", RegexOptions.ExplicitCapture)]
    private static partial Regex NameElement();
}
