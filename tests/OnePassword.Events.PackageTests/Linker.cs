namespace OnePassword.Events.PackageTests;

/// <summary>The linker of native files.</summary>
internal static class Linker
{
    private static readonly string[] Compilers = ["clang", "gcc"];

    /// <summary>Ignores the test if this machine cannot link a native file.</summary>
    public static void IgnoreWithout()
    {
        if (Packages.Platform is not ("linux-x64" or "linux-arm64") || !Compilers.Any(IsOnPath))
            Assert.Ignore("Linking a native file needs Linux with glibc, and clang or gcc on the PATH.");
    }

    private static bool IsOnPath(string compiler) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, compiler)));
}
