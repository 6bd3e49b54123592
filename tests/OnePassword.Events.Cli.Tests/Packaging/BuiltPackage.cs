using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Packaging;

/// <summary>The Debian package, built once with the command of the guide, in a temporary folder.</summary>
[SetUpFixture]
public sealed class BuiltPackage
{
    private const string Command = "dotnet publish src/OnePassword.Events.Cli -r linux-x64 -t:DebianPackage";

    private static readonly TemporaryFolder Folder = new();
    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    public static Task<string> PathAsync() => Built.Value;

    [OneTimeTearDown]
    public void Remove() => Folder.Dispose();

    private static async Task<string> BuildAsync()
    {
        await MachineCopy.RunAsync("dotnet", [.. Command.Split(' ')[1..], $"-p:ArtifactFolder={Folder.Path}", "-nologo"]);
        return Directory.GetFiles(Folder.Path, "op-events_*_amd64.deb").Single();
    }
}
