using System.Globalization;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>A node with ports of its own, in a process that tests end and restart.</summary>
internal sealed partial class TestNode(string connectionString, params string[] options) : IDisposable
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly int _port = FreePort.Next();
    private readonly int _listen = FreePort.Next();
    private readonly List<FleetProcess> _processes = [];

    /// <summary>Gets the latest process.</summary>
    public FleetProcess Process => _processes[^1];

    /// <summary>Gets the name of the node in the fleet.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Gets the name of the latest process in the database.</summary>
    public string Writer => string.Create(CultureInfo.InvariantCulture, $"node-{_port}-{_processes.Count}");

    /// <summary>Gets what all processes have written to standard error.</summary>
    public string Log => string.Join('\n', _processes.Select(process => process.Error));

    /// <summary>Starts a process.</summary>
    public FleetProcess Start()
    {
        var writer = string.Create(CultureInfo.InvariantCulture, $"node-{_port}-{_processes.Count + 1}");
        _processes.Add(new FleetProcess(
            [
                "run", "--connection", $"{connectionString};Application Name={writer}", "--port", Text(_port), "--listen", Text(_listen),
                .. options,
            ]));
        return Process;
    }

    /// <summary>Completes when the latest process is a node of the fleet.</summary>
    /// <returns>Whether it is; otherwise, the process has ended.</returns>
    public async Task<bool> JoinsAsync()
    {
        await FleetFixture.UntilAsync(async () => Process.HasExited || await IsReadyAsync());
        return !Process.HasExited;
    }

    /// <summary>Starts a process, and waits until it is a node of the fleet.</summary>
    public async Task RunAsync()
    {
        Start();
        Assert.That(await JoinsAsync(), Is.True, () => Process.Error);
    }

    /// <summary>Returns the status and the text of a page.</summary>
    public async Task<(int Status, string Text)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri($"http://127.0.0.1:{Text(_listen)}{path}"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Returns a metric of the node.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var (_, text) = await GetAsync("/metrics");
        var value = Metric().Matches(text).SingleOrDefault(match => match.Groups["name"].Value == $"op_events_fleet_{name}");
        Assert.That(value, Is.Not.Null, $"{name} in {text}");
        return double.Parse(value!.Groups["value"].Value, CultureInfo.InvariantCulture);
    }

    public void Dispose() => _processes.ForEach(process => process.Dispose());

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await GetAsync("/readyz")).Status == 200;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false; // It does not listen yet.
        }
    }

    [GeneratedRegex(@"^(?<name>\w+) (?<value>\S+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Metric();
}
