using System.Diagnostics;
using System.Globalization;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>A process whose output tests read while it runs. It is killed on disposal.</summary>
internal class RunningProcess : IDisposable
{
    private readonly Process _process;
    private readonly LockedWriter _output = new();
    private readonly LockedWriter _error = new();

    public RunningProcess(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _output.Write(line.Data + "\n");
        _process.ErrorDataReceived += (_, line) => _error.Write(line.Data + "\n");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => _output.ToString().Trim('\n');

    public string Error => _error.ToString().Trim('\n');

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Sends signals from one shell: on a busy machine, seconds can pass between two processes.</summary>
    public async Task SignalAsync(params string[] signals)
    {
        Assume.That(
            !signals.Any(Ignores),
            "The test process ignores this signal: shells ignore SIGINT for background jobs, and nohup ignores SIGHUP.");
        var id = _process.Id.ToString(CultureInfo.InvariantCulture);
        using var shell = Process.Start("sh", ["-c", string.Join("; ", signals.Select(signal => $"kill -s {signal} {id}"))]);
        await shell.WaitForExitAsync();
        Assert.That(shell.ExitCode, Is.Zero);
    }

    public async Task<(int ExitCode, string Output, string Error)> EndAsync(TimeSpan? limit = null)
    {
        await _process.WaitForExitAsync().WaitAsync(limit ?? Wait.Limit, TimeProvider.System);
        return (_process.ExitCode, Output, Error);
    }

    /// <summary>Kills the process, as the system does when it is out of memory.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    private bool Ignores(string signal)
    {
        var bit = signal switch { "HUP" => 1 << (1 - 1), "INT" => 1 << (2 - 1), _ => 0 };
        const string Mask = "SigIgn:";
        var status = $"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/status";
        var line = File.Exists(status)
            ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith(Mask, StringComparison.Ordinal))
            : null;
        return line is not null
            && (ulong.Parse(line.AsSpan(Mask.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (ulong)bit) != 0;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _output.Dispose();
        _error.Dispose();
    }
}
