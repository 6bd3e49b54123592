using System.IO.Enumeration;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Release.Components;

/// <summary>A library of another project that is in the .NET runtime, and that the native file contains.</summary>
internal sealed partial record NativeLibrary(
    string Name, string Version, string License, string Package, IReadOnlyList<string> Files)
{
    /// <summary>Returns the libraries to which files belong. Names of the files differ per platform.</summary>
    public static IEnumerable<NativeLibrary> Among(IReadOnlyList<string> files)
    {
        string[] brotli = [.. files.Where(file => IsNamed(file, "libbrotli*.a") || IsNamed(file, "brotli*.lib"))];
        if (brotli.Length > 0)
            yield return Brotli(brotli);
        string[] zlib = [.. files.Where(file => IsNamed(file, "libz.a") || IsNamed(file, "zlibstatic.lib"))];
        if (zlib.Length > 0)
            yield return ZlibNg(zlib);
    }

    private static bool IsNamed(string file, string pattern) =>
        FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(file));

    // The files state their version only in machine code. A test compares it with this one.
    private static NativeLibrary Brotli(string[] files) =>
        new("brotli", "1.1.0", "MIT", "pkg:github/google/brotli@v1.1.0", files);

    private static NativeLibrary ZlibNg(string[] files)
    {
        var version = ZlibNgVersion().Match(Encoding.Latin1.GetString(File.ReadAllBytes(files[0])));
        return version.Success
            ? new("zlib-ng", version.Value, "Zlib", $"pkg:github/zlib-ng/zlib-ng@{version.Value}", files)
            : throw new IOException($"{files[0]} does not state the version of zlib-ng. Find it out before you ship it.");
    }

    [GeneratedRegex("(?<=zlib-ng )[0-9]+[.][0-9]+[.][0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ZlibNgVersion();
}
