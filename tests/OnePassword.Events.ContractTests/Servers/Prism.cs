using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>
/// Prism, which returns the examples of a specification and rejects requests that violate it. It is a process of Node.js, so
/// it runs only where <c>OP_EVENTS_PRISM</c> names the folder with the installed package in <c>prism/</c>.
/// </summary>
internal sealed partial class Prism : IAsyncDisposable
{
    private readonly Process _process;

    private Prism(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Gets the folder where the package is installed; null if these tests are not to run.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("OP_EVENTS_PRISM");

    public Uri Address { get; }

    public static async Task<Prism> StartAsync(string version)
    {
        var program = Path.Combine(Folder!, "node_modules", "@stoplight", "prism-cli", "dist", "index.js");
        var specification = Repository.PathOf("openapi", $"1password-events-{version}.yaml");
        string[] arguments = [program, "mock", "--errors", "--host", "127.0.0.1", "--port", "0", specification];
        var process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        try
        {
            var address = await AddressOfAsync(process).WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);
            return new Prism(process, address);
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

    // Prism chooses the port and prints it. Both streams are read to the end, because a full pipe would stop the process.
    private static async Task<Uri> AddressOfAsync(Process process)
    {
        var output = new StringBuilder();
        process.ErrorDataReceived += (_, line) => output.AppendLine(line.Data);
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.AppendLine(line);
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new Uri(match.Groups["address"].Value);
        }
        throw new InvalidOperationException($"Prism ended before it listened. Its output: {output}");
    }

    [GeneratedRegex(@"listening on (?<address>http://127\.0\.0\.1:\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();
}
