using System.Buffers.Binary;
using System.Security.Cryptography;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Recorded;

/// <summary>A folder of recorded events.</summary>
internal sealed class Recording : IDisposable
{
    private readonly RecordedEvents[] _feeds = [.. Enum.GetValues<EmulatorFeed>().Select(_ => new RecordedEvents())];

    private Recording()
    {
    }

    /// <summary>Gets the feeds, in the order of <see cref="EmulatorFeed"/>.</summary>
    public IReadOnlyList<RecordedEvents> Feeds => _feeds;

    /// <summary>Gets what two recordings share only if they have the same lines, in whatever files.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>Reads all files once, to find and check their lines.</summary>
    /// <exception cref="InvalidDataException">A file or a line is not as it must be; the message names it.</exception>
    public static Recording Open(string path, CancellationToken cancellationToken)
    {
        var recording = new Recording();
        try
        {
            recording.Read(new RecordedFolder(path), cancellationToken);
            return recording;
        }
        catch
        {
            recording.Dispose();
            throw;
        }
    }

    public void Dispose() => Array.ForEach(_feeds, feed => feed.Dispose());

    private void Read(RecordedFolder folder, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var feed in Enum.GetValues<EmulatorFeed>())
        {
            digest.AppendData(GoJson.Utf8(WireNames.Of(feed)));
            foreach (var file in folder.FilesOf(feed))
                _feeds[(int)feed].Add(RecordedFile.Open(file, cancellationToken), digest, cancellationToken);
        }

        Fingerprint = BinaryPrimitives.ReadUInt64BigEndian(digest.GetHashAndReset());
    }
}
