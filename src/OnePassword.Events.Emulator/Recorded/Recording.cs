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

    /// <summary>Gets what of it is not served as it is.</summary>
    public ReplayNotes Notes { get; } = new();

    /// <summary>Reads all files once, to find and check their lines.</summary>
    /// <exception cref="InvalidDataException">The folder or a file cannot be used; the message names it.</exception>
    public static Recording Open(string path, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var recording = new Recording();
        try
        {
            recording.Read(new RecordedFolder(path), Rfc3339.FromDateTime(now), cancellationToken);
            return recording;
        }
        catch
        {
            recording.Dispose();
            throw;
        }
    }

    public void Dispose() => Array.ForEach(_feeds, feed => feed.Dispose());

    private void Read(RecordedFolder folder, long now, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var feed in Enum.GetValues<EmulatorFeed>())
        {
            digest.AppendData(GoJson.Utf8(WireNames.Of(feed)));
            foreach (var file in folder.FilesOf(feed))
                _feeds[(int)feed].Add(RecordedFile.Open(file, Notes, cancellationToken), digest, Notes, cancellationToken);
            _feeds[(int)feed].Complete(now);
        }

        Fingerprint = BinaryPrimitives.ReadUInt64BigEndian(digest.GetHashAndReset());
    }
}
