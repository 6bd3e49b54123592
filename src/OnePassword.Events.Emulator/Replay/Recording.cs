using System.Buffers.Binary;
using System.Security.Cryptography;
using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Replay;

/// <summary>The recorded events of all feeds. They do not expire, or a recording would shrink as time passes.</summary>
internal sealed class Recording : IEventHistory, IDisposable
{
    private readonly RecordedEvents[] _feeds = [.. Enum.GetValues<EmulatorFeed>().Select(_ => new RecordedEvents())];
    private readonly ReplayWarnings _warnings = new();

    private Recording()
    {
    }

    public IReadOnlyList<IEventSource> Feeds => _feeds;

    /// <summary>Gets a number that two recordings share only if they have the same lines, in any number of files.</summary>
    public ulong Fingerprint { get; private set; }

    public bool Expires => false;

    public IReadOnlyList<string> Warnings => _warnings.Sentences;

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
            {
                var opened = RecordedFile.Open(file, _warnings, cancellationToken);
                _feeds[(int)feed].Add(opened, digest, _warnings, cancellationToken);
            }

            _feeds[(int)feed].Complete(now);
        }

        Fingerprint = BinaryPrimitives.ReadUInt64BigEndian(digest.GetHashAndReset());
    }
}
