using System.Globalization;

namespace OnePassword.Events.Durable;

/// <summary>The committed bytes at the start of a file. The bytes after them can be incomplete.</summary>
/// <param name="Length">The number of bytes.</param>
/// <param name="Fingerprint">The <see cref="Durable.Fingerprint"/> of these bytes; null if unknown, or without bytes.</param>
internal sealed record CommittedPart(long Length, string? Fingerprint)
{
    /// <summary>Returns why a file does not start with these bytes. The file is not changed.</summary>
    /// <returns>Null if it does.</returns>
    public string? Difference(string path)
    {
        if (new FileInfo(path) is { Exists: false, LinkTarget: null })
            return Length == 0 && Fingerprint is null ? null : $"{path} is missing";
        using var file = RegularFile.Open(path, FileAccess.Read);
        return Difference(file, path);
    }

    /// <inheritdoc cref="Difference(string)"/>
    public string? Difference(FileStream file, string path) =>
        file.Length < Length ? string.Create(CultureInfo.InvariantCulture, $"{path} is {file.Length} bytes long")
        : Fingerprint is not null && Durable.Fingerprint.Of(file, Length) != Fingerprint ? $"{path} has other content"
        : null;
}
