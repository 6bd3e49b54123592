using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>A run of the built tool as a process, with exactly these variables, this input and the bytes of its output.</summary>
internal static partial class ToolRun
{
    // Sets the time of the process. It does not advance, as that of a FakeTimeProvider.
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    public static async Task<int> RunAsync(
        CliRunner runner, string[] args, Action<ReadOnlyMemory<byte>> output, TextWriter error, CancellationToken interruption)
    {
        var start = new ProcessStartInfo(BuiltTool.Program, [.. BuiltTool.Arguments, .. args])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        foreach (var (name, value) in ClockOf(runner.Clock).Concat(runner.Environment))
            start.Environment[name] = value;

        BuiltTool.Started();
        using var process = Process.Start(start)!;
        try
        {
            await using var interrupt = interruption.Register(() => Interrupt(process));
            await Task.WhenAll(
                WriteAsync(process, runner.Input), ReadOutputAsync(process, output),
                ReadErrorAsync(process, error, runner.ErrorIsFile), process.WaitForExitAsync(CancellationToken.None))
                .WaitAsync(runner.Limit, TimeProvider.System, CancellationToken.None);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Dictionary<string, string> ClockOf(TimeProvider clock)
    {
        if (clock is not FakeTimeProvider fake)
            return [];
        if (!File.Exists(FakeTime))
            throw new FileNotFoundException($"The clock of a process cannot be set. Install faketime with {FakeTime}.");
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LD_PRELOAD"] = FakeTime,
            ["FAKETIME"] = fake.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["FAKETIME_FMT"] = "%s",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_NO_CACHE"] = "1",
        };
    }

    private static void Interrupt(Process process)
    {
        if (process.HasExited)
            return;
        using var kill = Process.Start("kill", ["-s", "INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The tool did not read its input before it exited.
        }
    }

    private static async Task ReadOutputAsync(Process process, Action<ReadOnlyMemory<byte>> output)
    {
        var buffer = new byte[65_536];
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer) is > 0 and var length)
            output(buffer.AsMemory(0, length));
    }

    // Standard error is a pipe, so a long run writes the time before each line.
    private static async Task ReadErrorAsync(Process process, TextWriter error, bool withTimes)
    {
        using var reader = new StreamReader(process.StandardError.BaseStream, Encoding.UTF8);
        while (await reader.ReadLineAsync() is { } line)
            await error.WriteAsync((withTimes ? line : TimeBeforeLine().Replace(line, "")) + "\n");
    }

    [GeneratedRegex("^[0-9]{4}(-[0-9]{2}){2}T([0-9]{2}:){2}[0-9]{2}Z ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TimeBeforeLine();
}
