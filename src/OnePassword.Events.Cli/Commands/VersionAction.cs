using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Prints the version and, if the build knows it, the commit.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    private const int ShortCommit = 12;

    /// <summary>Gets the version without the commit.</summary>
    public static string Version => InformationalVersion.Split('+')[0];

    private static string InformationalVersion =>
        typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Describe(InformationalVersion));
        return ExitCode.Success;
    }

    /// <summary>Returns <c>1.2.3 (commit 0123456789ab)</c> for <c>1.2.3+0123456789abcdef…</c>.</summary>
    public static string Describe(string informationalVersion) => informationalVersion.Split('+', 2) is [var version, var commit]
        ? $"{version} (commit {commit[..Math.Min(commit.Length, ShortCommit)]})"
        : informationalVersion;
}
