using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>
/// Looks at a program every few milliseconds while it runs, because nothing can be asked of one that has ended.
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
            return; // It ended between two looks.
        }
    }

    // Linux says it in one small file; Process would look at every thread besides, and so slow down what it measures.
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

#pragma warning disable RS0030 // Real processes take real time.
    private static void Pause() => Thread.Sleep(Interval);
#pragma warning restore RS0030
}
