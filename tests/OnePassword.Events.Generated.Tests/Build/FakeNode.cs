using System.Runtime.Versioning;

namespace OnePassword.Events.Generated.Tests.Build;

/// <summary>A folder for the PATH in which a <c>node</c> says a version, or in which there is none.</summary>
internal sealed class FakeNode : IDisposable
{
    public FakeNode(string? version)
    {
        if (OperatingSystem.IsWindows())
            WriteForWindows(version);
        else
            WriteForUnix(version);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("events-path-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void WriteForWindows(string? version)
    {
        if (version is not null)
            File.WriteAllText(Path.Combine(Folder, "node.cmd"), $"@echo {version}\r\n");
    }

    // MSBuild finds the shell of its commands on the PATH.
    [UnsupportedOSPlatform("windows")]
    private void WriteForUnix(string? version)
    {
        File.CreateSymbolicLink(Path.Combine(Folder, "sh"), "/bin/sh");
        if (version is null)
            return;
        var node = Path.Combine(Folder, "node");
        File.WriteAllText(node, $"#!/bin/sh\necho '{version}'\n");
        File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
