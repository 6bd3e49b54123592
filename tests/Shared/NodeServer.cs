using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Testing;

/// <summary>A server in a process of Node.js, which chooses its port and prints its address. It is killed on disposal.</summary>
internal sealed class NodeServer : IAsyncDisposable
{
    private readonly Process _process;

    private NodeServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts a server, and waits until it listens.</summary>
    /// <param name="arguments">The path of the script, and its arguments.</param>
    /// <param name="listening">Matches the line of the output with the group <c>address</c>.</param>
    public static async Task<NodeServer> StartAsync(string[] arguments, Regex listening)
    {
        var process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        try
        {
            var address = await AddressOfAsync(process, listening).WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);
            return new NodeServer(process, address);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
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

    // Both streams are read to the end, because a full pipe would stop the process.
    private static async Task<Uri> AddressOfAsync(Process process, Regex listening)
    {
        var output = new StringBuilder();
        process.ErrorDataReceived += (_, line) => output.AppendLine(line.Data);
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.AppendLine(line);
            if (listening.Match(line) is not { Success: true } match)
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new Uri(match.Groups["address"].Value);
        }
        throw new InvalidOperationException($"The server ended before it listened. Its output: {output}");
    }
}
