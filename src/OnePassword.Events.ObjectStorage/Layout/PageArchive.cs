using System.IO.Compression;

namespace OnePassword.Events.ObjectStorage.Layout;

/// <summary>The objects of a page in one ZIP archive, in the order in which they are published.</summary>
internal sealed class PageArchive
{
#pragma warning disable CA1822 // Instance methods: a native program without a layout then contains no ZIP.
    public byte[] Write(IEnumerable<(string Key, byte[] Content)> objects)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (key, content) in objects)
            {
                using var entry = archive.CreateEntry(key, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The archive is corrupt.</exception>
    public IReadOnlyList<(string Key, byte[] Content)> Read(ReadOnlyMemory<byte> archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive.ToArray()));
        return [.. zip.Entries.Select(entry => (entry.FullName, Read(entry)))];
    }
#pragma warning restore CA1822

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
