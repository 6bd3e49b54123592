using System.Diagnostics;
using OnePassword.Events.Benchmarks.Processes;

namespace OnePassword.Events.Benchmarks.Fleet;

/// <summary>A process of <c>op-events-fleet run</c>, which is killed on disposal.</summary>
internal sealed class FleetProcess : IDisposable
{
    private readonly Process _process;

    private FleetProcess(Process process) => _process = process;

    public TimeSpan Processor => Current().TotalProcessorTime;

    /// <summary>Gets the resident memory in bytes.</summary>
    public long Memory => Current().WorkingSet64;

    public static async Task<FleetProcess> StartAsync(string program, IEnumerable<string> arguments)
    {
        var process = Process.Start(ProcessRun.Prepare(program, arguments, token: null))!;
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.Contains("runs until stopped", StringComparison.Ordinal))
                continue;
            _ = ShowErrorsAsync(process.StandardError);
            return new FleetProcess(process);
        }
        throw new InvalidOperationException("The node did not start.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    // Why a node ended, for example.
    private static async Task ShowErrorsAsync(StreamReader messages)
    {
        while (await messages.ReadLineAsync() is { } line)
        {
            if (line.Contains("op-events-fleet: ", StringComparison.Ordinal))
                await Console.Error.WriteLineAsync(line);
        }
    }

    private Process Current()
    {
        _process.Refresh();
        return _process;
    }
}
