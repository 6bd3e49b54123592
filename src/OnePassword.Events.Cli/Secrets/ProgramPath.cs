namespace OnePassword.Events.Cli.Secrets;

/// <summary>
/// Finds a program on the PATH. .NET would also look beside the tool and in the current folder, where others may be able to put a
/// program with that name.
/// </summary>
internal static class ProgramPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="program">A name, or a full path, which is returned unchanged.</param>
    /// <param name="path">The value of PATH. Entries that depend on the current folder are ignored.</param>
    /// <exception cref="IOException">No folder on the PATH contains the program.</exception>
    public static string Find(string program, string? path)
    {
        if (Path.GetFileName(program) != program)
            return program;
        var file = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? program + ".exe" : program;
        return (path ?? "").Split(Path.PathSeparator).Where(Path.IsPathFullyQualified).Select(
            folder => Path.Combine(folder, file)).FirstOrDefault(IsProgram)
            ?? throw new IOException($"no folder on the PATH contains '{program}'. Specify its full path.");
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != UnixFileMode.None);
}
