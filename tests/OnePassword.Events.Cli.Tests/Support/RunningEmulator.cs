using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary><c>op-events emulator</c>, running.</summary>
internal sealed class RunningEmulator : IAsyncDisposable
{
    private readonly CancellationTokenSource _interruption;
    private readonly HttpClient _http = new();
    private readonly Task<CliResult> _run;
    private readonly string[] _output;

    private RunningEmulator(CancellationTokenSource interruption, Task<CliResult> run, string[] output) =>
        (_interruption, _run, _output) = (interruption, run, output);

    public string Url => _output[0]["url    ".Length..];

    public string Token => _output[1]["token  ".Length..];

    public static async Task<RunningEmulator> StartAsync(params string[] args)
    {
        var interruption = new CancellationTokenSource();
        var tool = new CliRunner { Limit = Timeout.InfiniteTimeSpan };
        var run = tool.StartAsync(["emulator", .. args], interruption.Token);
        await Wait.UntilAsync(() => run.IsCompleted || (
            tool.Error.Contains("Running", StringComparison.Ordinal) && tool.OutputLines.Length > 2));
        return new RunningEmulator(interruption, run, tool.OutputLines);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path, body: null);
        return JsonElement.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> PostAsync(string path, string body)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body);
        return JsonElement.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, $"{Url}/{path}");
        request.Headers.Authorization = new("Bearer", Token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.SendAsync(request);
    }

    public async Task<CliResult> StopAsync()
    {
        await _interruption.CancelAsync();
        return await _run.WaitAsync(Wait.Limit, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _interruption.Dispose();
        _http.Dispose();
    }
}
