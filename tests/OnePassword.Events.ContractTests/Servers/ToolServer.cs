using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>A server out of <c>tools/</c>, as a process on loopback: it chooses its port and prints it.</summary>
internal sealed class ToolServer : IAsyncDisposable
{
    private readonly Process _process;

    private ToolServer(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>The folder into which the build has restored the tools.</summary>
    public static string Tools { get; } =
        typeof(ToolServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Tools").Value!;

    public Uri Address { get; }

    public static async Task<ToolServer> StartAsync(string program, string remedy, Regex port, params string[] arguments)
    {
        var process = Start(program, remedy, arguments);
        var said = new StringBuilder();
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(object sender, DataReceivedEventArgs line)
        {
            lock (said)
                said.AppendLine(line.Data);
            if (line.Data is null)
                listening.TrySetException(new InvalidOperationException($"{program} ended instead of listening. {remedy} It said: {said}"));
            else if (port.Match(line.Data) is { Success: true } match)
                listening.TrySetResult(match.Groups["port"].Value);
        }
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new ToolServer(process, new Uri($"http://127.0.0.1:{await listening.Task.WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System)}/"));
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            process.Kill(entireProcessTree: true); // Nobody else will.
            process.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string program, string remedy, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{program} cannot be started: {e.Message}. {remedy}", e);
        }
    }
}
