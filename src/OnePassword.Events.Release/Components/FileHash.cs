using System.Security.Cryptography;

namespace OnePassword.Events.Release.Components;

/// <summary>The SHA-256 hash of a file, in hexadecimal.</summary>
internal static class FileHash
{
    public static string Of(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
