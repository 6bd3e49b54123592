using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>
/// Samples a program every few milliseconds while it runs, because a process that has ended reports no values.
/// </summary>
internal sealed class ProcessWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(4);

    private readonly Process _process;
    private readonly Thread _thread;
    private volatile bool _ended;

    private ProcessWatch(Process process)
    {
        _process = process;
        _thread = new Thread(Look) { IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public TimeSpan Cpu { get; private set; }

    public long PeakBytes { get; private set; }

    public static ProcessWatch Of(Process process) => new(process);

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
    }

    private void Look()
    {
        try
        {
            while (!_ended && !_process.HasExited)
            {
                (Cpu, PeakBytes) = (_process.TotalProcessorTime, PeakOf(_process));
                Pause();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or IOException)
        {
            return; // The program ended between two samples.
        }
    }

    // On Linux one small file contains the value. Process would read every thread too and slow down the program.
    private long PeakOf(Process process)
    {
        if (!OperatingSystem.IsLinux())
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? PeakBytes : 1024 * long.Parse(line["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture);
    }

#pragma warning disable RS0030 // A real process needs real time.
    private static void Pause() => Thread.Sleep(Interval);
#pragma warning restore RS0030
}
