using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>The cost of one run of a program.</summary>
/// <param name="Wall">The elapsed time.</param>
/// <param name="FirstOutput">The time until the first byte on standard output; <paramref name="Wall"/> if there is none.</param>
/// <param name="Cpu">The processor time, except for the last milliseconds.</param>
/// <param name="PeakBytes">The peak of resident memory, in bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProcessRun(TimeSpan Wall, TimeSpan FirstOutput, TimeSpan Cpu, long PeakBytes)
{
    /// <exception cref="InvalidOperationException">The program failed; the message contains its output.</exception>
    public static async Task<ProcessRun> MeasureAsync(string program, IEnumerable<string> arguments, string? token = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(Prepare(program, arguments, token))!;
        var errors = process.StandardError.ReadToEndAsync();
        var firstOutput = DrainAsync(process.StandardOutput.BaseStream, start);
        using var watch = ProcessWatch.Of(process);
        await process.WaitForExitAsync();
        var wall = TimeProvider.System.GetElapsedTime(start);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {await errors}");
        return new(wall, await firstOutput ?? wall, watch.Cpu, watch.PeakBytes);
    }

    public static ProcessStartInfo Prepare(string program, IEnumerable<string> arguments, string? token) => new(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        Environment = { ["OP_EVENTS_TOKEN"] = token, ["NO_PROXY"] = "127.0.0.1", ["no_proxy"] = "127.0.0.1" },
    };

    private static async Task<TimeSpan?> DrainAsync(Stream output, long start)
    {
        var buffer = new byte[64 * 1024];
        TimeSpan? first = null;
        while (await output.ReadAsync(buffer) > 0)
            first ??= TimeProvider.System.GetElapsedTime(start);
        return first;
    }
}
