using System.Diagnostics;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary>The completion scripts, in the shells that the machine has.</summary>
[Platform("Linux,MacOsX")]
public sealed class ShellCompletionTests
{
    private const string Bash = """
        source <(op-events completion bash)
        complete -p op-events
        complete_line() {
            COMP_LINE="$1" COMP_POINT=${#1}
            COMP_WORDS=($1) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _op_events
            echo "${COMPREPLY[@]}"
        }
        complete_line "op-events st"
        complete_line "op-events export --api "
        complete_line "op-events export --api=v"
        complete_line "op-events   export   sign"
        complete_line "op-events export --output "
        """;

    // The arrays and functions that zsh has only in its line editor.
    private const string Zsh = """
        compdef() { print -r -- "compdef $*" }
        compadd() { print -r -- ${(P)2} }
        _files() { print files }
        source <(op-events completion zsh)
        words=(op-events st) CURRENT=2 _op-events
        words=(op-events export --api "") CURRENT=4 _op-events
        words=(op-events export --api=v) CURRENT=3 _op-events
        words=(op-events export --output "") CURRENT=4 _op-events
        """;

    private const string Fish = """
        op-events completion fish | source
        complete --do-complete "op-events st"
        complete --do-complete "op-events export --api "
        complete --do-complete "op-events export --api=v"
        complete --do-complete "op-events export --output nswag"
        """;

    [Test]
    public async Task Bash_completes_commands_values_and_files() =>
        Assert.That(
            await RunAsync("bash", "--norc", "-c", Bash),
            Is.EqualTo("complete -o bashdefault -o default -F _op_events op-events\nstate\nv1 v2\nv1 v2\nsigninattempts\n\n"));

    [Test]
    public async Task Zsh_completes_commands_values_and_files() =>
        Assert.That(
            await RunAsync("zsh", "--no-rcs", "-c", Zsh),
            Is.EqualTo("compdef _op-events op-events\nstate\nv1 v2\n--api=v1 --api=v2\nfiles\n"));

    [Test]
    public async Task Fish_completes_commands_values_and_files() =>
        Assert.That(
            await RunAsync("fish", "--no-config", "--command", Fish),
            Is.EqualTo("state\nv1\nv2\n--api=v1\n--api=v2\nnswag.json\n"));

    [Test]
    public async Task PowerShell_completes_commands_and_values()
    {
        const string Script = """
            op-events completion pwsh | Out-String | Invoke-Expression
            foreach ($line in 'op-events st', 'op-events export --api ', 'op-events export --tok') {
                [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
            }
            """;
        using (var version = Start("dotnet", ["tool", "run", "pwsh", "-Version"], path: ""))
        {
            await version.WaitForExitAsync();
            Assume.That(version.ExitCode, Is.Zero, "`dotnet tool restore` was not run.");
        }
        Assert.That(
            await RunAsync("dotnet", "tool", "run", "pwsh", "-NoProfile", "-NonInteractive", "-Command", Script),
            Is.EqualTo("state\nv1\nv2\n--token-file\n--token-stdin\n"));
    }

    /// <summary>Runs a shell in a folder with an executable <c>op-events</c>, which is on the PATH.</summary>
    private static async Task<string> RunAsync(string shell, params string[] args)
    {
        using var folder = new TemporaryFolder();
        var tool = folder["op-events"];
        await File.WriteAllTextAsync(
            tool, $"#!/bin/sh\nexec '{string.Join("' '", BuiltTool.Command)}' \"$@\"\n");
        BuiltTool.Started();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assume.That(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(entry => File.Exists(Path.Combine(entry, shell))),
            $"{shell} is not installed.");
        using var process = Start(shell, args, $"{folder.Path}:");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Wait.Limit, TimeProvider.System);
        Assert.That(await error, Is.Empty);
        return await output;
    }

    // In the repository, whose tools include PowerShell.
    private static Process Start(string program, string[] args, string path) => Process.Start(new ProcessStartInfo(program, args)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Repository.Root,
        Environment = { ["PATH"] = path + Environment.GetEnvironmentVariable("PATH") },
    })!;
}
