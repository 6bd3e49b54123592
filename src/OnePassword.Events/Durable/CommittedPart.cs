using System.Globalization;

namespace OnePassword.Events.Durable;

/// <summary>The part of a file that is committed. What follows it may be half written.</summary>
/// <param name="Length">How many bytes.</param>
/// <param name="Fingerprint">The <see cref="Durable.Fingerprint"/> of these bytes; null if it is unknown, or for no bytes.</param>
internal sealed record CommittedPart(long Length, string? Fingerprint)
{
    /// <summary>What keeps a file from being the one whose part was committed; null for nothing. The file is not changed.</summary>
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
