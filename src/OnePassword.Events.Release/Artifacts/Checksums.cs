using System.Security.Cryptography;

namespace OnePassword.Events.Release.Artifacts;

/// <summary>Writes the file SHA256SUMS of a folder, for <c>sha256sum --check</c>.</summary>
internal static class Checksums
{
    private const string FileName = "SHA256SUMS";

    public static void Write(string folder)
    {
        var lines = Directory.GetFiles(folder)
            .Where(file => Path.GetFileName(file) != FileName && Path.GetExtension(file) != ".tmp")
            .Order(StringComparer.Ordinal)
            .Select(file => $"{Hash(file)}  {Path.GetFileName(file)}\n");
        var sums = Path.Combine(folder, FileName);
        File.WriteAllText($"{sums}.tmp", string.Concat(lines));
        File.Move($"{sums}.tmp", sums, overwrite: true);
    }

    private static string Hash(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
