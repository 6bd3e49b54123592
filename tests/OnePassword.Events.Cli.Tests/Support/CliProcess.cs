using System.Diagnostics;
using System.Globalization;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>The tool as a separate process.</summary>
internal sealed class CliProcess(ProcessStartInfo start) : RunningProcess(start)
{
    public static CliProcess Start(string token, params string[] args) =>
        Start(BuiltTool.Program, token, [.. BuiltTool.Arguments, .. args]);

    /// <summary>Starts the tool in a folder, with additional environment variables.</summary>
    public static CliProcess StartIn(string folder, IReadOnlyDictionary<string, string> environment, params string[] args) =>
        Start(BuiltTool.Program, "", [.. BuiltTool.Arguments, .. args], folder, environment);

    /// <summary>Starts the tool with an additional environment variable.</summary>
    public static CliProcess StartWith(string variable, string value, string token, params string[] args) =>
        Start(
            BuiltTool.Program, token, [.. BuiltTool.Arguments, .. args],
            environment: new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value });

    /// <summary>Starts the tool in a pipe whose reader exits after one line. Returns the exit code of the tool.</summary>
    public static CliProcess StartIntoHead(string token, params string[] args) => Start(
        "bash", token, ["-c", "\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "bash", .. BuiltTool.Command, .. args]);

    /// <summary>Starts the tool with streams that a shell redirects.</summary>
    public static CliProcess StartInShell(string redirection, params string[] args) => Start(
        "bash", "", ["-c", $"exec \"$@\" {redirection}", "bash", .. BuiltTool.Command, .. args]);

    /// <summary>Starts the tool with a redirected standard error, and a script before it that sees the redirection.</summary>
    public static CliProcess StartInShell(string redirection, string setup, string[] args) => Start(
        "bash", "", ["-c", $"exec {redirection}; {setup} exec \"$@\"", "bash", .. BuiltTool.Command, .. args]);

    /// <summary>Starts the tool in a pipe whose reader has already exited.</summary>
    public static CliProcess StartIntoNothing(params string[] args) => Start(
        "bash", "", ["-c", "{ sleep 0.2; exec \"$@\"; } | true; exit ${PIPESTATUS[0]}", "bash", .. BuiltTool.Command, .. args]);

    /// <summary>
    /// Starts the tool in a folder, in a pipeline with a consumer whose output is the named pipe <c>ack</c>. The files <c>tool</c>
    /// and <c>consumer</c> have the ids of both processes. Returns the exit code of the tool.
    /// </summary>
    public static CliProcess StartPipeline(string folder, string token, string ack, string consumer, params string[] args) => Start(
        "bash", token,
        [
            "-c",
            $$"""
            rm -f ack && mkfifo ack
            { echo $BASHPID > tool; exec "$@" {{ack}}; } | { echo $BASHPID > consumer; exec {{consumer}} > ack; }
            exit ${PIPESTATUS[0]}
            """,
            "bash", .. BuiltTool.Command, .. args,
        ],
        folder);

    /// <summary>Starts the tool with a limit of open files that it cannot raise.</summary>
    public static CliProcess StartWithOpenFiles(int limit, params string[] args) =>
        Start(
            "bash", "",
            ["-c", $"ulimit -n {limit.ToString(CultureInfo.InvariantCulture)}; exec \"$@\"", "bash", .. BuiltTool.Command, .. args]);

    private static CliProcess Start(
        string program, string token, string[] args, string folder = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            Environment = { ["OP_EVENTS_TOKEN"] = token },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        BuiltTool.Started();
        return new CliProcess(start);
    }
}
