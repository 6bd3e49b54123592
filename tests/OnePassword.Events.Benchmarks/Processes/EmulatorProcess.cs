using System.Diagnostics;
using System.Globalization;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>A process of <c>op-events emulator</c> without a quota, which is stopped on disposal.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    public const string Token = "benchmark";

    private readonly Process _process;

    private EmulatorProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public string Url => Address.ToString().TrimEnd('/');

    /// <summary>
    /// Starts an emulator. All events are from the last 100 days, so that none of them becomes too old during the run.
    /// </summary>
    public static async Task<EmulatorProcess> StartAsync(string tool, int eventsPerFeed)
    {
        var process = Process.Start(ProcessRun.Prepare(
            tool, ["emulator", "--events", eventsPerFeed.ToString(CultureInfo.InvariantCulture), "--span", "100d", "--quota", "off", "--token", Token], null))!;
        var line = await process.StandardOutput.ReadLineAsync();
        if (line?.StartsWith("url ", StringComparison.Ordinal) != true)
            throw new InvalidOperationException($"The emulator did not start: {line}{await process.StandardError.ReadToEndAsync()}");
        return new(process, new Uri(line["url".Length..].Trim()));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
