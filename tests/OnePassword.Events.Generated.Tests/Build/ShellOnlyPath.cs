namespace OnePassword.Events.Generated.Tests.Build;

/// <summary>A folder for the PATH that holds a shell, which MSBuild starts commands with, and no other program.</summary>
internal sealed class ShellOnlyPath : IDisposable
{
    public ShellOnlyPath()
    {
        if (!OperatingSystem.IsWindows()) // Windows finds its shell without the PATH.
            File.CreateSymbolicLink(Path.Combine(Folder, "sh"), "/bin/sh");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("events-path-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
